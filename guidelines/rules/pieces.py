"""One piece of a guideline, its summary or a clause, changed and put back, whatever stands around it."""

from dataclasses import replace

from guidelines.rules import clause_blocks
from guidelines.rules.clause_blocks import Stretches
from guidelines.rules.content import Clause, Guideline
from guidelines.rules.richtext import plain_lines

SUMMARY_LINE = "line"
"""Begins the keys of a summary's lines, which are its blocks."""


def clause_of(said: Guideline, clause_id: str) -> Clause | None:
    """Return the clause with this id, None where there is none."""
    return next((clause for clause in said.clauses if clause.id == clause_id), None)


def texts(said: Guideline, clause_id: str) -> dict[str, str]:
    """Return the blocks of a clause by key, of the summary for ""; none for what is not there."""
    if not clause_id:
        return {f"{SUMMARY_LINE}{n}": line for n, line in enumerate(said.summary.splitlines(), 1)}
    clause = clause_of(said, clause_id)
    return clause_blocks.texts(clause) if clause else {}


def without(said: Guideline, clause_id: str, stretches: Stretches) -> Guideline:
    """Return the guideline with stretches of one piece taken out; a clause of which nothing is left goes."""
    if not clause_id:
        lines = [_cut(line, stretches, key) for key, line in texts(said, "").items()]
        return replace(said, summary=plain_lines("\n".join(lines)))
    clauses = [
        clause_blocks.without(clause, stretches) if clause.id == clause_id else clause for clause in said.clauses
    ]
    return replace(said, clauses=tuple(clause for clause in clauses if not clause.is_empty))


def without_clause(said: Guideline, clause_id: str) -> Guideline:
    """Return the guideline without one clause, without its summary for ""."""
    if not clause_id:
        return replace(said, summary="")
    return replace(said, clauses=tuple(clause for clause in said.clauses if clause.id != clause_id))


def put_back(said: Guideline, clause_id: str, earlier: Guideline) -> Guideline:
    """Return the guideline with one piece as an earlier version has it.

    A clause that is gone comes back behind the nearest of its earlier neighbours that still stands.
    """
    if not clause_id:
        return replace(said, summary=earlier.summary)
    clause = clause_of(earlier, clause_id)
    if clause is None:
        return without_clause(said, clause_id)
    if clause_of(said, clause_id):
        return replace(said, clauses=tuple(clause if each.id == clause_id else each for each in said.clauses))
    place = _place_behind(said, earlier, clause_id)
    return replace(said, clauses=(*said.clauses[:place], clause, *said.clauses[place:]))


def _place_behind(said: Guideline, earlier: Guideline, clause_id: str) -> int:
    ids = [clause.id for clause in earlier.clauses]
    standing = [clause.id for clause in said.clauses]
    before = ids[: ids.index(clause_id)][::-1]
    return next((standing.index(each) + 1 for each in before if each in standing), 0)


def _cut(text: str, stretches: Stretches, key: str) -> str:
    return clause_blocks.cut_text(text, stretches[key]) if key in stretches else text
