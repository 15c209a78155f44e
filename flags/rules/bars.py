"""The geometry of a picture of numbers: a bar for each row, a stretch for each column.

All lengths are in units of the drawing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 600
LABELS = 170
HEIGHT = 24
STEP = 34
LEAST_WITH_NUMBER = 22
"""Units a stretch needs so that its number fits in."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a bar: of which column, from where, how long, and its number."""

    column: str
    x: float
    width: float
    count: int

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def holds_number(self) -> bool:
        """Whether its number fits in."""
        return self.width >= LEAST_WITH_NUMBER


@dataclass(frozen=True)
class Bar:
    """A row: its place from the top, and its stretches."""

    row: str
    y: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Drawing:
    """A picture of rows of numbers."""

    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    labels: int = LABELS
    thickness: int = HEIGHT


def draw(table: Mapping[str, Mapping[str, int | None]], columns: Sequence[str]) -> Drawing | None:
    """Return the picture of a table whose hidden numbers are None; None where there is nothing to draw.

    The longest bar takes the whole width; rows without a number that is shown are left out.
    """
    rows = {row: [(name, cells[name] or 0) for name in columns] for row, cells in table.items()}
    shown = {row: cells for row, cells in rows.items() if any(count for _name, count in cells)}
    if not shown:
        return None
    unit = (WIDTH - LABELS) / max(sum(count for _name, count in cells) for cells in shown.values())
    bars = tuple(
        Bar(row, STEP * place, _stretches(cells, unit)) for place, (row, cells) in enumerate(shown.items())
    )
    return Drawing(bars, STEP * len(bars))


def _stretches(cells: Sequence[tuple[str, int]], unit: float) -> tuple[Stretch, ...]:
    made, x = [], float(LABELS)
    for name, count in cells:
        if count:
            made.append(Stretch(name, round(x, 1), round(count * unit, 1), count))
            x += count * unit
    return tuple(made)
