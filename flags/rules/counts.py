"""Counts that give nobody away. Source: docs/adr/0025-log.md."""

from collections.abc import Mapping

LEAST = 5
"""Cells below this are not shown: in a small house they would name a case."""


def suppress(cells: Mapping[str, int], *, least: int = LEAST) -> dict[str, int | None]:
    """Return the cells with small ones as None.

    If only one were hidden, a known total would give it away: then the smallest shown one is hidden too.
    A house without any case has nothing to hide: all zeros stay.
    """
    if not any(cells.values()):
        return dict(cells)
    shown: dict[str, int | None] = {name: count if count >= least else None for name, count in cells.items()}
    if sum(count is None for count in shown.values()) == 1 and len(shown) > 1:
        smallest = min((name for name, count in shown.items() if count is not None), key=lambda name: cells[name])
        shown[smallest] = None
    return shown


def suppressed_total(cells: Mapping[str, int], *, least: int = LEAST) -> int | None:
    """Return the total, or None if it is itself a small number (zero is no secret)."""
    total = sum(cells.values())
    return total if total == 0 or total >= least else None


def suppress_table(
    rows: Mapping[str, Mapping[str, int]], *, least: int = LEAST
) -> dict[str, dict[str, int | None]]:
    """Return a table with small cells as None; the rows have the same columns, whose totals are known.

    Of every column none or at least two cells are hidden; a column whose total is small is hidden as a whole.
    """
    columns = {name: {row: cells[name] for row, cells in rows.items()} for name in next(iter(rows.values()), {})}
    shown = {
        name: suppress(cells, least=least) if sum(cells.values()) >= least else dict.fromkeys(cells)
        for name, cells in columns.items()
    }
    return {row: {name: shown[name][row] for name in columns} for row in rows}
