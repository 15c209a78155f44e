"""Whether what a file says of a version is what is recorded of it."""

from collections.abc import Sequence
from dataclasses import replace

from guidelines.rules.content import Clause, Guideline
from guidelines.rules.reading import Reading


def differences(stored: Reading, guideline: Guideline) -> list[str]:
    """Return in what a guideline of a file differs from a recorded version; ids of clauses aside.

    The answer names "title", "summary" and "text", [] when all is the same. What was taken out of the record
    can't be compared and counts as the same.
    """
    taken_out = {leaf.kind for leaf in stored.taken_out}
    found = []
    if "title" not in taken_out and stored.guideline.title != guideline.title:
        found.append("title")
    if "summary" not in taken_out and stored.guideline.summary != guideline.summary:
        found.append("summary")
    if not _same_clauses(stored, guideline.clauses):
        found.append("text")
    return found


def _same_clauses(stored: Reading, clauses: tuple[Clause, ...]) -> bool:
    known = stored.guideline.clauses
    if len(known) != len(clauses):
        return False
    return all(
        old.id in stored.clauses_taken_out or replace(old, id="") == replace(new, id="")
        for old, new in zip(known, clauses, strict=True)
    )


def clauses_gone(readings: Sequence[Reading]) -> dict[str, Clause]:
    """Return clauses that some versions had and the last of them has not: the last state of each, by id.

    readings: of versions, oldest first.
    """
    states = {clause.id: clause for reading in readings for clause in reading.guideline.clauses}
    present = {clause.id for reading in readings[-1:] for clause in reading.guideline.clauses}
    return {clause_id: clause for clause_id, clause in states.items() if clause_id not in present}
