"""The page on which people make, renew and revoke the addresses of their feed readers."""

import re

import pytest

from people.models import FeedToken
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db

PAGE = "/people/ines/feeds/"


@pytest.fixture
def ines(client):
    """A signed-in colleague."""
    person = UserFactory(username="ines")
    client.force_login(person)
    return person


def made(client):
    """A new token, made on the page."""
    response = client.post(PAGE, {"action": "renew"})
    assert_well_formed(response)
    return re.search(r"http://testserver/guidelines/feed\.atom\?token=([\w-]+)", response.content.decode())[1]


def test_an_address_is_shown_once_and_kept_nowhere(client, ines):
    token = made(client)
    assert client.get("/guidelines/feed.atom", {"token": token}).status_code == 200
    assert token not in client.get(PAGE).content.decode()
    assert FeedToken.objects.get().digest != token


def test_a_new_address_makes_the_old_one_void(client, ines):
    old, new = made(client), made(client)
    client.logout()
    assert client.get("/guidelines/feed.atom", {"token": old}).status_code == 404
    assert client.get("/guidelines/feed.atom", {"token": new}).status_code == 200


def test_an_address_is_made_void_by_one_click(client, ines):
    token = made(client)
    assert "Make it void" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"action": "revoke"})["Location"] == PAGE
    assert client.post(PAGE, {"action": "revoke"})["Location"] == PAGE
    client.logout()
    assert client.get("/guidelines/feed.atom", {"token": token}).status_code == 404


def test_nobody_sees_or_makes_the_addresses_of_another(client, ines):
    UserFactory(username="omar")
    assert client.get("/people/omar/feeds/").status_code == 404
    assert client.post("/people/omar/feeds/", {"action": "renew"}).status_code == 404
    assert not FeedToken.objects.exists()


def test_the_page_is_well_formed_in_every_state_and_never_cached(client, ines, settings):
    assert 'href="/people/ines/feeds/"' in client.get("/people/ines/").content.decode()
    for public in (False, True):
        settings.GUIDELINES_PUBLIC = public
        response = client.get(PAGE)
        assert_well_formed(response)
        assert "no-store" in response["Cache-Control"]
    assert "open to everybody" in response.content.decode()
