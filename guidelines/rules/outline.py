"""The contents of a guideline: its headings as a list with at most one list below each entry."""

from collections.abc import Iterable
from dataclasses import dataclass

TOP_LEVEL = 2
"""Heading level of an entry of its own; deeper headings stand below the entry before them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with the clause it leads to, and the deeper headings that follow it."""

    clause_id: str
    heading: str
    children: tuple["Entry", ...] = ()


def outline(headings: Iterable[tuple[str, str, int]]) -> tuple[Entry, ...]:
    """Return the contents for clauses in order, each a clause id, a heading and a level from 2 to 4.

    Clauses without a heading are left out. Two levels are shown, so that mixed and skipped levels, which
    real texts have, still give a list: a deeper heading with nothing above it is an entry of its own.
    """
    entries: list[Entry] = []
    children: list[list[Entry]] = []
    for clause_id, heading, level in headings:
        if not heading:
            continue
        entry = Entry(clause_id, heading)
        if level > TOP_LEVEL and entries:
            children[-1].append(entry)
        else:
            entries.append(entry)
            children.append([])
    return tuple(
        Entry(top.clause_id, top.heading, tuple(below)) for top, below in zip(entries, children, strict=True)
    )
