"""A heat map drawn: squares on a grid, the larger the more changed. Sizes can be told apart without colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from guidelines.rules.heatmap import STEPS, HeatMap
from guidelines.rules.periods import Period

PITCH: Final = 20
"""Distance of rows and columns, in units of the picture."""

LABELS: Final = 200
"""Width of the column of headings."""

TOP: Final = 26
"""Height of the line of years."""

SIZES: Final = (0, 5, 9, 13, 17)
"""Side of the square for each step."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The name of a period over the grid, in the middle of its column."""

    period: Period
    x: int


@dataclass(frozen=True, slots=True)
class Squares:
    """All squares of one step as a path."""

    step: int
    path: str


@dataclass(frozen=True, slots=True)
class HeatGrid:
    """The picture. labels: where headings end. lines: heights of the rows' middles. years: where they begin."""

    labels: int
    width: int
    height: int
    lines: tuple[int, ...]
    years: tuple[int, ...]
    ticks: tuple[Tick, ...]
    squares: tuple[Squares, ...]


def heat_grid(heat: HeatMap) -> HeatGrid:
    """Return the picture of a heat map; every measure is in its own units."""
    width, height = LABELS + PITCH * len(heat.periods), TOP + PITCH * len(heat.rows)
    return HeatGrid(
        LABELS,
        width,
        height,
        lines=tuple(_middle(TOP, row) for row in range(len(heat.rows))),
        years=tuple(
            LABELS + PITCH * column for column, period in enumerate(heat.periods) if column and period.begins_year
        ),
        ticks=tuple(_ticks(heat.periods)),
        squares=tuple(Squares(step, path) for step in range(1, STEPS + 1) if (path := _path(heat, step))),
    )


def _middle(start: int, index: int) -> int:
    return start + PITCH * index + PITCH // 2


def _ticks(periods: Sequence[Period]) -> list[Tick]:
    """Return a name for each period that begins a year, but no two in a row; for the first if there is none."""
    found: list[int] = []
    for column, period in enumerate(periods):
        if period.begins_year and (not found or column - found[-1] > 1):
            found.append(column)
    return [Tick(periods[column], _middle(LABELS, column)) for column in found or [0]]


def _path(heat: HeatMap, step: int) -> str:
    """Return the squares of one step, row by row."""
    side = SIZES[step]
    return "".join(
        f"M{_middle(LABELS, column) - side / 2:g} {_middle(TOP, line) - side / 2:g}h{side}v{side}h-{side}z"
        for line, row in enumerate(heat.rows)
        for column, cell in enumerate(row.cells)
        if cell.step == step
    )
