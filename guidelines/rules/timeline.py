"""The picture of a history: when versions came, and how much each of them changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Final

from guidelines.rules.periods import period_of, periods_between

WIDTH = 1000
"""Width of the picture, in units of its own."""

HALF = 60
"""Height of the tallest bar, up for words that came and down for words that went, in the same units."""

BAR = 8
"""Width of a bar; bars of versions that came within days of each other may touch."""


MOST_BARS: Final = 60
"""Bars; more versions than that are drawn by the month, the quarter or the year they came in."""


@dataclass(frozen=True, slots=True)
class Size:
    """A version's number, date, and how many words came and went with it.

    count: of versions that it stands for; the number is the highest of theirs, the date the earliest.
    """

    number: int
    date: datetime
    added: int
    removed: int
    count: int = 1


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

    @property
    def is_grouped(self) -> bool:
        """Whether any bar stands for several versions."""
        return any(bar.size.count > 1 for bar in self.bars)


def timeline(sizes: Sequence[Size]) -> Timeline:
    """Return the picture of some versions, in order of their dates.

    Time runs evenly from the first to the last date. Heights grow with the square root of the words, so that a
    changed comma can be seen beside a new chapter; no change is no bar, the smallest one is two units high. The
    first version is all new and may be cut off at the top: the others are measured by the largest of them. More
    than MOST_BARS versions are drawn together, by the periods they came in.
    """
    if not sizes:
        return Timeline((), ())
    sizes = sizes if len(sizes) <= MOST_BARS else _by_period(sizes)
    start, end = sizes[0].date, max(size.date for size in sizes)
    most = max(max(size.added, size.removed) for size in sizes[1:] or sizes) or 1
    bars = [
        Bar(size, across(size.date, start, end), _height(size.added, most), _height(size.removed, most))
        for size in sizes
    ]
    new_years = [datetime(year, 1, 1, tzinfo=start.tzinfo) for year in range(start.year + 1, end.year + 1)]
    return Timeline(tuple(bars), tuple(Year(day.year, across(day, start, end)) for day in new_years))


def across(moment: datetime, start: datetime, end: datetime) -> int:
    """Return how far from the left a moment between two others stands, of WIDTH units; 0 for one before them."""
    span = (end - start).total_seconds() or 1.0
    return round((WIDTH - BAR) * max(0.0, (moment - start).total_seconds()) / span)


def _by_period(sizes: Sequence[Size]) -> list[Size]:
    """Return what came in each period, in order; the first version of all stands alone, to be measured apart."""
    first, *others = sizes
    days = [size.date.date() for size in others]
    months = periods_between(min(days), max(days), most=MOST_BARS - 1)[0].months
    groups: dict[int, list[Size]] = {}
    for size, day in zip(others, days, strict=True):
        groups.setdefault(period_of(day, months).place, []).append(size)
    return [first, *(_sum(groups[place]) for place in sorted(groups))]


def _sum(sizes: Sequence[Size]) -> Size:
    return Size(
        number=max(size.number for size in sizes),
        date=min(size.date for size in sizes),
        added=sum(size.added for size in sizes),
        removed=sum(size.removed for size in sizes),
        count=len(sizes),
    )


def _height(words: int, most: int) -> int:
    return min(HALF, max(2, round(HALF * sqrt(words / most)))) if words else 0
