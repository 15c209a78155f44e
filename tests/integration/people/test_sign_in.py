"""Everything needs a signed-in person; accounts are made by an administrator."""

import pytest
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


def test_a_former_colleague_gets_403_from_the_cms_and_no_redirect_loop(client):
    client.force_login(UserFactory(employment="alumni"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_no_cache_shows_a_signed_in_page_again_unasked_because_it_may_be_veiled_next(client):
    client.force_login(UserFactory())
    assert set(client.get("/notices/")["Cache-Control"].split(", ")) == {"no-cache", "private"}
