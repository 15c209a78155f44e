"""Clauses that were split, merged or written anew."""

import pytest

from guidelines.rules.content import Clause, Part
from guidelines.rules.kinship import Kin, changed_clauses, kin_of
from guidelines.rules.lineage import NumberedClauses

HONEST = "Say who you are and whom you work for before anybody has to ask you about it."
NAMES = "Ask a client before you name them anywhere, even where the name is known to all."


def clauses(**texts: str) -> dict[str, Clause]:
    """Clauses by their ids."""
    return {each: Clause(each, "Heading", rule=(Part("text", f"<p>{text}</p>"),)) for each, text in texts.items()}


def numbered(number: int, content: dict[str, Clause]) -> NumberedClauses:
    return NumberedClauses(number, {each: repr(clause) for each, clause in content.items()})


def kin(clause_id: str, old: dict[str, Clause], new: dict[str, Clause]) -> list[Kin]:
    """Who shares words with a clause from one version to the next."""
    return kin_of(clause_id, changed_clauses(numbered(1, old), numbered(2, new)), old, new)


@pytest.mark.parametrize("clause_id", ["a", "b"])
def test_a_clause_that_appears_where_another_lost_its_words_was_split_off(clause_id):
    old, new = clauses(a=f"{HONEST} {NAMES}"), clauses(a=HONEST, b=f"{NAMES} Always.")
    assert kin(clause_id, old, new) == [Kin("a", "b", split=True, merged=False)]


@pytest.mark.parametrize("clause_id", ["a", "b"])
def test_a_clause_that_goes_where_another_gains_its_words_was_merged(clause_id):
    old, new = clauses(a=HONEST, b=NAMES), clauses(a=f"{HONEST} So: {NAMES}")
    assert kin(clause_id, old, new) == [Kin("b", "a", split=False, merged=True)]


@pytest.mark.parametrize("clause_id", ["a", "b"])
def test_a_clause_that_went_and_came_under_another_id_was_written_anew(clause_id):
    assert kin(clause_id, clauses(a=HONEST), clauses(b=HONEST)) == [Kin("a", "b", split=False, merged=False)]


def test_words_that_both_clauses_have_are_nobodys_loss():
    assert kin("b", clauses(a=HONEST), clauses(a=HONEST, b=HONEST)) == []


def test_a_few_words_in_common_are_no_kinship():
    old, new = (
        clauses(a=f"{HONEST} {NAMES}"),
        clauses(a=HONEST, b="Ask a client for cake; name them as cook."),
    )
    assert kin("b", old, new) == []


def test_words_that_went_to_a_clause_that_was_there_before_split_nothing_off():
    old, new = clauses(a=f"{HONEST} {NAMES}", b="Be kind."), clauses(a=HONEST, b=f"Be kind. {NAMES}")
    assert kin("a", old, new) == []


def test_where_no_clause_came_or_went_nothing_has_to_be_read():
    old, new = clauses(a=HONEST, b=NAMES), clauses(a=NAMES, b=HONEST)
    assert changed_clauses(numbered(1, old), numbered(2, new)) == []


def test_a_clause_whose_words_were_taken_out_is_nobodys_kin():
    old, new = clauses(a=HONEST), clauses(b=HONEST)
    changed = changed_clauses(numbered(1, old), numbered(2, new))
    assert kin_of("b", changed, {}, new) == []


def test_a_clause_that_was_there_and_cannot_be_read_did_not_appear():
    old, new = clauses(a=NAMES, b="Be kind."), clauses(b=NAMES)
    changed = changed_clauses(numbered(1, old), numbered(2, new))
    assert kin_of("b", changed, old, new) == [Kin("a", "b", split=False, merged=True)]
    assert kin_of("b", changed, {"a": old["a"]}, new) == []
