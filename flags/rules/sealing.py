"""What a seal takes out of a stored version: found across formatting and disguises, the whole block when unsure.

The text of a block is already free of formatting; words are compared folded (`flags.rules.passages`), so that
capitals, soft hyphens, zero-width characters and look-alike letters make no difference.
Source: docs/adr/0034-seals.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rapidfuzz import fuzz

from flags.rules.lifecycle import Life, State
from flags.rules.passages import (
    LEFT_OVER_RUN,
    REWORDED_RUN,
    Span,
    merge,
    occurrences,
    repeats,
    snap,
    words,
)

Cuts = dict[str, list[Span] | None]
"""What to take out, by block: stretches of its text, or None for all of it."""

SPELT_OUT = 8
"""Letters and digits from which a passage counts as found that stands there letter by letter."""

TELLING = 6
"""Letters and digits from which a passage is looked for everywhere; "12 %" only in the block it was marked in."""

SAME_BLOCK_SCORE = 50.0
"""Similarity (0-100, of words in order) from which two blocks count as one that was reworded."""

_GAP = " \ua66e\ua66e\ua66e "
"""A word no passage has, so that no run of words goes across it."""


class Finder(Protocol):
    """Says what is to be taken out of stored text."""

    def cuts(self, blocks: Mapping[str, str]) -> Cuts:
        """Return what to take out of blocks; empty when nothing is there."""

    def holds(self, text: str) -> bool:
        """Tell whether a stretch of stored text that is in no block holds a passage."""


@dataclass(frozen=True)
class Sought:
    """A passage to be taken out.

    text, span: the block it was marked in, and where. beside: texts of the other blocks of that version; what
    stood beside a short passage, unmarked, is not that passage.
    """

    text: str
    span: Span
    beside: frozenset[str] = frozenset()

    @property
    def passage(self) -> str:
        """The words themselves. Never stored, never logged."""
        return self.text[self.span.start : self.span.end]


def due_at(life: Life) -> datetime | None:
    """Return when a case is to be sealed, None if it is not: settled and not undone, or upheld and not appealed.

    What an author claims to be protected speech is never sealed against their will.
    """
    if life.ended_at is None or life.appeal is not None:
        return None
    if life.state is State.FIXED:
        return life.ended_at + life.numbers.undo
    return appeal_until(life) if life.state is State.UPHELD and not life.protected else None


def appeal_until(life: Life) -> datetime:
    """Return until when an end may be appealed, and what went can be put back. ValueError before an end."""
    if life.ended_at is None:
        raise ValueError("ended_at: the case has not ended")
    return life.ended_at + life.numbers.appeal


@dataclass(frozen=True)
class PassageFinder:
    """Finds passages whose words are known."""

    sought: tuple[Sought, ...]

    def cuts(self, blocks: Mapping[str, str]) -> Cuts:
        """Return what to take out so that nothing of the passages is left; empty when nothing is there.

        A block that holds a whole passage loses that; one that holds a part of it, or may, goes as a whole.
        """
        found = {key: _in_block(self.sought, text) for key, text in blocks.items()}
        return {key: spans for key, spans in found.items() if spans is None or spans}

    def holds(self, text: str) -> bool:
        """Tell whether a text that is in no block holds any of the passages, spelt out included."""
        return any(_repeats(one, text) for one in self.sought)


@dataclass(frozen=True)
class AnyFinder:
    """Finds whatever any of several finders finds."""

    finders: tuple[Finder, ...]

    def cuts(self, blocks: Mapping[str, str]) -> Cuts:
        """Return what any of them would take out."""
        found: Cuts = {}
        for finder in self.finders:
            for key, spans in finder.cuts(blocks).items():
                known = found.get(key, [])
                found[key] = None if spans is None or known is None else list(merge([*known, *spans]))
        return found

    def holds(self, text: str) -> bool:
        """Tell whether a text holds any of their passages."""
        return any(finder.holds(text) for finder in self.finders)


def _in_block(sought: Sequence[Sought], text: str) -> list[Span] | None:
    """Return what to take out of one block; None for all of it."""
    spans: list[Span] = []
    for one in sought:
        if not _may_stand_in(one, text):
            continue
        exact = [one.span] if text == one.text else []
        here = merge([*exact, *(_with_ends(text, span, one.passage) for span in occurrences(text, one.passage))])
        if _repeats(one, _without(text, here)):
            return None
        spans += here
    return list(merge(spans))


def _with_ends(text: str, span: Span, passage: str) -> Span:
    """Return where a passage stands, with the signs around its words: of "12 %" no "%" stays behind."""
    whole = snap(passage, words(passage)[0].start, words(passage)[-1].end) if words(passage) else None
    if whole is None:
        return span
    before, behind = passage[: whole.start], passage[whole.end :]
    start = span.start - len(before) if text[: span.start].endswith(before) else span.start
    end = span.end + len(behind) if text[span.end :].startswith(behind) else span.end
    return Span(start, end)


def _may_stand_in(one: Sought, text: str) -> bool:
    """Tell whether a block is one to look in; a short passage says too little elsewhere."""
    if text == one.text or len(one.passage) >= LEFT_OVER_RUN:
        return True
    if text in one.beside:
        return False
    return len(_letters(one.passage)) >= TELLING or _is_like(one.text, text)


def _repeats(one: Sought, text: str) -> bool:
    """Tell whether a text holds a run of the passage's words, or all of it spelt out."""
    if repeats(text, one.passage, REWORDED_RUN if _is_like(one.text, text) else LEFT_OVER_RUN):
        return True
    letters = _letters(one.passage)
    return len(letters) >= SPELT_OUT and letters in _letters(text)


