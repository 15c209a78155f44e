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
