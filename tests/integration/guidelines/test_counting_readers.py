"""Editors see how many have read the newest version, by team, and never who."""

from datetime import timedelta

import pytest

from guidelines import actions
from people.models import Employment
from tests.factories.people import TeamFactory, UserFactory
from tests.integration.guidelines.acknowledging import HISTORY, reworded, three_clauses
from tests.integration.guidelines.reading import edition, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]


def readers_of(version, count, **fields):
    """So many people who have read this version."""
    people = [UserFactory(**fields) for _ in range(count)]
    for person in people:
        actions.acknowledge_version(
            person=person, page_id=version.page_id, number=version.number, now=version.date + timedelta(days=1)
        )
    return people


def test_an_editor_sees_numbers_by_team_with_small_groups_merged(client):
    version, _clauses = three_clauses()
    readers_of(version, 6, team=TeamFactory(name="Sales"))
    readers_of(version, 3, team=TeamFactory(name="Legal"))
    people = readers_of(version, 2, team=None)
    page = shown(client, HISTORY)
    assert "11 colleagues have said that they read version 1" in page
    assert "Sales" in page
    assert "Others" in page
    assert "Legal" not in page
    assert not [person for person in people if person.display_name in page]


def test_so_few_that_they_could_be_guessed_are_not_counted(client):
    version, _clauses = three_clauses()
    none_yet = shown(client, HISTORY)
    readers_of(version, 4, team=TeamFactory(name="Sales"))
    page = shown(client, HISTORY)
    assert "Fewer than five colleagues" in page
    assert "Fewer than five colleagues" in none_yet
    assert "Sales" not in page


def test_only_colleagues_who_read_the_newest_version_count(client):
    version, clauses = three_clauses()
    sales = TeamFactory(name="Sales")
    readers_of(version, 5, team=sales)
    newest = edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    readers_of(newest, 4, team=sales)
    readers_of(newest, 1, team=sales, employment=Employment.ALUMNI)
    assert "Fewer than five colleagues" in shown(client, HISTORY)
