"""A long text and its next version, made by known edits: what a perfect diff would say is part of the sample.

Two hundred paragraphs of some 72 tokens, in words as frequent as in real prose. In the next version nineteen
paragraphs have a passage replaced, inserted or taken out, five are new, four are gone, five stand elsewhere,
and four only look different. No paragraph has two fates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Final

from guidelines.rules.textdiff import Block

PARAGRAPHS: Final = 200
EDITS: Final = 19
INSERTIONS: Final = 5
DELETIONS: Final = 4
MOVES: Final = 5
FORMATS: Final = 4

COMMON_WORDS: Final = "the of to and a in is that for it as with be on by not this are or at from you we our"
COMMON: Final = COMMON_WORDS.split()
SYLLABLES: Final = tuple(consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeio")
HEAD: Final = 12
"""Tokens at the start of a paragraph that may carry formatting; edits come after them."""


@dataclass(frozen=True)
class Paragraph:
    """Words and punctuation marks, and the formatting of its first words: (start, end, opening tag), or None."""

    key: str
    words: tuple[str, ...]
    look: tuple[int, int, str] | None = None

    @property
    def html(self) -> str:
        """Return the paragraph as rich text."""
        out = []
        start, end, opening = self.look or (-1, -1, "")
        for index, word in enumerate(self.words):
            lead = "" if index == 0 or word in ",." else " "
            before = opening if index == start else ""
            after = f"</{opening[1:2]}>" if index == end - 1 else ""
            out.append(f"{lead}{before}{word}{after}")
        return f"<p>{''.join(out)}</p>"


@dataclass(frozen=True)
class Truth:
    """What really happened, by key of the paragraph; `tokens` is how many were deleted or inserted."""

    tokens: int
    reworded: frozenset[str]
    added: frozenset[str]
    removed: frozenset[str]
    moved: frozenset[str]
    formatted: frozenset[str]


@dataclass(frozen=True)
class Sample:
    """Two versions of a text, and how the one became the other."""

    old: list[Block]
    new: list[Block]
    truth: Truth

    def without_keys(self) -> "Sample":
        """Return the same texts, their paragraphs nameless."""
        old, new = ([Block(None, block.html) for block in side] for side in (self.old, self.new))
        return replace(self, old=old, new=new)


def edited_text(rng: Random) -> Sample:
    """Return a text and its next version, with the edits between them."""
    writer = _Prose(rng)
    old = [_paragraph(f"p{index}", writer, rng) for index in range(PARAGRAPHS)]
    fates = rng.sample(old, EDITS + DELETIONS + MOVES + FORMATS)
    edited, removed = fates[:EDITS], fates[EDITS : EDITS + DELETIONS]
    moved, formatted = fates[EDITS + DELETIONS : -FORMATS], fates[-FORMATS:]
    rewritten = {paragraph.key: _edited(paragraph, writer, rng) for paragraph in edited}
    restyled = {p.key: _restyled(p, number) for number, p in enumerate(formatted)}
    leaving = {paragraph.key for paragraph in [*removed, *moved]}
    staying = [rewritten.get(p.key, (p, 0))[0] for p in old if p.key not in leaving]
    new = [restyled.get(paragraph.key, paragraph) for paragraph in staying]
    added = [_paragraph(f"n{index}", writer, rng) for index in range(INSERTIONS)]
    for paragraph in added:
        new.insert(rng.randrange(len(new)), paragraph)
    for paragraph in moved:
        new.insert(_far_from(old.index(paragraph), rng), paragraph)
    tokens = sum(count for _, count in rewritten.values()) + sum(len(p.words) for p in [*added, *removed])
    truth = Truth(tokens, _keys(edited), _keys(added), _keys(removed), _keys(moved), _keys(formatted))
    return Sample([Block(p.key, p.html) for p in old], [Block(p.key, p.html) for p in new], truth)


class _Prose:
    """Words in the frequencies of real prose: every third a common one, the others by Zipf's law."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._rare = sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(3000)})
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._rare) + 1)))

    def words(self, count: int) -> list[str]:
        """Return words without punctuation."""
        rare = self._rng.choices(self._rare, cum_weights=self._weights, k=count)
        return [self._rng.choice(COMMON) if self._rng.random() < 1 / 3 else word for word in rare]

    def sentence(self) -> list[str]:
        """Return a sentence of 8 to 24 tokens, with a comma in the longer ones and a full stop."""
        words = self.words(self._rng.randint(7, 22))
        if len(words) > 12:
            words.insert(self._rng.randint(4, len(words) - 4), ",")
        return [words[0].capitalize(), *words[1:], "."]


def _paragraph(key: str, writer: _Prose, rng: Random) -> Paragraph:
    """Return some 72 tokens, every fourth paragraph with a word in bold and every eighth with a link."""
    words: list[str] = []
    while len(words) < 64:
        words += writer.sentence()
    tag = rng.choice(["", "", "", "", "", "<b>", "<b>", f'<a href="https://example.org/{key}">'])
    return Paragraph(key, tuple(words), (2, 4, tag) if tag else None)


def _edited(paragraph: Paragraph, writer: _Prose, rng: Random) -> tuple[Paragraph, int]:
    """Return the paragraph with a passage replaced, inserted or deleted, and how many tokens that touches.

    No word of the passage stands in the paragraph already, so that there is one truth.
    """
    start = rng.randint(HEAD, len(paragraph.words) - 8)
    deleted = rng.choice([0, 1, 2, 3, 5])
    fresh = [word for word in writer.words(200) if word not in paragraph.words]
    inserted = fresh[: rng.choice([1, 2, 4, 6]) if deleted < 3 else rng.choice([0, 1, 3])]
    words = (*paragraph.words[:start], *inserted, *paragraph.words[start + deleted :])
    return replace(paragraph, words=words), deleted + len(inserted)


def _restyled(paragraph: Paragraph, number: int) -> Paragraph:
    """Return the paragraph with bold or a link that it did not have, lost, or led elsewhere."""
    looks = [(5, 8, "<b>"), (5, 8, '<a href="https://example.org/new">'), None, (2, 4, "<i>")]
    look = looks[number]
    return replace(
        paragraph, look=look if look != paragraph.look else (2, 4, '<a href="https://example.org/other">')
    )


def _far_from(index: int, rng: Random) -> int:
    """Return a place at least twenty paragraphs from where one stood."""
    return rng.choice([place for place in range(1, PARAGRAPHS - DELETIONS - MOVES) if abs(place - index) > 20])


def _keys(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    return frozenset(paragraph.key for paragraph in paragraphs)
