"""Where a passage stands in a later version of its text: carried through the diff, failing closed.

Both versions are ours, so nothing is searched: the block is followed (`flags.rules.following`), its words are
aligned, and the edges of the passage go where its words went. That counts if at least 80 % of the passage was kept
and nothing else that changed is nearly as much like it. Otherwise all blocks in which it may stand are covered
as wholes. Source: docs/adr/0035-anchoring-across-edits.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from flags.rules.following import Versions
from flags.rules.passages import (
    LEFT_OVER_RUN,
    REWORDED_RUN,
    Span,
    Word,
    fold,
    merge,
    occurrences,
    repeats,
    snap,
    tokens,
    words,
)
from guidelines.rules.sequences import common_runs

KEPT_SHARE = 0.8
"""Share of the passage's letters that an edit has to leave for its place to be certain."""

RIVAL_MARGIN = 10.0
"""Points of likeness (0-100) that any other stretch of changed text has to be worse than the passage."""


@dataclass(frozen=True)
class Place:
    """One covered stretch of one block; `span` None means the whole block."""

    block: str
    span: Span | None


def places(
    old_blocks: Mapping[str, str], block: str, spans: Sequence[Span], new_blocks: Mapping[str, str]
) -> tuple[Place, ...]:
    """Return what has to be covered in `new_blocks` for the passage `spans` of `old_blocks[block]`.

    * a block with the very text of the old one: the same spans (in every such block);
    * the block it became: the passage as the diff carries it; where that is not certain, this block as a whole,
      and with it those into which it may have been split or merged;
    * any other new or changed block that repeats a run of the passage: the passage if it stands there just
      once, otherwise the whole block;
    * any other block: whole copies of a hidden stretch of at least 20 characters.

    KeyError when `old_blocks` has no such block.
    """
    original = old_blocks[block]
    versions = Versions(old_blocks, new_blocks)
    hidden = [original[span.start : span.end] for span in spans]
    found: dict[str, list[Span] | None] = {
        key: list(spans) for key, text in new_blocks.items() if text == original
    }
    for holder in (key for key, text in old_blocks.items() if text == original):
        for key, stretches in _followed(versions, holder, spans).items():
            known = found.get(key, [])
            found[key] = None if stretches is None or known is None else [*known, *stretches]
    changed = set(versions.changed)
    for key, text in new_blocks.items():
        known = found.get(key, [])
        if known is not None:
            repeated = _repeated(text, hidden, is_changed=key in changed, carried=bool(known))
            found[key] = None if repeated is None else [*known, *repeated]
    return tuple(Place(key, span) for key in new_blocks for span in _merged(found[key]))


def carried(
    old_blocks: Mapping[str, str], block: str, span: Span, new_blocks: Mapping[str, str]
) -> tuple[str, Span] | None:
    """Return the block and stretch of `new_blocks` that a passage certainly became; None where that is open."""
    versions = Versions(old_blocks, new_blocks)
    partner = versions.partner(block)
    if partner is None:
        return None
    if new_blocks[partner] == old_blocks[block]:
        return partner, span
    spans = _carried(versions, block, [span], partner)
    return (partner, spans[0]) if spans else None


def successor(
    old_blocks: Mapping[str, str], block: str, span: Span, new_blocks: Mapping[str, str]
) -> Place | None:
    """Return what stands now where a passage stood, however it reads; None if its block is gone.

    The place has no span where nothing was put in the passage's stead.
    """
    versions = Versions(old_blocks, new_blocks)
    heir = versions.partner(block) or versions.only_heir(block)
    if heir is None:
        return None
    text = new_blocks[heir]
    start, end = _Alignment(old_blocks[block], text).between_neighbours(span)
    inside = [token for token in tokens(text) if token.start < end and start < token.end]
    return Place(heir, Span(inside[0].start, inside[-1].end) if inside else None)


