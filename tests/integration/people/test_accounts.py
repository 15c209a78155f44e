"""An administrator makes accounts and teams in the CMS; employment decides who reaches it."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from people.models import EMPLOYEES, Team, User
from tests.factories.people import PASSWORD, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    """A signed-in administrator."""
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def account(**changes) -> dict:
    """What an administrator fills in for a new person."""
    filled = {
        "username": "ines",
        "display_name": "Inês Sol",
        "email": "ines@peerline.example",
        "team": TeamFactory.create().pk,
        "employment": "employee",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    return filled | changes


def test_a_new_employee_reaches_the_cms_at_once(client, admin):
    response = client.post(reverse("wagtailusers_users:add"), account())
    assert response.status_code == 302, response.context["form"].errors
    ines = User.objects.get(username="ines")
    assert [group.name for group in ines.groups.all()] == [EMPLOYEES]
    client.force_login(ines)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_somebody_who_leaves_loses_the_cms_and_keeps_the_name(client, admin):
    ines = UserFactory(username="ines")
    address = reverse("wagtailusers_users:edit", args=[ines.pk])
    data = account(employment="alumni", is_active="on", password1="", password2="")
    assert client.post(address, data).status_code == 302
    client.force_login(User.objects.get(pk=ines.pk))
    assert client.get(reverse("wagtailadmin_home")).status_code == 403
    assert client.get("/people/ines/").status_code == 200


def test_the_account_form_offers_no_roles(client, admin):
    page = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="team"' in page
    assert 'name="groups"' not in page


def test_a_blank_account_form_says_what_is_missing(client, admin):
    response = client.post(reverse("wagtailusers_users:add"), account(display_name="", username="in es"))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"display_name", "username"}
    assert not User.objects.filter(email="ines@peerline.example").exists()


def test_administrators_make_teams(client, admin):
    response = client.post(reverse("teams:add"), {"name": "Maps", "slug": "maps"})
    assert response.status_code == 302
    assert Team.objects.filter(slug="maps").exists()


def test_employees_do_not_change_accounts_or_teams(client):
    client.force_login(UserFactory())
    for name in ("wagtailusers_users:add", "teams:add"):
        response = client.get(reverse(name))
        assert response.status_code in {302, 403}
        assert response.status_code == 403 or response["Location"] == reverse("wagtailadmin_home")


def test_the_cms_calls_people_by_the_name_others_see(client):
    """The foot of its menu shows the display name, as every other screen does."""
    client.force_login(UserFactory(username="ines", display_name="Inês Sol"))
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    props = json.loads(page.select_one("#wagtail-sidebar-props").string)
    menu = next(each for each in props["modules"] if each["_type"] == "wagtail.sidebar.MainMenuModule")
    assert menu["_args"][2]["name"] == "Inês Sol"
