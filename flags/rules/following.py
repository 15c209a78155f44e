"""Which block of a later version a block became, by the diff's own rules (`guidelines.rules.matching`).

Fields such as the title keep their key in every version. Paragraphs are numbered, so their numbers change when
one is put before them: they are paired by what they say, the same text first, then by likeness.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flags.rules.passages import words
from guidelines.rules.matching import pair_by_key, pair_identical, pair_similar
from guidelines.rules.tokens import Token


@dataclass(frozen=True)
class Heirs:
    """Where what stood in a block may stand now.

    partner: the block it became, reworded; None if none is like it. others: blocks beside that are new (the
    block may have been split), or, without a partner, what is new or changed where it stood (it may have been
    written anew or merged into a neighbour).
    """

    partner: str | None
    others: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All of them, the partner first."""
        return (self.partner, *self.others) if self.partner is not None else self.others


class Versions:
    """The blocks of two versions of one text, paired."""

    def __init__(self, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        self._old_keys, self._new_keys = list(old), list(new)
        pairs = _pairs(old, new)
        self._new_of = {self._old_keys[before]: self._new_keys[after] for after, before in pairs.items()}
        self._old_of = {after: before for before, after in self._new_of.items()}

    def is_changed(self, key: str) -> bool:
        """Tell whether a block of the later version is new or reads otherwise than the one it was."""
        before = self._old_of.get(key)
        return before is None or self.old[before] != self.new[key]

    @property
    def changed(self) -> tuple[str, ...]:
        """The keys of all blocks of the later version that are new or changed, in reading order."""
        return tuple(key for key in self._new_keys if self.is_changed(key))

    def heirs(self, block: str) -> Heirs | None:
        """Return where what a block of the old version held may stand now; None if it is unchanged."""
        partner = self._new_of.get(block)
        if partner is None:
            return Heirs(None, tuple(dict.fromkeys(self._in_its_gap(block))))
        if not self.is_changed(partner):
            return None
        place = self._new_keys.index(partner)
        beside = [*self._new_beside(range(place - 1, -1, -1)), *self._new_beside(range(place + 1, self._count))]
        return Heirs(partner, tuple(beside))

    def partner(self, block: str) -> str | None:
        """Return the key of the block that a block of the old version became, changed or not."""
        return self._new_of.get(block)

    def only_heir(self, block: str) -> str | None:
        """Return the one new block where a block without a partner stood; None if there is none, or several."""
        new = [key for key in dict.fromkeys(self._in_its_gap(block)) if key not in self._old_of]
        return new[0] if len(new) == 1 else None

    @property
    def _count(self) -> int:
        return len(self._new_keys)

    def _new_beside(self, places: Iterable[int]) -> Iterator[str]:
        """Yield new blocks from a place on, as far as one follows the other."""
        for place in places:
            key = self._new_keys[place]
            if key in self._old_of:
                return
            yield key

    def _in_its_gap(self, block: str) -> Iterator[str]:
        """Yield what is new where a block stood, and the changed neighbours it may have been merged into."""
        place = self._old_keys.index(block)
        before = next((k for k in reversed(self._old_keys[:place]) if k in self._new_of), None)
        after = next((k for k in self._old_keys[place + 1 :] if k in self._new_of), None)
        start = -1 if before is None else self._new_keys.index(self._new_of[before])
        end = self._count if after is None else self._new_keys.index(self._new_of[after])
        yield from self._new_beside(range(start + 1, self._count))
        yield from self._new_beside(range(end - 1, -1, -1))
        for edge in (start, end):
            if 0 <= edge < self._count and self.is_changed(self._new_keys[edge]):
                yield self._new_keys[edge]


def _pairs(old: Mapping[str, str], new: Mapping[str, str]) -> dict[int, int]:
    """Return the index of the old block for each new one that has one."""
    pairs = pair_by_key([_lasting(key) for key in old], [_lasting(key) for key in new])
    old_left, new_left = _left(old, pairs.values()), _left(new, pairs)
    pairs |= pair_identical(old_left, new_left)
    taken = set(pairs.values())
    return pairs | pair_similar(
        {index: _tokens(text) for index, text in old_left.items() if index not in taken},
        {index: _tokens(text) for index, text in new_left.items() if index not in pairs},
    )


def _lasting(key: str) -> str | None:
    """Return a key that names the same field in every version; None for one that merely counts."""
    return None if key[-1:].isdigit() else key


def _left(blocks: Mapping[str, str], taken: Iterable[int]) -> dict[int, str]:
    known = set(taken)
    return {index: text for index, text in enumerate(blocks.values()) if index not in known}


def _tokens(text: str) -> list[Token]:
    return [Token(word.folded) for word in words(text)]
