"""Words that were taken out of a text, and come back: where they stood, and whose they are.

Only what nobody writes twice by chance counts as coming back: a passage of three words and twelve letters, or a
whole short paragraph, such as a heading. "one of the" proves nothing; "Never post prices" does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from guidelines.rules.tokens import Token

RESTORED_WORDS: Final = 3
"""Words of the shortest passage that is known again, and of what it is looked up by."""

RESTORED_LETTERS: Final = 12
"""Letters these words have together at least; "as well as" has eight."""

CANDIDATES: Final = 16
"""Places that are tried for a passage, of those that begin alike: a text that repeats itself stays cheap."""


class Stretch(NamedTuple):
    """Part of a row of tokens: from the index `start` up to `end`, which is not in it."""

    start: int
    end: int


@dataclass(slots=True)
class Removed:
    """A stretch of words that was taken out.

    leaf: hash of the leaf whose words they were. tokens, versions: all of that leaf, and the version that brought
        each of its tokens. found: indexes of tokens that have come back.
    """

    leaf: str
    tokens: Sequence[Token]
    versions: Sequence[int]
    stretch: Stretch
    found: set[int] = field(default_factory=set)

    def left(self) -> Iterator[Stretch]:
        """Yield what has not come back, as far as it could still be known again."""
        edges = sorted(index for index in self.found if self.stretch.start <= index < self.stretch.end)
        for before, after in pairwise([self.stretch.start - 1, *edges, self.stretch.end]):
            rest = Stretch(before + 1, after)
            if is_telling(self.tokens, rest) or any(_short_paragraphs(self.tokens, rest)):
                yield rest


class Removals:
    """Removed words, to be looked up by what they say."""

    def __init__(self, removed: Iterable[Removed]) -> None:
        """removed: in the order they are to be tried among equals."""
        self._passages: dict[tuple[str, ...], list[tuple[Removed, int]]] = defaultdict(list)
        self._paragraphs: dict[tuple[str, ...], list[tuple[Removed, Stretch]]] = defaultdict(list)
        for each in removed:
            for start, words in _seeds(each.tokens, each.stretch):
                if len(self._passages[words]) < CANDIDATES:
                    self._passages[words].append((each, start))
            for paragraph in _short_paragraphs(each.tokens, each.stretch):
                if len(self._paragraphs[_texts(each.tokens, paragraph)]) < CANDIDATES:
                    self._paragraphs[_texts(each.tokens, paragraph)].append((each, paragraph))

    def passages(self, words: tuple[str, ...]) -> list[tuple[Removed, int]]:
        """Return where passages begin that start with these words."""
        return self._passages.get(words, [])

    def paragraphs(self, texts: tuple[str, ...]) -> list[tuple[Removed, Stretch]]:
        """Return short paragraphs that say exactly this."""
        return self._paragraphs.get(texts, [])


class _Fit(NamedTuple):
    """Tokens from `start` on, `size` of them, which are those of `removed` from `origin` on."""

    start: int
    size: int
    removed: Removed
    origin: int

    @property
    def rank(self) -> tuple[int, int]:
        """The longest fits best; of equals, the one whose author was first."""
        return self.size, -self.removed.versions[self.origin]


def bring_back(
    tokens: Sequence[Token], versions: list[int | None], inserted: Stretch, removals: Sequence[Removals]
) -> None:
    """Give inserted words that were there before their credit back: from left to right, the longest passage first.

    versions: of `tokens`, None for the inserted ones; filled in where words are known again. removals: what words
        may come back from; each does so only once. The time this takes grows with the length of the texts.
    """
    free_from = inserted.start
    for start, words in _seeds(tokens, inserted):
        if start < free_from:
            continue
        candidates = (found for each in removals for found in each.passages(words))
        fits = [_fit(tokens, Stretch(start, inserted.end), free_from, *found) for found in candidates]
        best = max(fits, key=lambda fit: fit.rank, default=None)
        if best and is_telling(tokens, Stretch(best.start, best.start + best.size)):
            _credit(versions, best)
            free_from = best.start + best.size
    for paragraph in _short_paragraphs(tokens, inserted):
        if all(versions[index] is None for index in range(*paragraph)):
            _bring_paragraph_back(tokens, versions, paragraph, removals)


def is_telling(tokens: Sequence[Token], stretch: Stretch) -> bool:
    """Return whether nobody would write these words again by chance."""
    words = [token.text for token in tokens[stretch.start : stretch.end] if token.is_word]
    return len(words) >= RESTORED_WORDS and sum(map(len, words)) >= RESTORED_LETTERS


def _fit(tokens: Sequence[Token], inserted: Stretch, free_from: int, removed: Removed, origin: int) -> _Fit:
    """Return how far both go on alike, with the punctuation and paragraph starts before that are alike too."""
    size = 0
    longest = min(inserted.end - inserted.start, removed.stretch.end - origin)
    while size < longest and _is_same(tokens[inserted.start + size], removed, origin + size):
        size += 1
    start, back = inserted.start, 0
    most = min(start - free_from, origin - removed.stretch.start) if size else 0
    while (
        back < most
        and not tokens[start - back - 1].is_word
        and _is_same(tokens[start - back - 1], removed, origin - back - 1)
    ):
        back += 1
    return _Fit(start - back, size + back, removed, origin - back)


def _is_same(token: Token, removed: Removed, index: int) -> bool:
    return index not in removed.found and token.text == removed.tokens[index].text


def _bring_paragraph_back(
    tokens: Sequence[Token], versions: list[int | None], paragraph: Stretch, removals: Sequence[Removals]
) -> None:
    fits = [
        _Fit(paragraph.start, paragraph.end - paragraph.start, removed, found.start)
        for each in removals
        for removed, found in each.paragraphs(_texts(tokens, paragraph))
        if removed.found.isdisjoint(range(*found))
    ]
    if fits:
        _credit(versions, max(fits, key=lambda fit: fit.rank))


def _credit(versions: list[int | None], fit: _Fit) -> None:
    origins = range(fit.origin, fit.origin + fit.size)
    versions[fit.start : fit.start + fit.size] = [fit.removed.versions[origin] for origin in origins]
    fit.removed.found.update(origins)


def _seeds(tokens: Sequence[Token], stretch: Stretch) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the index of each word that others follow, and the words it is looked up by: itself and those."""
    words = [index for index in range(*stretch) if tokens[index].is_word]
    for place in range(len(words) - RESTORED_WORDS + 1):
        following = words[place : place + RESTORED_WORDS]
        yield following[0], tuple(tokens[index].text for index in following)


def _short_paragraphs(tokens: Sequence[Token], stretch: Stretch) -> Iterator[Stretch]:
    """Yield the words of each paragraph that lies whole in the stretch, is too short to tell, and no table cell.

    A paragraph may be whole without its start: that stays when only its words are replaced.
    """
    begin = stretch.start - 1 if stretch.start and tokens[stretch.start - 1].place else stretch.start
    starts = [index for index in range(begin, stretch.end) if tokens[index].place]
    ends_here = stretch.end == len(tokens) or tokens[stretch.end].place
    for start, end in pairwise([*starts, stretch.end] if ends_here else starts):
        words = Stretch(start + 1, end)
        if not _is_cell(tokens[start]) and _has_words(tokens, words) and not is_telling(tokens, words):
            yield words


def _is_cell(start: Token) -> bool:
    return start.place is not None and "table" in start.place.path


def _has_words(tokens: Sequence[Token], stretch: Stretch) -> bool:
    return any(token.is_word for token in tokens[stretch.start : stretch.end])


def _texts(tokens: Sequence[Token], stretch: Stretch) -> tuple[str, ...]:
    return tuple(token.text for token in tokens[stretch.start : stretch.end])
