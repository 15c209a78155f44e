"""Guards against people who flag together, or without a cause. Time is always an argument.

Neither takes anything from anybody: such people go on flagging, and authors read their notes. Only the
threshold that hides words counts them differently. Source: docs/adr/0036-guards.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple


class Ended(NamedTuple):
    """How a case somebody testified on ended: when, and whether a panel found no leak."""

    at: datetime
    cleared: bool


def quiet_until(ends: Sequence[Ended], *, cleared: int, of_last: int, quiet: timedelta) -> datetime | None:
    """Return until when this person's flags do not count; None if they always did.

    ends: the person's ended cases in any order. Whenever `cleared` of the last `of_last` were cleared by a
    panel, the person does not count for `quiet`, from the end that made it so. The latest such moment counts.
    """
    until = None
    ordered = sorted(ends)
    for index, end in enumerate(ordered, start=1):
        last = ordered[max(index - of_last, 0) : index]
        if end.cleared and sum(one.cleared for one in last) >= cleared:
            until = end.at + quiet
    return until


def acting_together(
    cases_of: Mapping[int, Collection[object]], *, cases: int, share: int
) -> frozenset[frozenset[int]]:
    """Return the pairs of people who flag so much alike that they count as one team.

    cases_of: the cases each person flagged in the time looked at. A pair acts together if the one of them
    with fewer cases has at least `cases`, and `share` per cent of those are cases of the other too: whoever
    flags many things besides does not hide it, unless both do.
    """
    flagged = {person: set(theirs) for person, theirs in cases_of.items() if len(set(theirs)) >= cases}
    return frozenset(
        frozenset((one, other))
        for one, other in combinations(sorted(flagged), 2)
        if 100 * len(flagged[one] & flagged[other]) >= share * min(len(flagged[one]), len(flagged[other]))
    )


def speakers(people: Iterable[int], pairs: Iterable[frozenset[int]]) -> dict[int, int]:
    """Return who speaks for each person: the first of those tied to them by pairs, or they themselves.

    people: in the order in which they flagged.
    """
    ties: dict[int, set[int]] = {}
    for one, other in (sorted(pair) for pair in pairs):
        ties.setdefault(one, set()).add(other)
        ties.setdefault(other, set()).add(one)
    speaks: dict[int, int] = {}
    for first in people:
        waiting = [first] if first not in speaks else []
        while waiting:
            person = waiting.pop()
            if person not in speaks:
                speaks[person] = first
                waiting += ties.get(person, ())
    return speaks
