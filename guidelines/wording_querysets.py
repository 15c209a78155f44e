"""Reads of what can be searched of guidelines."""

from typing import Self

from people.word_index import IndexEntryQuerySet


class WordingQuerySet(IndexEntryQuerySet):
    """What clauses, titles and summaries said, and in which versions."""

    def in_force(self) -> Self:
        """What guidelines say that are published now."""
        return self.filter(gone=None, guideline__withdrawn_at=None)
