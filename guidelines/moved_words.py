"""Where hidden words stood in texts that are no version: in a draft that had moved them to another clause."""

from collections.abc import Callable

PiecesWith = Callable[[int], frozenset[str]]
"""Returns the ids of the clauses of a page, "" for its summary, that had repeated hidden words in such a text."""

_sources: list[PiecesWith] = []


def register(pieces: PiecesWith) -> None:
    """Say where hidden words stood; a second registration replaces the first."""
    _sources[:] = [pieces]


def pieces_of(page_id: int) -> frozenset[str]:
    """Return the ids of the pieces of a page that had repeated what is hidden; none where no app says so."""
    return frozenset().union(*(pieces(page_id) for pieces in _sources))
