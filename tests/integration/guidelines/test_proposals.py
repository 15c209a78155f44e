"""What becomes of suggested changes: support, other hands, lapsing, lists; through HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.on_proposals import place_of
from guidelines import actions, proposing
from guidelines.models import Proposal
from people import ticker
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.proposals import SUGGESTED_AT, standing, suggest
from tests.integration.guidelines.reading import shown
from tests.integration.guidelines.suggested import HOME, kinder, newest, next_version, press, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """A guideline of two clauses."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", clause(), clause("Be kind")))


# Other hands


def test_a_colleague_takes_it_over_and_its_words_stay_credited(client, person, author, version, proposal):
    page = press(client, proposal, "take-over")
    assert "You look after this suggestion now." in page
    assert "Bo Lind" in page
    assert told(author) == ["A colleague looks after a change that you suggested."]
    press(client, proposal, "take-in")
    proposal.refresh_from_db()
    assert (proposal.author, proposal.written_by) == (person, author)
    assert newest()[0].person_id == author.pk


def test_only_its_author_withdraws_it(client, person, version, proposal):
    assert "Only whoever looks after a suggestion can do this." in press(client, proposal, "decline")
    press(client, proposal, "take-over")
    assert "You withdrew it." in press(client, proposal, "decline")
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    assert "not open any more" in press(client, proposal, "support")


def test_support_counts_once_and_can_be_taken_back(client, person, author, version, proposal):
    press(client, proposal, "support")
    page = press(client, proposal, "support")
    assert "1 supporter" in page
    assert told(author) == ["A colleague supports a change that you suggested."]
    assert "0 supporters" in press(client, proposal, "support", back="1")


def test_nobody_supports_or_takes_over_their_own(client, person, version):
    mine = suggest(version, person, kinder(version))
    for button in ("support", "take-over"):
        assert "This suggestion is yours already." in press(client, mine, button)
    assert not mine.supports.exists()


def test_support_of_other_words_is_shown_as_such(client, person, author, version, proposal):
    press(client, proposal, "support")
    words = proposing.Words(replace(proposal.suggestion, clause=standing(version, 0)), 1, "Other.")
    proposing.revise(proposal_id=proposal.pk, person=author, edition=1, words=words, now=timezone.now())
    assert "(as it read before)" in shown(client, f"{HOME}proposals/{proposal.pk}/")


@pytest.mark.parametrize("button", ["support/", "take-over/", "decline/", "take-in/", "edit/"])
def test_a_suggestion_that_is_not_there_is_not_found(client, person, version, button):
    assert client.get(f"{HOME}proposals/999999999/").status_code == 404
    assert client.post(f"{HOME}proposals/999999999/{button}").status_code == 404
    for nonsense in ("x", "0", "9" * 30):
        assert client.get(f"{HOME}proposals/{nonsense}/{button}").status_code == 404


def test_a_suggestion_is_found_at_its_own_guideline_only(client, person, proposal):
    VersionFactory(slug="other")
    assert client.get(f"/guidelines/other/proposals/{proposal.pk}/").status_code == 404


# Lapsing


def test_what_nobody_touches_lapses_and_its_author_is_told(client, person, author, version, proposal, settings):
    settings.PROPOSALS_LAPSE_DAYS = 30
    ticker.run(SUGGESTED_AT + timedelta(days=29))
    proposal.refresh_from_db()
    assert proposal.is_open
    proposing.keep_alive(proposal_id=proposal.pk, now=SUGGESTED_AT + timedelta(days=20))
    ticker.run(SUGGESTED_AT + timedelta(days=40))
    proposal.refresh_from_db()
    assert proposal.is_open
    ticker.run(SUGGESTED_AT + timedelta(days=50))
    ticker.run(SUGGESTED_AT + timedelta(days=60))
    proposal.refresh_from_db()
    assert proposal.state == "lapsed"
    assert sorted(told(author)) == [
        "A change that you suggested lapsed, for nobody touched it. You can suggest it again.",
    ]
    assert "It lapsed" in shown(client, f"{HOME}proposals/{proposal.pk}/")


# Lists


def test_the_list_shows_open_ones_and_settled_ones_apart(client, person, author, version, proposal):
    assert "Kinder." in shown(client, f"{HOME}proposals/")
    assert "1 suggested change" in shown(client, HOME)
    here = f"{HOME}clauses/{proposal.clause_id}/"
    assert "1 suggested change" in shown(client, here)
    other = f"{HOME}clauses/{standing(version, 1).id}/"
    assert "None is open." in shown(client, other)
    next_version(version, replace(standing(version), heading="Own up"), standing(version, 1))
    assert "The clause has changed since." in shown(client, f"{HOME}proposals/?clause={proposal.clause_id}")
    press(client, proposal, "take-in")
    assert "No open suggestions" in shown(client, f"{HOME}proposals/")
    assert "taken in" in shown(client, f"{HOME}proposals/?state=closed")


@pytest.mark.parametrize("query", ["?clause=%00", "?clause=x", "?state=x", "?page="])
def test_nonsense_in_the_address_of_the_list_is_overlooked(client, person, proposal, query):
    assert client.get(f"{HOME}proposals/{query}").status_code in {200, 404}


@pytest.mark.parametrize("query", ["?page=2", "?page=x", "?page=0"])
def test_a_page_of_the_list_that_is_not_there_is_said_to_be_missing(client, person, proposal, query):
    assert client.get(f"{HOME}proposals/{query}").status_code == 404


def test_words_taken_out_of_a_clause_are_taken_out_of_suggestions_too(client, person, version, proposal):
    actions.take_out_leaf(leaf_hash=proposal.base_leaf, now=timezone.now())
    proposal.refresh_from_db()
    assert (proposal.content, proposal.state) == ("", "lapsed")
    assert set(proposal.history.values_list("content", flat=True)) == {""}
    page = shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "taken out together with those of the clause" in page
    assert "kindly" not in page
    shown(client, f"{HOME}proposals/?state=closed")


def test_no_page_takes_more_queries_for_more_suggestions(client, person, version, proposal):
    paths = [HOME, f"{HOME}proposals/", f"{HOME}proposals/{proposal.pk}/"]
    say_something(version, proposal, 0)
    [queries(client, path) for path in ("/notices/", *paths)]
    few = [queries(client, path) for path in paths]
    for number in range(1, 12):
        say_something(version, proposal, number)
    assert [queries(client, path) for path in paths] == few
    assert max(few) <= 24


def say_something(version, proposal, number):
    """Suggest something with a link, support another suggestion and comment on it."""
    colleague = UserFactory()
    link = f'<p><a id="{version.page_id}" linktype="page">Here</a> {number}</p>'
    suggest(version, colleague, replace(kinder(version), why=link), reason=f"Reason {number}")
    proposing.support(proposal_id=proposal.pk, person=colleague, now=SUGGESTED_AT)
    say(place_of(proposal.pk), colleague, f"Said {number}")


def queries(client, path):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_suggestion_of_this_minute_is_from_just_now(client, person, proposal):
    assert " ago" in shown(client, f"{HOME}proposals/{proposal.pk}/")
    Proposal.objects.update(opened_at=timezone.now())
    page = shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "just now" in page
    assert "minutes ago" not in page
