"""The picture of a history: when versions came, and how much each of them changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

WIDTH = 1000
"""Width of the picture, in units of its own."""

HALF = 60
"""Height of the tallest bar, up for words that came and down for words that went, in the same units."""

BAR = 8
"""Width of a bar; bars of versions that came within days of each other may touch."""


@dataclass(frozen=True, slots=True)
class Size:
    """A version's number, date, and how many words came and went with it."""

    number: int
    date: datetime
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A version in the picture: its left edge and the heights of both its bars, in units."""

    size: Size
    x: int
    up: int
    down: int

    @property
    def top(self) -> int:
        """Where the upper bar begins."""
        return HALF - self.up


@dataclass(frozen=True, slots=True)
class Year:
    """A first of January in the picture."""

    year: int
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: bars in order, and the years that begin between the first and the last."""

    bars: tuple[Bar, ...]
    years: tuple[Year, ...]


def timeline(sizes: Sequence[Size]) -> Timeline:
    """Return the picture of some versions, in order of their dates.

    Time runs evenly from the first to the last date. Heights grow with the square root of the words, so that a
    changed comma can be seen beside a new chapter; no change is no bar, the smallest one is two units high. The
    first version is all new and may be cut off at the top: the others are measured by the largest of them.
    """
    if not sizes:
        return Timeline((), ())
    start, end = sizes[0].date, max(size.date for size in sizes)
    span = (end - start).total_seconds() or 1.0

    def across(moment: datetime) -> int:
        return round((WIDTH - BAR) * max(0.0, (moment - start).total_seconds()) / span)

    most = max(max(size.added, size.removed) for size in sizes[1:] or sizes) or 1
    bars = [Bar(size, across(size.date), _height(size.added, most), _height(size.removed, most)) for size in sizes]
    years = range(start.year + 1, end.year + 1)
    return Timeline(
        tuple(bars), tuple(Year(year, across(datetime(year, 1, 1, tzinfo=start.tzinfo))) for year in years)
    )


def _height(words: int, most: int) -> int:
    return min(HALF, max(2, round(HALF * sqrt(words / most)))) if words else 0
