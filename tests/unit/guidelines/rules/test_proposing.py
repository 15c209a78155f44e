"""What becomes of a suggestion when the guideline moves on."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.rules.content import Clause, Guideline, Part
from guidelines.rules.proposing import Suggestion, applied, fit
from tests.samples.drafts import guidelines

A, B, C, NEW = (str(UUID(int=number)) for number in range(10, 14))


def clause(clause_id, text):
    return Clause(clause_id, f"Clause {clause_id[-1]}", rule=(Part("text", f"<p>{text}</p>"),))


ONE, TWO, THREE = clause(A, "Own your words."), clause(B, "Be kind."), clause(C, "Say who you are.")
BASE = Guideline("Title", "", (ONE, TWO, THREE))
KINDER = clause(B, "Be very kind.")


def ids(guideline):
    return [each.id for each in guideline.clauses]


@pytest.mark.parametrize(
    ("suggestion", "expected"),
    [
        (Suggestion(B, KINDER), (ONE, KINDER, THREE)),
        (Suggestion(B, None), (ONE, THREE)),
        (Suggestion(NEW, clause(NEW, "x")), (clause(NEW, "x"), ONE, TWO, THREE)),
        (Suggestion(NEW, clause(NEW, "x"), after=A), (ONE, clause(NEW, "x"), TWO, THREE)),
        (Suggestion(NEW, clause(NEW, "x"), after="gone"), (ONE, TWO, THREE, clause(NEW, "x"))),
    ],
)
def test_a_suggestion_changes_one_clause_and_nothing_else(suggestion, expected):
    assert applied(BASE, suggestion) == replace(BASE, clauses=expected)
    assert fit(BASE, suggestion, BASE).guideline == replace(BASE, clauses=expected)


def test_what_came_since_stays_and_so_does_the_suggestion():
    now = replace(BASE, clauses=(THREE, clause(B, "Be kind. Always.")))
    merged = fit(BASE, Suggestion(B, KINDER), now)
    assert merged.guideline == replace(BASE, clauses=(THREE, clause(B, "Be very kind. Always.")))
    assert merged.clause_then == clause(B, "Be very kind. Always.")
    assert merged.clause_now == clause(B, "Be kind. Always.")


@pytest.mark.parametrize(
    ("suggested", "now"),
    [(KINDER, clause(B, "Be most kind.")), (KINDER, None), (None, clause(B, "Be most kind."))],
    ids=["same words", "removed since", "changed since"],
)
def test_the_same_words_changed_twice_are_for_the_author_to_decide(suggested, now):
    current = replace(BASE, clauses=tuple(each for each in (ONE, now, THREE) if each))
    result = fit(BASE, Suggestion(B, suggested), current)
    assert result.guideline is None
    assert {conflict.clause_id for conflict in result.conflicts} == {B}
    assert (result.clause_now, result.clause_then) == (now, suggested)


@settings(max_examples=40)
@given(guidelines, st.data())
def test_what_the_guideline_says_already_is_done(base, data):
    clauses = [*base.clauses, clause(NEW, "x")]
    suggestion = Suggestion(data.draw(st.sampled_from(clauses)).id, clause(NEW, "x"))
    suggestion = replace(suggestion, clause=replace(clause(NEW, "x"), id=suggestion.clause_id))
    assert fit(base, suggestion, applied(base, suggestion)).is_done


def test_a_clause_whose_words_were_taken_out_is_not_brought_back():
    taken_out = replace(BASE, clauses=(Clause(A), TWO, THREE))
    result = fit(BASE, Suggestion(B, KINDER), taken_out)
    assert result.guideline == replace(BASE, clauses=(KINDER, THREE))
    assert ids(result.now) == [B, C]