def left_over(
    old_blocks: Mapping[str, str], block: str, passage: str, new_blocks: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the keys of the blocks of `new_blocks` in which part of the passage is left, in order.

    A run of 20 or more characters of its words counts anywhere. In blocks that are new, changed, or the old one
    itself, 12 are enough, or all of a shorter passage ("12 %"): elsewhere that is a coincidence that was there
    before.
    """
    others = {text for key, text in old_blocks.items() if key != block}
    is_short = len(passage) < LEFT_OVER_RUN

    def holds(text: str) -> bool:
        """Whether part of the passage is left in a block that says this."""
        if text in others:
            return not is_short and repeats(text, passage, LEFT_OVER_RUN)
        return repeats(text, passage, REWORDED_RUN)

    return tuple(key for key, text in new_blocks.items() if holds(text))


def _followed(versions: Versions, holder: str, spans: Sequence[Span]) -> dict[str, list[Span] | None]:
    """Return what to cover where a block went: stretches of one block, or all of those it may have gone to."""
    heirs = versions.heirs(holder)
    if heirs is None:
        return {}
    for candidates in ([heirs.partner] if heirs.partner is not None else [], list(heirs.others)):
        certain = {key: carried for key in candidates if (carried := _carried(versions, holder, spans, key))}
        if len(certain) == 1:
            return dict(certain)
    return dict.fromkeys(heirs.keys)


def _carried(versions: Versions, holder: str, spans: Sequence[Span], key: str) -> list[Span] | None:
    """Return where the spans of an old block stand in a new one; None unless that is certain for each."""
    text, original = versions.new[key], versions.old[holder]
    alignment = _Alignment(original, text)
    found = [alignment.carried(span) for span in spans]
    certain = [span for span in found if span is not None]
    if not certain or len(certain) < len(spans):
        return None
    changed = {other: versions.new[other] for other in versions.changed}
    for before, after in zip(spans, certain, strict=True):
        passage = original[before.start : before.end]
        if _has_rival(passage, text[after.start : after.end], _without(changed, key, certain)):
            return None
    return certain


def _has_rival(passage: str, stretch: str, elsewhere: Iterable[str]) -> bool:
    """Tell whether any other text is nearly as much like the passage; whole copies are covered anyway."""
    sought = _folded(passage)
    bound = fuzz.ratio(sought, _folded(stretch)) - RIVAL_MARGIN
    for text in elsewhere:
        kept, end = [], 0
        for copy in occurrences(text, passage):
            kept.append(text[end : copy.start])
            end = copy.end
        for piece in [*kept, text[end:]]:
            other = _folded(piece)
            likeness = fuzz.partial_ratio if len(other) >= len(sought) else fuzz.ratio
            if likeness(sought, other) >= bound:
                return True
    return False


def _without(blocks: Mapping[str, str], key: str, spans: Collection[Span]) -> list[str]:
    """Return the texts of the blocks, the stretches of one of them left out."""
    texts = [text for other, text in blocks.items() if other != key]
    end = 0
    for span in merge(spans):
        texts.append(blocks[key][end : span.start])
        end = span.end
    return [*texts, blocks[key][end:]]


def _repeated(text: str, hidden: Sequence[str], *, is_changed: bool, carried: bool) -> list[Span] | None:
    """Return where a text repeats hidden stretches; None for all of it, where that cannot be told apart.

    carried: the passage has its place in this text already, so what it repeats besides are whole copies.
    """
    copies = {part: occurrences(text, part) for part in hidden}
    if not is_changed or carried:
        return [span for part in hidden if is_changed or len(part) >= LEFT_OVER_RUN for span in copies[part]]
    if not any(repeats(text, part, LEFT_OVER_RUN) for part in hidden):
        return []
    if all(len(spans) == 1 for spans in copies.values()):
        return [span for spans in copies.values() for span in spans]
    return None


def _merged(spans: Iterable[Span] | None) -> Sequence[Span | None]:
    return [None] if spans is None else merge(spans)


class _Alignment:
    """The words and signs of two texts, and which of the one became which of the other."""

    def __init__(self, old: str, new: str) -> None:
        self._new_text = new
        self._old, self._new = _elements(old), _elements(new)
        runs = common_runs([one.folded for one in self._old], [one.folded for one in self._new])
        self._became = {run.old + step: run.new + step for run in runs for step in range(run.size)}

    def carried(self, span: Span) -> Span | None:
        """Return where a stretch of the old text went, in whole tokens; None if too little of it was kept.

        Where its first or last word was replaced, what stands in their stead belongs to it.
        """
        inside = self._inside(span)
        kept = [index for index in inside if index in self._became]
        weight = sum(len(self._old[index].folded) for index in inside)
        if not kept or sum(len(self._old[index].folded) for index in kept) < KEPT_SHARE * weight:
            return None
        start, end = self.between_neighbours(span)
        if inside[0] in self._became:
            start = self._new[self._became[inside[0]]].start
        if inside[-1] in self._became:
            end = self._new[self._became[inside[-1]]].end
        return snap(self._new_text, start, end)

    def between_neighbours(self, span: Span) -> tuple[int, int]:
        """Return what lies between the kept words before a stretch and after it, in code points."""
        before = [index for index in self._became if self._old[index].end <= span.start]
        after = [index for index in self._became if span.end <= self._old[index].start]
        start = self._new[self._became[max(before)]].end if before else 0
        end = self._new[self._became[min(after)]].start if after else len(self._new_text)
        return start, end

    def _inside(self, span: Span) -> list[int]:
        return [index for index, one in enumerate(self._old) if one.start < span.end and span.start < one.end]


def _elements(text: str) -> list[Word]:
    """Return the words of a text and, one by one, the signs between them."""
    found, position = [], 0
    for word in [*words(text), Word(len(text), len(text), "")]:
        signs = ((index, fold(text[index])) for index in range(position, word.start) if not text[index].isspace())
        found += [Word(index, index + 1, sign) for index, sign in signs if sign]
        if word.folded:
            found.append(word)
        position = word.end
    return found


def _folded(text: str) -> str:
    return " ".join(one.folded for one in _elements(text))
