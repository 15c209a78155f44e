"""One clause through the versions of its guideline."""

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.clause_steps import clause_steps
from guidelines.rules.lineage import NumberedClauses


def history(*versions: str) -> list[NumberedClauses]:
    """Versions as words like "a1 b1": clause ids, each with the number of its leaf behind it."""
    return [
        NumberedClauses(number, {word[0]: word for word in words.split()})
        for number, words in enumerate(versions, start=1)
    ]


def told(clause_id: str, *versions: str) -> list[str]:
    """What happened to a clause, like "2 changed"."""
    return [f"{step.number} {step.kind}" for step in clause_steps(clause_id, history(*versions))]


def test_a_clause_comes_changes_goes_and_comes_back():
    assert told("a", "b1", "a1 b1", "a2 b2", "a2 b3", "b3", "b3", "a2 b3") == [
        "2 added",
        "3 changed",
        "5 removed",
        "7 back",
    ]


def test_coming_back_is_measured_by_what_it_said_last():
    back = clause_steps("a", history("a1", "b1", "a2 b1"))[-1]
    assert (back.old_leaf, back.new_leaf, back.old_place, back.new_place) == ("a1", "a2", None, 0)


def test_a_clause_that_changed_places_moved_and_those_it_passed_did_not():
    assert told("c", "a1 b1 c1", "c1 a1 b1") == ["1 added", "2 moved"]
    assert told("a", "a1 b1 c1", "c1 a1 b1") == ["1 added"]


def test_a_clause_may_move_and_change_at_once():
    step = clause_steps("c", history("a1 b1 c1", "c2 a1 b1"))[-1]
    assert (step.kind, step.moved, step.old_place, step.new_place) == ("changed", True, 2, 0)


def test_clauses_that_come_and_go_around_a_clause_do_not_move_it():
    assert told("a", "a1", "b1 a1", "b1 c1 a1", "a1") == ["1 added"]


def test_a_clause_that_no_version_has_has_no_history():
    assert told("x", "a1", "a2") == []


versions = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"), max_size=4)


@given(st.lists(versions, max_size=6))
def test_the_steps_lead_from_nothing_to_what_the_last_version_says(contents):
    numbered = [
        NumberedClauses(number, {key: key + leaf for key, leaf in content.items()})
        for number, content in enumerate(contents, start=1)
    ]
    says = ""
    for step in clause_steps("a", numbered):
        assert step.old_leaf == says or step.kind == "back"
        says = step.new_leaf
    assert says == (numbered[-1].hashes.get("a", "") if numbered else "")
