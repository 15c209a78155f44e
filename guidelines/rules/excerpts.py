"""What a reader needs to see of a changed clause: its changed paragraphs and their neighbours, not ten pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from guidelines.rules.textdiff import BlockChange
from guidelines.rules.tokens import HEADINGS, tokenise
from guidelines.rules.worddiff import Span

CONTEXT = 1
"""Unchanged paragraphs that are kept before and after a changed one."""

WORTH_SKIPPING = 3
"""From this many unchanged paragraphs in a row on, they are left out; fewer are as short as the remark is."""

_COUNTED = frozenset({"ol", "table", "tr"})
"""Containers that are never begun in their middle: their numbers or headings would be wrong."""

Paragraph = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a clause to be shown, and how many unchanged paragraphs were left out before it.

    change: None at the end of a clause, where nothing follows what was left out.
    """

    skipped: int
    change: BlockChange | None


def excerpts(change: BlockChange) -> tuple[Excerpt, ...]:
    """Return the stretches of a clause around its changes; one with all of it where that is not much more.

    A heading at the start is kept, and of a clause that only moved, its first lines. Added and removed clauses
    are shown whole.
    """
    paragraphs = _paragraphs(change)
    kept = _kept(paragraphs)
    found: list[Excerpt] = []
    skipped = 0
    for is_kept, group in groupby(range(len(paragraphs)), key=kept.__contains__):
        indexes = list(group)
        if not is_kept:
            skipped = len(indexes)
            continue
        spans = tuple(span for index in indexes for span in paragraphs[index])
        found.append(Excerpt(skipped, replace(change, spans=spans, moved=change.moved and not found)))
        skipped = 0
    if skipped:
        found.append(Excerpt(skipped, None))
    return tuple(found) if any(each.skipped for each in found) else (Excerpt(0, change),)


def _paragraphs(change: BlockChange) -> list[Paragraph]:
    """Return the spans of each paragraph of a clause, cut where the next one starts."""
    spans = change.spans or (Span("equal", tokenise(change.new_html or change.old_html)),)
    paragraphs: list[list[Span]] = [[]]
    for span in spans:
        for starts, piece in _cut(span):
            if starts and paragraphs[-1]:
                paragraphs.append([])
            paragraphs[-1].append(piece)
    return [tuple(paragraph) for paragraph in paragraphs if paragraph]


def _cut(span: Span) -> Iterator[tuple[bool, Span]]:
    """Yield a span in pieces that each lie within one paragraph, with whether a paragraph starts there."""
    starts = [index for index, token in enumerate(span.tokens) if token.place]
    edges = sorted({0, *starts, len(span.tokens)})
    for begin, end in pairwise(edges):
        piece = Span(span.op, span.tokens[begin:end], span.before[begin:end])
        yield span.tokens[begin].place is not None, piece


def _kept(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indexes of the paragraphs that are shown."""
    changed = [index for index, spans in enumerate(paragraphs) if any(span.op != "equal" for span in spans)]
    near = {index + step for index in changed for step in range(-CONTEXT, CONTEXT + 1)}
    near |= {0} if changed and paragraphs and _is_heading(paragraphs[0]) else set()
    near |= set() if changed else set(range(CONTEXT + 1))
    kept = {index for index in near if 0 <= index < len(paragraphs)}
    for index in sorted(kept):
        _keep_back_to_start(index, paragraphs, kept)
    return kept | _short_gaps(kept, len(paragraphs))


def _keep_back_to_start(index: int, paragraphs: Sequence[Paragraph], kept: set[int]) -> None:
    """Keep what stands before a paragraph in its numbered list or table."""
    while index > 0 and index - 1 not in kept and _goes_on(paragraphs[index]):
        index -= 1
        kept.add(index)


def _goes_on(paragraph: Paragraph) -> bool:
    """Whether a paragraph stands in a numbered list or table that began before it."""
    place = paragraph[0].tokens[0].place
    return place is None or bool(_COUNTED.intersection(place.path[: place.begins]))


def _is_heading(paragraph: Paragraph) -> bool:
    place = paragraph[0].tokens[0].place
    return place is not None and place.tag in HEADINGS


def _short_gaps(kept: set[int], count: int) -> set[int]:
    """Return the indexes of paragraphs that are not worth leaving out."""
    found: set[int] = set()
    for is_kept, group in groupby(range(count), key=kept.__contains__):
        indexes = list(group)
        if not is_kept and len(indexes) < WORTH_SKIPPING:
            found.update(indexes)
    return found
