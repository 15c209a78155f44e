"""Which block of the new text is which of the old one, and which of them moved."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from guidelines.rules.sequences import common_runs, longest_increasing
from guidelines.rules.tokens import Token

SIMILAR: Final = 0.5
"""From which share of common words (2 x common / all) on a block without a key counts as the same, reworded."""

CANDIDATES: Final = 4
"""How many blocks, those that share most of their rarer words, are compared word by word."""

COMMON: Final = 12
"""A word that stands in more of the new blocks than this says nothing about which one is meant."""

Pairs = dict[int, int]
"""Index of a new block -> index of the old block that it was."""


class Scored(NamedTuple):
    """How well two blocks fit; sorts best first."""

    distance: float
    displacement: int
    new: int
    old: int


def pair_by_key(old: Sequence[str | None], new: Sequence[str | None]) -> Pairs:
    """Pair blocks of the same key; where a key stands twice, the first with the first and so on."""
    places: dict[str, list[int]] = defaultdict(list)
    for index in range(len(old) - 1, -1, -1):
        key = old[index]
        if key is not None:
            places[key].append(index)
    return {index: places[key].pop() for index, key in enumerate(new) if key is not None and places.get(key)}


def pair_identical(old: Mapping[int, Hashable], new: Mapping[int, Hashable]) -> Pairs:
    """Pair blocks of the very same content: those in the same order first, then what is left, in turn.

    old, new: HTML, or tokens, by index, in order.
    """
    old_indexes, new_indexes = list(old), list(new)
    pairs: Pairs = {}
    for run in common_runs(list(old.values()), list(new.values())):
        for step in range(run.size):
            pairs[new_indexes[run.new + step]] = old_indexes[run.old + step]
    taken = set(pairs.values())
    places: dict[Hashable, list[int]] = defaultdict(list)
    for index in reversed(old_indexes):
        if index not in taken:
            places[old[index]].append(index)
    for index in new_indexes:
        if index not in pairs and places.get(new[index]):
            pairs[index] = places[new[index]].pop()
    return pairs


def pair_similar(old: Mapping[int, Sequence[Token]], new: Mapping[int, Sequence[Token]]) -> Pairs:
    """Pair blocks that share at least SIMILAR of their words, the best fitting first, the nearest of equals.

    old, new: tokens by index.
    """
    old_words = {index: _words(tokens) for index, tokens in old.items()}
    new_words = {index: _words(tokens) for index, tokens in new.items()}
    scored = []
    for old_index, new_index in _candidates(old_words, new_words):
        pair = old_words[old_index], new_words[new_index]
        similarity = Indel.normalized_similarity(*pair, score_cutoff=SIMILAR)
        if similarity:
            scored.append(Scored(1 - similarity, abs(old_index - new_index), new_index, old_index))
    pairs: Pairs = {}
    taken: set[int] = set()
    for fit in sorted(scored):
        if fit.new not in pairs and fit.old not in taken:
            pairs[fit.new] = fit.old
            taken.add(fit.old)
    return pairs


def moved(pairs: Pairs) -> set[int]:
    """Return the indexes of the new blocks that moved: as few as can be, all others kept their order."""
    new_indexes = sorted(pairs)
    staying = {new_indexes[place] for place in longest_increasing([pairs[index] for index in new_indexes])}
    return set(new_indexes) - staying


def _words(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens if not token.place]


def _candidates(old: Mapping[int, list[str]], new: Mapping[int, list[str]]) -> Iterable[tuple[int, int]]:
    """Yield (old, new) indexes of blocks worth comparing, found by the rarer words they share."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, words in new.items():
        for word in set(words):
            holders[word].append(index)
    for old_index, words in old.items():
        shared: Counter[int] = Counter()
        for word in set(words):
            if len(holders.get(word, ())) <= COMMON:
                shared.update(holders.get(word, ()))
        for new_index, _ in shared.most_common(CANDIDATES):
            yield old_index, new_index
