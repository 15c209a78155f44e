"""Comparing what a file says with what is recorded of it."""

from dataclasses import replace

from guidelines.rules.content import Clause, Guideline, Part
from guidelines.rules.hashing import LeafRef
from guidelines.rules.histories import clauses_gone, differences
from guidelines.rules.reading import Reading

OWN = Clause(id="1", heading="Own", rule=(Part("text", html="<p>a</p>"),))
ASK = Clause(id="2", heading="Ask", rule=(Part("text", html="<p>b</p>"),))
GIVEN = Guideline("Title", "A point", (replace(OWN, id=""), replace(ASK, id="")))


def reading(*clauses: Clause, title: str = "Title", taken_out: frozenset[LeafRef] = frozenset()) -> Reading:
    return Reading(Guideline(title, "A point", clauses), "note", taken_out)


def test_ids_make_no_difference():
    assert differences(reading(OWN, ASK), GIVEN) == []


def test_what_differs_is_named():
    assert differences(reading(OWN, ASK, title="Other"), GIVEN) == ["title"]
    assert differences(reading(OWN, ASK), replace(GIVEN, summary="")) == ["summary"]
    assert differences(reading(ASK, OWN), GIVEN) == ["text"]
    assert differences(reading(OWN), GIVEN) == ["text"]
    assert differences(reading(OWN, replace(ASK, level=3), title="Other"), GIVEN) == ["title", "text"]


def test_what_was_taken_out_is_no_difference_but_the_rest_still_is():
    taken_out = frozenset({LeafRef("clause", "1", "x"), LeafRef("title", "", "y")})
    assert differences(reading(Clause(id="1"), ASK, title="", taken_out=taken_out), GIVEN) == []
    assert differences(reading(Clause(id="1"), replace(OWN, id="2"), taken_out=taken_out), GIVEN) == ["text"]


def test_clauses_that_went_are_known_in_their_last_state():
    later = replace(OWN, heading="Own it")
    assert clauses_gone([reading(OWN), reading(later, ASK), reading(ASK)]) == {"1": later}
    assert clauses_gone([reading(OWN), reading(ASK), reading(OWN, ASK)]) == {}
    assert clauses_gone([]) == {}
