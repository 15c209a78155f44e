"""When the votes of a panel decide. Source: docs/adr/0032-panel-by-lot.md."""

from collections.abc import Hashable, Iterable
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What a juror can say."""

    LEAK = "leak"
    NO_LEAK = "no_leak"


class Vote(NamedTuple):
    """One juror's verdict. voice: whom the juror counts as one with."""

    verdict: Verdict
    voice: Hashable


def needed(seats: int, *, enlarged: bool) -> int:
    """Return how many alike decide: all but one of five, the greater half of three and of an enlarged panel."""
    return seats // 2 + 1 if enlarged or seats <= 3 else seats - 1


def decision(votes: Iterable[Vote], *, seats: int, enlarged: bool) -> Verdict | None:
    """Return what the votes cast so far decide, or None.

    Enough alike decide at once, whatever the others would say; people of one team alone never do, nor one person.
    """
    cast = list(votes)
    for verdict in Verdict:
        voices = [vote.voice for vote in cast if vote.verdict is verdict]
        if len(voices) >= needed(seats, enlarged=enlarged) and len(set(voices)) >= 2:
            return verdict
    return None


def must_enlarge(votes: Iterable[Vote], *, seats: int, enlarged: bool) -> bool:
    """Tell whether a panel cannot decide any more unless seats are added, which happens once."""
    cast = list(votes)
    if enlarged or decision(cast, seats=seats, enlarged=enlarged):
        return False
    free = seats - len(cast)
    best = max(sum(vote.verdict is verdict for vote in cast) for verdict in Verdict)
    return free <= 0 or best + free < needed(seats, enlarged=enlarged)
