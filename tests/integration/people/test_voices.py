"""The directory of voices: who is in it, how they are found, and pages that stay in order."""

import pytest
from django.urls import reverse

from people.models import Team, User
from people.views.voices import PAGE_SIZE
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db

ADDRESS = reverse("people:voices")


@pytest.fixture
def ada(client):
    """A colleague who is signed in."""
    person = UserFactory(username="ada", display_name="Ada Park", headline="Maps", languages=["en"])
    client.force_login(person)
    return person


@pytest.fixture
def others(ada):
    """A colleague of another team who speaks Swedish, and one who has left."""
    UserFactory(username="bo", display_name="bo Ek", team=Team.objects.create(name="Kilns", slug="kilns"))
    User.objects.filter(username="bo").update(languages=["sv", "pt-br"])
    UserFactory(username="cyd", display_name="Cyd Ro", employment="alumni", languages=["sv"])


def shown(client, **asked) -> list[str]:
    """Return the usernames on the page, in its order."""
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    assert_well_formed(answer)
    return [person.username for person in answer.context["page"].people]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["ada", "bo"]),
        ({"q": "park"}, ["ada"]),
        ({"q": "kiln"}, ["bo"]),
        ({"q": "maps"}, ["ada"]),
        ({"q": "bo", "language": "en"}, []),
        ({"language": "sv"}, ["bo"]),
        ({"language": "pt"}, []),
        ({"language": "sv", "former": "on"}, ["bo", "cyd"]),
        ({"former": "on"}, ["ada", "bo", "cyd"]),
        ({"q": "..."}, []),
    ],
)
def test_people_are_found_by_name_team_headline_and_language(client, others, asked, found):
    assert shown(client, **asked) == found


def test_a_voice_is_shown_with_headline_team_and_languages(client, others):
    page = " ".join(
        client.get(ADDRESS, {"former": "on"}, headers={"accept-language": "sv"}).content.decode().split()
    )
    for text in ("Maps", "Kilns", "Svenska, Brasiliensk portugisiska"):
        assert text in page
    page = client.get(ADDRESS, {"former": "on"}).content.decode()
    assert page.count("Former colleague</span>") == 1


def test_who_finds_nobody_is_led_back_to_everybody(client, ada):
    page = client.get(ADDRESS, {"q": "nobody of this name"}).content.decode()
    assert "Nobody fits" in page
    assert "Show everybody" in page


@pytest.mark.parametrize("asked", [{"language": "klingon"}, {"q": "a" * 301}])
def test_what_cannot_be_looked_for_is_said(client, ada, asked):
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 400
    assert "Please look at the marked places below." in answer.content.decode()


@pytest.mark.parametrize("asked", [{"after": "nobody"}, {"before": "\0"}])
def test_behind_nobody_stands_the_first_page(client, others, asked):
    assert shown(client, **asked) == ["ada", "bo"]


def test_pages_hold_everybody_once_in_order_and_cost_the_same(client, ada, django_assert_num_queries):
    team = ada.team
    for n in range(2 * PAGE_SIZE):
        User.objects.create(username=f"p{n}", display_name=f"{'p' if n % 2 else 'P'} {n // 2:03}", team=team)
    first = shown(client)
    with django_assert_num_queries(4):  # the session's person, the notices, the person behind whom, the people
        second = shown(client, after=first[-1])
    third = shown(client, after=second[-1])
    assert [len(first), len(second), len(third)] == [PAGE_SIZE, PAGE_SIZE, 1]
    assert len({*first, *second, *third}) == 2 * PAGE_SIZE + 1
    assert shown(client, before=third[0]) == second
    assert shown(client, before=second[0]) == first


def test_strangers_are_not_shown_who_works_here(client, others):
    client.logout()
    assert client.get(ADDRESS)["Location"].startswith("/accounts/login/")
