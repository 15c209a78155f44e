"""Taking one piece out of a text leaves everything else as it is."""

import pytest

from guidelines.rules.content import Clause, Guideline, Part
from guidelines.rules.forgetting import NO_TITLE, without_piece


def clause(clause_id, words):
    return Clause(id=clause_id, heading=words, rule=(Part("text", f"<p>{words}</p>"),))


LEAK, OTHER, CLEAN = clause("a", "Canary"), clause("b", "Other"), clause("a", "Nobody")
DRAFT = Guideline("Title", "Summary.", (LEAK, OTHER))


@pytest.mark.parametrize(
    ("newest", "left"),
    [
        (Guideline("New", "", (CLEAN,)), (CLEAN, OTHER)),
        (Guideline("New", "", (OTHER,)), (OTHER,)),
        (Guideline("New", "", (Clause(id="a"), OTHER)), (OTHER,)),
    ],
    ids=["says something else", "has none", "was taken out"],
)
def test_a_clause_is_what_the_newest_version_still_says(newest, left):
    assert without_piece(DRAFT, newest, kind="clause", clause_id="a") == Guideline("Title", "Summary.", left)


@pytest.mark.parametrize(("title", "left"), [("New", "New"), ("", NO_TITLE)])
def test_a_title_never_is_empty(title, left):
    found = without_piece(DRAFT, Guideline(title), kind="title", clause_id="")
    assert found == Guideline(left, "Summary.", (LEAK, OTHER))


def test_a_summary_and_a_note():
    assert without_piece(DRAFT, Guideline("New"), kind="summary", clause_id="").summary == ""
    assert without_piece(DRAFT, Guideline("New"), kind="note", clause_id="") == DRAFT
