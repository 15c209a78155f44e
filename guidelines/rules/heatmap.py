"""Which clauses change, and when: clauses down, quarters or longer periods across, and how many words changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, sqrt
from typing import Final, NamedTuple

from guidelines.rules.content import changed_words
from guidelines.rules.periods import QUARTER, Period, period_of, periods_between

MOST_PERIODS: Final = 28
"""Periods across: seven years of quarters."""

MOST_CLAUSES: Final = 60
"""Clauses down; of more the ones that changed most are shown."""

STEPS: Final = 4
"""Sizes and shades that amounts are told apart by."""

TextOf = Callable[[str], str | None]
"""Return the words of a leaf by its hash; None where they were taken out."""


class DatedClauses(NamedTuple):
    """The day of a version, and the leaf hash of each of its clauses by clause id, in order of the text."""

    day: date
    hashes: Mapping[str, str]


class Change(NamedTuple):
    """What one version changed in one clause: the leaves before and after, "" where the clause was not there."""

    clause_id: str
    day: date
    old_leaf: str
    new_leaf: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A clause in a period.

    versions: how many changed it. words: that came or went. step: from 0, where nothing changed, to STEPS.
    """

    versions: int
    words: int
    step: int


@dataclass(frozen=True, slots=True)
class Row:
    """A clause with a cell for each period."""

    clause_id: str
    cells: tuple[Cell, ...]

    @property
    def words(self) -> int:
        """How many words of it changed in all."""
        return sum(cell.words for cell in self.cells)

    @property
    def versions(self) -> int:
        """How many versions changed it."""
        return sum(cell.versions for cell in self.cells)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The periods in order, the clauses in order of the text; left_out: how many more clauses there are."""

    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    left_out: int


def clause_changes(versions: Sequence[DatedClauses]) -> list[Change]:
    """Return what each version but the first changed in clauses that stand in the last one.

    versions: all of a guideline, in order. A clause that came was changed, and so was one that went and came back.
    """
    standing = versions[-1].hashes if versions else {}
    pairs = ((each, earlier, later) for earlier, later in pairwise(versions) for each in standing)
    changes = (
        Change(each, later.day, earlier.hashes.get(each, ""), later.hashes.get(each, ""))
        for each, earlier, later in pairs
    )
    return [change for change in changes if change.old_leaf != change.new_leaf]


def leaves_of(changes: Iterable[Change]) -> set[str]:
    """Return the hashes of all leaves that some changes are about."""
    return {leaf for change in changes for leaf in (change.old_leaf, change.new_leaf) if leaf}


def heat_map(versions: Sequence[DatedClauses], changes: Iterable[Change], text_of: TextOf) -> HeatMap:
    """Return the picture of how much changed, between the days of some versions, one at least.

    changes: as `clause_changes` gives them. Words that were taken out count none. Steps grow with the square root
    of the words, so that a changed comma can be seen beside a new chapter.
    """
    days = [version.day for version in versions]
    periods = tuple(periods_between(min(days), max(days), most=MOST_PERIODS, shortest=QUARTER))
    sizes: dict[tuple[str, Period], list[int]] = defaultdict(list)
    for change in changes:
        sizes[change.clause_id, period_of(change.day, periods[0].months)].append(_size(change, text_of))
    most = max(map(sum, sizes.values()), default=0)
    rows = [
        Row(each, tuple(_cell(sizes.get((each, period), ()), most) for period in periods))
        for each in versions[-1].hashes
    ]
    shown = {row.clause_id for row in sorted(rows, key=lambda row: -row.words)[:MOST_CLAUSES]}
    return HeatMap(periods, tuple(row for row in rows if row.clause_id in shown), len(rows) - len(shown))


def _size(change: Change, text_of: TextOf) -> int:
    before, after = (text_of(leaf) if leaf else "" for leaf in (change.old_leaf, change.new_leaf))
    return 0 if before is None or after is None else sum(changed_words(before, after))


def _cell(sizes: Sequence[int], most: int) -> Cell:
    words = sum(sizes)
    step = max(1, ceil(STEPS * sqrt(words / most))) if sizes and most else min(len(sizes), 1)
    return Cell(len(sizes), words, step)
