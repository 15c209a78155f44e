"""The index of words, and people found by it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people import searching
from people.models import PersonEntry, PersonWord, User
from people.rules.searching import read_query
from tests.factories.people import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def found(query: str, viewer=None) -> set[str]:
    """Usernames of the people a query finds."""
    viewer = viewer or User.objects.first()
    return {person.username for person in searching.search_people(read_query(query), viewer)}


@pytest.fixture(autouse=True)
def _asa():
    fields = {"headline": "Builds kayaks, 100 % of wood", "team": TeamFactory(name="River Atlas")}
    UserFactory(username="asa", display_name="Åsa Öberg", **fields)
    UserFactory(username="asaf", display_name="Asaf Cohen", headline="Atlas of kayaks", team=None)


@pytest.mark.parametrize(
    ("query", "usernames"),
    [
        ("åsa", {"asa"}),
        ("ASA", {"asa", "asaf"}),
        ("asa öb", {"asa"}),
        ("öberg as", {"asa"}),
        ('"asa"', {"asa"}),
        ("kayaks atl", {"asa", "asaf"}),
        ('"of kayaks"', {"asaf"}),
        ('"kayaks of"', set()),
        ('"100 of"', {"asa"}),
        ("%", set()),
        ("a\xff", set()),
        ("\U0010ffff", set()),
        ("nobody", set()),
        ("", set()),
    ],
)
def test_people_are_found_by_name_headline_and_team(query, usernames):
    assert found(query) == usernames


def test_strangers_find_nobody():
    assert not searching.search_people(read_query("asa"), AnonymousUser())


def test_the_index_follows_what_is_said_about_people():
    asa = User.objects.get(username="asa")
    asa.headline = "Paints boats"
    asa.save()
    asa.team.name = "Harbour"
    asa.team.save()
    assert found("kayaks") == {"asaf"}
    assert found("boats harbour") == {"asa"}
    asa.delete()
    assert found("boats") == set()
    assert not PersonWord.objects.filter(word=b"boats").exists()


def test_being_here_writes_no_index(django_assert_num_queries):
    asa = User.objects.get(username="asa")
    with django_assert_num_queries(1):
        asa.save(update_fields=["last_active_on"])


def test_a_rebuild_says_what_was_said_before():
    before = set(PersonWord.objects.values_list("entry", "word"))
    PersonEntry.objects.all().delete()
    assert searching.rebuild_people() == 2
    assert set(PersonWord.objects.values_list("entry", "word")) == before
