"""Prints of a passage: enough to find it again, too little to read it.

A print is an HMAC of a run of folded words (`flags.rules.passages`) under a key that is not in the database. They
serve where the words themselves are gone: when a file brings back an older version, or a backup does.
Source: docs/adr/0034-seals.md.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flags.rules.passages import LEFT_OVER_RUN, Span, Word, merge, snap, words
from flags.rules.sealing import Cuts

PRINT_BYTES = 16
"""Bytes of an HMAC that are kept: two runs share one by chance once in 2^128."""


@dataclass(frozen=True)
class Prints:
    """What is kept of a passage. needed: characters a run has at least; runs: their prints in hex, sorted."""

    needed: int
    runs: tuple[str, ...]

    def to_data(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"needed": self.needed, "runs": list(self.runs)}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> "Prints":
        """Return what `to_data` wrote. Raises ValueError for anything else."""
        needed, runs = data.get("needed"), data.get("runs")
        if not isinstance(needed, int) or not isinstance(runs, list) or not all(isinstance(r, str) for r in runs):
            raise ValueError("prints: need a number and a list of texts")
        return cls(needed, tuple(runs))


def take(passage: str, key: bytes) -> Prints:
    """Return the prints of a passage, none for one without words; how long a run is, is all that can be read."""
    there = words(passage)
    needed = min(LEFT_OVER_RUN, len(" ".join(word.folded for word in there)))
    return Prints(needed, tuple(sorted({_print(run, key) for run, _span in _runs(there, needed)})))


@dataclass(frozen=True)
class PrintFinder:
    """Finds passages by their prints. A `flags.rules.sealing.Finder`.

    only: texts of the blocks in which short passages are looked for; None for all of them.
    """

    prints: tuple[Prints, ...]
    key: bytes
    only: frozenset[str] | None = None

    def cuts(self, blocks: Mapping[str, str]) -> Cuts:
        """Return what to take out of blocks: whole passages exactly; where only a part stands, the whole block."""
        found = {key: self._in_block(text) for key, text in blocks.items()}
        return {key: spans for key, spans in found.items() if spans is None or spans}

    def holds(self, text: str) -> bool:
        """Tell whether a text holds a run of any of the passages."""
        return self._in_block(text) != []

    def _in_block(self, text: str) -> list[Span] | None:
        there, spans = words(text), []
        for one in self.prints:
            if one.needed < LEFT_OVER_RUN and self.only is not None and text not in self.only:
                continue
            hits = [(run, span) for run, span in self._prints_in(there, one.needed) if run in one.runs]
            if hits and {run for run, _span in hits} < set(one.runs):
                return None
            spans += [snap(text, *span) for _run, span in hits]
        return list(merge(spans))

    def _prints_in(self, there: Sequence[Word], needed: int) -> Iterator[tuple[str, Span]]:
        for run, span in _runs(there, needed):
            yield _print(run, self.key), span


def _runs(there: Sequence[Word], needed: int) -> Iterator[tuple[str, Span]]:
    """Yield the shortest runs of at least so many characters, and where they stand.

    One for each first word and one for each last word that has one: so every word of a passage is in a run.
    """
    lengths = [len(word.folded) for word in there]
    for first, last in {*_stretches(lengths, needed), *_backwards(lengths, needed)}:
        yield " ".join(word.folded for word in there[first:last]), Span(there[first].start, there[last - 1].end)


def _stretches(lengths: Sequence[int], needed: int) -> Iterator[tuple[int, int]]:
    """Yield, for each first word, the shortest stretch of words with so many characters, spaces included."""
    last, length = 0, -1
    for first in range(len(lengths)):
        while length < needed and last < len(lengths):
            length += 1 + lengths[last]
            last += 1
        if length < needed:
            return
        yield first, last
        length -= 1 + lengths[first]


def _backwards(lengths: Sequence[int], needed: int) -> Iterator[tuple[int, int]]:
    """Yield, for each last word, the shortest stretch that ends with it."""
    count = len(lengths)
    for first, last in _stretches(lengths[::-1], needed):
        yield count - last, count - first


def _print(run: str, key: bytes) -> str:
    return hmac.new(key, run.encode(), hashlib.sha256).digest()[:PRINT_BYTES].hex()
