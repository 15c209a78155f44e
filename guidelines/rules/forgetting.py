"""Taking one piece of a guideline out of texts that are no versions: drafts, and what windows hold."""

from dataclasses import replace

from guidelines.rules.content import Clause, Guideline

NO_TITLE = "…"
"""Stands for a title that is gone; a guideline needs one."""


def without_piece(said: Guideline, newest: Guideline, *, kind: str, clause_id: str) -> Guideline:
    """Return a text with its title, its summary or one clause as the newest version has it.

    newest: what the newest version still says; a clause that it has not, or of which only the id is left, goes.
    What somebody made of the words meanwhile goes with them: it may repeat them. kind: "title", "summary" or
    "clause"; anything else changes nothing.
    """
    if kind == "title":
        return replace(said, title=newest.title or NO_TITLE)
    if kind == "summary":
        return replace(said, summary=newest.summary)
    if kind != "clause":
        return said
    kept = next((clause for clause in newest.clauses if clause.id == clause_id), None)
    if kept is None or kept == Clause(id=clause_id):
        return replace(said, clauses=tuple(clause for clause in said.clauses if clause.id != clause_id))
    return replace(said, clauses=tuple(kept if clause.id == clause_id else clause for clause in said.clauses))