def _is_like(text: str, other: str) -> bool:
    """Tell whether two blocks are the same one, reworded."""
    return fuzz.ratio(_folded(text), _folded(other), score_cutoff=SAME_BLOCK_SCORE) > 0


def _folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


def _letters(text: str) -> str:
    return "".join(_folded(text))


def _without(text: str, spans: Sequence[Span]) -> str:
    """Return the text with each stretch replaced by something that no run of words goes across."""
    for span in reversed(spans):
        text = text[: span.start] + _GAP + text[span.end :]
    return text


def moved(before: Mapping[str, str], after: Mapping[str, str], block: str, span: Span) -> tuple[str, Span] | None:
    """Return where a stretch of a version stands once a seal has changed that version; None if it is gone.

    For marks of other cases. Blocks are counted anew when one goes, so the text decides, the nearest one if
    several are alike. Of a stretch that was cut into, what is left keeps the mark.
    """
    text = before[block]
    order = list(before)
    here = order.index(block)
    keys = sorted(
        after, key=lambda key: (key != block, abs(order.index(key) - here) if key in order else len(order))
    )
    same = next((key for key in keys if after[key] == text), None)
    if same is not None:
        return same, span
    words_there = text[span.start : span.end]
    for key in keys:
        start = _nearest(after[key], words_there, span.start)
        if start is not None and _is_like(text, after[key]):
            return key, Span(start, start + len(words_there))
    return _rest(after.get(block, ""), text, span, block)


def _nearest(text: str, words_there: str, start: int) -> int | None:
    """Return the place of the words that is nearest to where they stood."""
    places = [at for at in range(len(text)) if text.startswith(words_there, at)]
    return min(places, key=lambda at: abs(at - start), default=None)


def _rest(now: str, text: str, span: Span, block: str) -> tuple[str, Span] | None:
    """Return what is left of a stretch that was cut into: its beginning, or its end."""
    marked = text[span.start : span.end]
    for size in range(len(marked) - 1, 0, -1):
        for part in (marked[:size], marked[-size:]):
            at = now.find(part) if part == part.strip() and _is_like(text, now) else -1
            if at >= 0:
                return block, Span(at, at + size)
    return None
