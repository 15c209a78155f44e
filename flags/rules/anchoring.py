"""Where a passage stands in a later version of its text, failing closed.

Offsets are not carried through the diff yet; until then a changed block that may still hold the passage
is covered as a whole. Source: docs/adr/0023-fail-closed-anchoring.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from flags.rules.passages import LEFT_OVER_RUN, REWORDED_RUN, Span, merge, occurrences, repeats, words

SAME_BLOCK_SCORE = 50.0
"""Similarity (0-100, of words in order) from which a changed block counts as the reworded old one."""


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
    * any block that holds a whole hidden stretch of at least 20 characters: that stretch;
    * a block that is new or changed: whole, if it is the one most like the old block or repeats a run
      of the passage;
    * a block that was there before, unchanged: nothing more.

    KeyError when `old_blocks` has no such block.
    """
    original = old_blocks[block]
    hidden = [original[span.start : span.end] for span in spans]
    unchanged = set(old_blocks.values())
    heir = _heir(original, {key: text for key, text in new_blocks.items() if text not in unchanged})
    if original in new_blocks.values():
        heir = None
    found: list[Place] = []
    for key, text in new_blocks.items():
        if text == original:
            found += [Place(key, span) for span in merge(spans)]
        elif key == heir or (text not in unchanged and any(repeats(text, part, LEFT_OVER_RUN) for part in hidden)):
            found += _in_changed_block(key, text, hidden)
        else:
            copies = [span for part in hidden if len(part) >= LEFT_OVER_RUN for span in occurrences(text, part)]
            found += [Place(key, span) for span in merge(copies)]
    return tuple(found)


def _in_changed_block(key: str, text: str, hidden: Sequence[str]) -> list[Place]:
    """Cover exactly when every hidden stretch stands there just once, otherwise the whole block."""
    found = [occurrences(text, part) for part in hidden]
    if all(len(spans) == 1 for spans in found):
        return [Place(key, span) for span in merge(spans[0] for spans in found)]
    return [Place(key, None)]


def _heir(original: str, changed: Mapping[str, str]) -> str | None:
    """Return the key of the changed block most like the original, or None if none is like it."""
    sought = [word.folded for word in words(original)]
    best, best_score = None, SAME_BLOCK_SCORE
    for key, text in changed.items():
        score = fuzz.ratio(sought, [word.folded for word in words(text)], score_cutoff=best_score)
        if score >= best_score and score > 0:
            best, best_score = key, score
    return best


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
        if text in others:
            return not is_short and repeats(text, passage, LEFT_OVER_RUN)
        return repeats(text, passage, REWORDED_RUN)

    return tuple(key for key, text in new_blocks.items() if holds(text))
