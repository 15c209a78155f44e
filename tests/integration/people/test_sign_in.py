"""Everything needs a signed-in person; accounts are made by an administrator."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_the_sign_in_page(client):
    response = client.get("/notices/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/notices/"


def test_a_script_without_a_session_is_told_401_in_json(client):
    response = client.get("/notices/", headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 401
    assert "session has ended" in response.json()["error"]


POST_ONLY = [
    "/notices/open-all/",
    "/notices/1/open/",
    "/posts/1/authors/",
    "/flags/5c6f0e8e-0000-4000-8000-000000000000/settle/",
    "/guidelines/photos/v/1/acknowledge/",
]


@pytest.mark.parametrize("address", POST_ONLY)
def test_who_pressed_a_button_signed_out_comes_back_to_its_page_and_is_told(client, address):
    UserFactory(username="ines")
    came_from = "/posts/?kind=note&tag=a%20b"
    asked = client.post(address, headers={"referer": f"http://testserver{came_from}"})
    sign_in = client.get(asked["Location"])
    assert "what you pressed was not done" in sign_in.content.decode()
    answer = client.post(asked["Location"], {"login": "ines", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1] == (came_from, 302)
    assert "Please press it once more" in answer.content.decode()


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/posts/", "not an address"])
def test_a_press_from_nowhere_of_ours_leads_to_the_start_page(client, came_from):
    again = Client().post("/notices/open-all/", headers={"referer": came_from})
    [address] = parse_qs(urlsplit(again["Location"]).query)["next"]
    client.force_login(UserFactory())
    assert client.get(address)["Location"] == "/"


@pytest.mark.parametrize("at", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:", "a", ""])
def test_the_way_back_leads_nowhere_else(client, at):
    client.force_login(UserFactory())
    assert client.get("/press-again/", {"at": at})["Location"] == "/"


@pytest.mark.parametrize("address", POST_ONLY)
def test_an_address_that_takes_only_a_press_says_so(client, address):
    client.force_login(UserFactory())
    answer = client.get(address)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "nothing to read at this address" in answer.content.decode()
    assert client.get(address, headers={"accept": "application/json"}).json().keys() == {"error"}


def test_a_colleague_signs_in_with_username_and_password(client):
    UserFactory(username="ines")
    response = client.post("/accounts/login/?next=/notices/", {"login": "ines", "password": PASSWORD})
    assert response["Location"] == "/notices/"
    assert client.get("/notices/").status_code == 200


def test_nobody_registers_themselves(client):
    response = client.get("/accounts/signup/")
    assert response.status_code == 200
    assert "<form" not in response.content.decode().split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("address", ["/cms/login/", "/cms/password_reset/"])
def test_the_cms_has_no_sign_in_form_of_its_own(client, address):
    assert client.get(address)["Location"].startswith("/accounts/")


def test_a_colleague_reaches_the_cms(client):
    client.force_login(UserFactory())
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_the_cms_has_no_news_of_wagtail_that_wait_to_be_read(client):
    client.force_login(UserFactory())
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "keyboard-shortcuts-dialog" in page
    assert "whats-new-in-wagtail" not in page


def test_a_former_colleague_gets_403_from_the_cms_and_no_redirect_loop(client):
    client.force_login(UserFactory(employment="alumni"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_no_cache_shows_a_signed_in_page_again_unasked_because_it_may_be_veiled_next(client):
    client.force_login(UserFactory())
    assert set(client.get("/notices/")["Cache-Control"].split(", ")) == {"no-cache", "private"}
