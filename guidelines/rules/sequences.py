"""Longest common and longest increasing subsequences: what is kept, and what was moved."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

EXACT_LIMIT: Final = 400_000_000
"""Pairs of elements up to which the exact longest common subsequence is searched: 50 MB of bits, 20,000 words
a side. Beyond, elements that stand once in both texts cut the work into pieces."""


class Match(NamedTuple):
    """A run that both sides share: `size` elements from `old` in the one and from `new` in the other."""

    old: int
    new: int
    size: int


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing subsequence, ascending; O(n log n)."""
    tails: list[int] = []  # the smallest last value of an increasing run of each length
    holders: list[int] = []  # its index
    previous: list[int] = []
    for index, value in enumerate(values):
        length = bisect_left(tails, value)
        previous.append(holders[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        holders[length : length + 1] = [index]
    chain = []
    index = holders[-1] if holders else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def common_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Return the runs of a longest common subsequence, ascending; a long one where the texts are huge."""
    numbers: dict[Hashable, int] = {}
    old_numbers = [numbers.setdefault(element, len(numbers)) for element in old]
    new_numbers = [numbers.setdefault(element, len(numbers)) for element in new]
    return _joined(_runs(old_numbers, new_numbers, 0, 0))


def _runs(old: list[int], new: list[int], old_offset: int, new_offset: int) -> Iterator[Match]:
    if len(old) * len(new) <= EXACT_LIMIT:
        for run in Indel.editops(old, new).as_matching_blocks():
            yield Match(run.a + old_offset, run.b + new_offset, run.size)
        return
    start, end = _common_ends(old, new)
    if start or end:
        yield Match(old_offset, new_offset, start)
        middle = old[start : len(old) - end], new[start : len(new) - end]
        yield from _runs(*middle, old_offset + start, new_offset + start)
        yield Match(old_offset + len(old) - end, new_offset + len(new) - end, end)
        return
    old_start = new_start = 0
    for old_anchor, new_anchor in [*_anchors(old, new), (len(old), len(new))]:
        old_piece, new_piece = old[old_start:old_anchor], new[new_start:new_anchor]
        if old_anchor < len(old) or old_start:
            yield from _runs(old_piece, new_piece, old_offset + old_start, new_offset + new_start)
        if old_anchor < len(old):
            yield Match(old_offset + old_anchor, new_offset + new_anchor, 1)
        old_start, new_start = old_anchor + 1, new_anchor + 1


def _common_ends(old: list[int], new: list[int]) -> tuple[int, int]:
    """Return how many elements two sequences share at their start, and, these aside, at their end."""
    shorter = min(len(old), len(new))
    start = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    shorter -= start
    end = next((index for index in range(shorter) if old[-1 - index] != new[-1 - index]), shorter)
    return start, end


def _anchors(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    """Return pairs of indexes of elements that stand once in both, in the same order in both."""
    old_counts, new_counts = Counter(old), Counter(new)
    places = {value: index for index, value in enumerate(new) if new_counts[value] == 1}
    pairs = [(index, places[v]) for index, v in enumerate(old) if old_counts[v] == 1 and v in places]
    return [pairs[index] for index in longest_increasing([new_index for _, new_index in pairs])]


def _joined(runs: Iterator[Match]) -> list[Match]:
    """Return the runs with those that touch on both sides made one, and empty ones left out."""
    joined: list[Match] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and run.size and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = Match(last.old, last.new, last.size + run.size)
        elif run.size:
            joined.append(run)
    return joined
