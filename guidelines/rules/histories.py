"""Whether what a file says of a version is what is recorded of it."""

from dataclasses import replace

from guidelines.rules.content import Clause, Guideline
from guidelines.rules.reading import Reading


def differences(stored: Reading, guideline: Guideline) -> list[str]:
    """Return in what a guideline that comes without summary and clause ids differs from a recorded version.

    The answer names "title" and "text", [] when all is the same. What was taken out of the record can't be
    compared and counts as the same.
    """
    taken_out = {leaf.kind for leaf in stored.taken_out}
    found = []
    if "title" not in taken_out and stored.guideline.title != guideline.title:
        found.append("title")
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


def clauses_by_age(readings: list[Reading]) -> tuple[list[Clause], list[Clause]]:
    """Return the clauses of the last of some versions, oldest first, and the last state of those that went before.

    What was taken out says nothing any more and is left out.
    """
    states: dict[str, Clause] = {}
    for reading in readings:
        states |= {clause.id: clause for clause in _readable(reading)}
    current = _readable(readings[-1]) if readings else []
    present = {clause.id for clause in current}
    return current, [clause for clause in states.values() if clause.id not in present]


def _readable(reading: Reading) -> list[Clause]:
    return [clause for clause in reading.guideline.clauses if clause.id not in reading.clauses_taken_out]
