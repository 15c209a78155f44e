"""How many have read something, by team, without saying who."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5
"""People in the smallest group that is shown as a number; below, colleagues would know who it is."""


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """Numbers of people by team, the largest first.

    teams: names and numbers, each at least LEAST. others: those of all smaller teams and of none, together; 0 or
    at least LEAST. total: all of them; None when they are fewer than LEAST, and nobody is shown then, not even
    that there are none.
    """

    teams: tuple[tuple[str, int], ...]
    others: int
    total: int | None


def merge_small(counts: Mapping[str | None, int], *, least: int = LEAST) -> TeamCounts:
    """Return numbers that give no small group away.

    counts: people by the name of their team, None for those without one. Teams with fewer than `least` are merged
    into others. As long as those together are still fewer, the smallest team that is left joins them: the total
    would give them away.
    """
    total = sum(counts.values())
    if total < least:
        return TeamCounts((), 0, None)
    named = [(name, count) for name, count in counts.items() if name is not None and count >= least]
    shown = sorted(named, key=lambda team: (-team[1], team[0]))
    others = total - sum(count for _name, count in shown)
    while 0 < others < least and shown:
        others += shown.pop()[1]
    return TeamCounts(tuple(shown), others, total)
