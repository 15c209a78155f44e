"""Suggested changes are news for whoever watches the place, or is mentioned in what is said about them."""

from dataclasses import replace

import pytest

from people.models import Notice
from tests.factories.guidelines import clause
from tests.factories.people import UserFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.acknowledging import GUIDELINE, three_clauses

pytestmark = pytest.mark.django_db


def watcher(client, path="", **fields):
    """A colleague who watches the guideline, or what has this address below it."""
    person = UserFactory(**fields)
    client.force_login(person)
    assert client.post(f"{GUIDELINE}{path}watch/").status_code == 302
    return person


def heard(person):
    """What somebody was told, the oldest first."""
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("text", flat=True))


def test_a_suggested_change_is_told_to_watchers_of_guideline_and_clause_but_not_its_author(client):
    version, (one, other, _third) = three_clauses()
    of_whole, of_clause = watcher(client), watcher(client, f"clauses/{one.id}/")
    of_other, author = watcher(client, f"clauses/{other.id}/"), watcher(client)
    suggest(version, author, replace(standing(version), heading="Another name"))
    suggest(version, author, clause("A new one"))
    assert heard(of_whole) == ["A colleague suggests a change of a guideline you watch."] * 2
    assert heard(of_clause) == ["A colleague suggests a change of a clause you watch."]
    assert heard(of_other) == heard(author) == []


def test_who_is_mentioned_in_a_suggestion_hears_of_that_once(client):
    version, _clauses = three_clauses()
    priya, author = watcher(client, username="priya"), UserFactory(username="olle")
    proposal = suggest(version, author, replace(standing(version), heading="New"), reason="@priya, @olle: better?")
    assert heard(priya) == ["A colleague mentioned you in a suggested change of a guideline."]
    assert heard(author) == []
    assert set(Notice.objects.values_list("url", flat=True)) == {proposal.get_absolute_url()}
