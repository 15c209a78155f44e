"""Which version of a clause was in force when words were written.

A version counts once it has stood 72 hours unreverted, so that nobody writes a rule today to flag what
stood yesterday. Source: docs/adr/0027-clause-in-force.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class ClauseAt:
    """One version of a guideline as one clause sees it; `content` None where the clause is missing."""

    number: int
    date: datetime
    content: str | None


def in_force(
    history: Sequence[ClauseAt], *, written_at: datetime, now: datetime, settles: timedelta
) -> int | None:
    """Return the number of the version whose clause was in force at `written_at`; None for none.

    history: every version, oldest first. A version counts when the clause's content stayed the same for
    `settles` after it. The newest counting version dated at or before `written_at` wins; if it has no such
    clause, the clause was not in force.
    """
    for index in range(len(history) - 1, -1, -1):
        version = history[index]
        if version.date <= written_at and _stood(history, index, now=now, settles=settles):
            return version.number if version.content is not None else None
    return None


def _stood(history: Sequence[ClauseAt], index: int, *, now: datetime, settles: timedelta) -> bool:
    version = history[index]
    settled_at = version.date + settles
    if now < settled_at:
        return False
    return all(later.content == version.content for later in history[index + 1 :] if later.date < settled_at)
