"""The clause a flag cites: offered, chosen, and in the version in force when the words came in."""

from datetime import UTC, datetime, timedelta

import pytest

from flags.models import Case
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime(2026, 1, 2, tzinfo=UTC)
KIND = clause("Disagree well", "<p>Be kind.</p>")
KEEP = clause(
    "Keep proprietary things in",
    "<p>Unreleased products stay inside.</p>",
    id="6b5f3c1e-2a43-4a57-9d0a-1f7c8e2b9d34",
)


def _reworded(text):
    return clause(KEEP.heading, f"<p>{text}</p>", id=KEEP.id)


def _version(days, *clauses):
    return VersionFactory(
        slug="social-media", guideline=guideline("Social media", *clauses), date=FIRST_DAY + timedelta(days=days)
    )


@pytest.fixture
def board(boards, company):
    board = boards.add(company.people[0], b1="Nothing yet.")
    boards.rewrite(board, b1="Project Nightfall ships in March.")  # written on 1 February 2026
    boards.rewrite(board, b1="Project Nightfall ships in March. And more.")
    return board


def _cite(flagging, board, person, version) -> Case:
    chosen = f"{version.page_id}:{KEEP.id}"
    assert flagging(board, version=3).by(person, "Nightfall", clause=chosen).status_code == 302
    return Case.objects.get()


def test_clauses_about_what_stays_inside_are_offered_first(board, company, flagging):
    _version(0, KIND, KEEP)
    page = signed_in(company.people[1]).get("/flags/new/", flagging(board, version=3).data("Nightfall"))
    html = page.content.decode()
    assert_well_formed(page)
    assert 0 < html.index("Suggested") < html.index(KEEP.heading) < html.index(KIND.heading)
    assert html.count(KEEP.heading) == 1


def test_the_version_in_force_when_the_words_came_in_is_cited_and_shown(board, company, flagging):
    _version(0, KIND, KEEP)
    _version(10, KIND, _reworded("The rule of the day the words were written."))
    newest = _version(60, KIND, _reworded("A rule made later."))
    case = _cite(flagging, board, company.people[1], newest)
    assert case.clause_version == 2
    Case.objects.update(told_at=case.opened_at)
    page = signed_in(company.people[0]).get(case.get_absolute_url())
    assert_well_formed(page)
    assert f"/guidelines/social-media/v/2/#clause-{KEEP.id}" in page.content.decode()


def test_a_rule_made_after_the_words_is_not_held_against_them(board, company, flagging):
    case = _cite(flagging, board, company.people[1], _version(60, KEEP))
    assert case.clause_version is None
    Case.objects.update(told_at=case.opened_at)
    page = signed_in(company.people[0]).get(case.get_absolute_url()).content.decode()
    assert "not in force when the words were written" in page


def test_a_version_reverted_within_three_days_does_not_count(board, company, flagging):
    _version(0, KEEP)
    _version(29, _reworded("Nothing may be said."))
    newest = _version(31, KEEP)
    assert _cite(flagging, board, company.people[1], newest).clause_version == 1


@pytest.mark.parametrize("chosen", ["nonsense", "1:", ":", "999999:" + KEEP.id, "x:y"])
def test_a_clause_that_is_not_offered_is_refused(board, company, flagging, chosen):
    _version(0, KEEP)
    answer = flagging(board, version=3).by(company.people[1], "Nightfall", clause=chosen)
    assert answer.status_code == 422
    assert_well_formed(answer)
    assert not Case.objects.exists()
