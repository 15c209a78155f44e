"""One clause through time: the page of its history."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines import actions
from guidelines.models import GuidelineVersion
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition, many_editions, shown

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOME = "/guidelines/social-media/"
HONEST = "<p>Say who you are and whom you work for before anybody has to ask you about it.</p>"
NAMES = "<p>Ask a client before you name them anywhere, even where the name is known to all.</p>"


@pytest.fixture(autouse=True)
def _reader(client):
    """A signed-in colleague who was here today already."""
    client.force_login(UserFactory())
    client.get("/notices/")


def cards(client, clause_id, query=""):
    """What stands on the page about each version, newest first, without tags and with single spaces."""
    page = shown(client, f"{HOME}clauses/{clause_id}/{query}")
    found = re.findall(r'<section class="diff-card" id="v(\d+)">(.*?)</section>', page, re.DOTALL)
    return {int(number): " ".join(re.sub(r"<[^>]*>", "", card).split()) for number, card in found}


@pytest.fixture
def life():
    """A clause that came, was reworded and renamed, moved, went and came back, beside one that stayed."""
    one, stays = clause("Own your words", HONEST), clause("Stays", "<p>Be kind.</p>")
    renamed = clause("Own up", HONEST.replace("anybody", "somebody"), id=one.id)
    first = first_edition(stays, note="How it began.")
    second = edition(first, stays, one, note="It was missing.")
    third = edition(second, stays, renamed, note="Shorter.", title="Another title")
    fourth = edition(third, renamed, stays)
    fifth = edition(fourth, stays, note="Nobody needs it.")
    edition(fifth, stays, renamed)
    return one.id


def test_every_version_that_touched_the_clause_is_told_newest_first(client, life):
    told = cards(client, life)
    assert list(told) == [6, 5, 4, 3, 2]
    assert "It was missing." in told[2]
    for number, word in {6: "brought back", 5: "removed", 4: "moved", 3: "reworded", 2: "new"}.items():
        assert word in told[number]


def test_each_change_is_shown_against_the_state_before(client, life):
    told = cards(client, life)
    assert re.search(r"deleted: anybody end of deletion inserted: somebody", told[3])
    assert "Moved from place 2 to place 1" in told[4]
    assert "inserted" not in told[6]


def test_the_words_of_a_clause_show_the_versions_that_brought_them(client, life):
    page = shown(client, f"{HOME}clauses/{life}/")
    marked = page.split("<blame-text>")[1].split("</blame-text>")[0]
    assert "somebody" in marked
    assert "It was missing." in marked
    assert "Shorter." in marked


def test_a_clause_that_was_removed_says_so_and_where_it_is_read_last(client, life):
    fifth = GuidelineVersion.objects.get(number=5)
    last = VersionFactory(slug="social-media", guideline=guideline("Other", clause("Stays")), date=fifth.date)
    page = shown(client, f"{HOME}clauses/{life}/")
    assert "removed in version 7" in page
    assert f'href="{HOME}v/{last.number - 1}/#clause-{life}"' in page
    assert f'href="{HOME}#clause-{life}"' not in page


def test_a_split_says_which_clause_the_other_came_out_of(client):
    whole, part = clause("All of it", HONEST + NAMES), clause("Clients", NAMES)
    edition(first_edition(whole), clause("All of it", HONEST, id=whole.id), part)
    assert "Split off from All of it" in cards(client, part.id)[2]
    assert "a part became a clause of its own, Clients" in cards(client, whole.id)[2]


def test_a_merge_says_which_clause_went_into_which(client):
    one, other = clause("One", HONEST), clause("Other", NAMES)
    edition(first_edition(one, other), clause("One", HONEST + NAMES, id=one.id))
    assert "Merged into One" in cards(client, other.id)[2]
    banner = shown(client, f"{HOME}clauses/{other.id}/").split('class="version-banner"')[1].split("</div>")[0]
    assert "Merged into" in banner
    assert f'href="{HOME}clauses/{one.id}/"' in banner
    assert "it took in Other" in cards(client, one.id)[2]


def test_words_that_were_taken_out_are_not_shown_anywhere(client, life):
    secret = next(leaf[2] for leaf in GuidelineVersion.objects.get(number=2).leaves if leaf[1] == life)
    actions.take_out_leaf(leaf_hash=secret, now=timezone.now())
    told = cards(client, life)
    assert "words taken out" in told[3]
    assert "words taken out" in told[2]
    assert "anybody" not in "".join(told.values())
    assert "somebody has to ask" not in told[3]
    assert "removed" in told[5]


@pytest.mark.parametrize(
    "clause_id", ["x", "00000000-0000-4000-8000-000000000000", "%00", "a b", "é" * 300, "<script>", "../x"]
)
def test_ids_that_no_clause_ever_had_are_not_found(client, life, clause_id):
    shown(client, f"{HOME}clauses/{clause_id}/", status=404)


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "9" * 40])
def test_pages_there_are_not_are_not_found(client, life, page):
    shown(client, f"{HOME}clauses/{life}/?page={page}", status=404)


def test_each_clause_leads_to_its_history(client, life):
    assert f'href="{HOME}clauses/{life}/"' in shown(client, HOME)


def test_a_long_life_is_told_in_pages_with_as_many_queries_as_a_short_one(client):
    many_editions(4, author_ids=[UserFactory().pk, UserFactory().pk])
    version = GuidelineVersion.objects.get(number=4)
    clause_id = next(leaf[1] for leaf in version.leaves if leaf[0] == "clause")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            told = cards(client, clause_id)
        counts.append(len(captured))
        for number in range(5, 30):
            reworded = clause("Reworded often", f"<p>Wording number {number}.</p>", id=clause_id)
            version = edition(
                version, reworded, *[clause(f"New {number}") for _ in range(3)], author_id=UserFactory().pk
            )
    assert len(told) == 20
    assert counts[0] == counts[1] <= 17
