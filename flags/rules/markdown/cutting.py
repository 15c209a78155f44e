"""Cutting a passage out of Markdown, so that nothing of it stays in the source and nothing else is lost.

A projection hides where a passage stands in the source (of 12,617 real blocks only 66 % stand there verbatim), so
nothing is searched and hoped for: each way of cutting is tried on the source, the result is parsed again, and it
counts only if the projection lost exactly what it should. From the gentlest to the surest:

1. the passage, where it stands exactly once in the lines of its block;
2. the whole block: its lines, or the cell of its table;
3. the whole top-level element around it (the list, the table, the quote);
4. the whole body.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flags.rules.markdown.document import Block, Document, parse
from flags.rules.markdown.projection import normalise_code, normalise_text

_PAIRS = ("**", "__", "~~", "`", "*", "_")
_REST_OF_LINK = re.compile(r"\](?:\([^()\n]*\)|\[[^\[\]\n]*\])")
_CELL_EDGE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class _Goal:
    """What the body must read after a cut: these texts, no new attribute, and `lost` fewer times than before."""

    texts: tuple[str, ...]
    attributes: Counter[str]
    lost: str = ""

    def is_met_by(self, candidate: str) -> bool:
        """Tell whether a candidate's projection lost exactly what it should."""
        document = parse(candidate)
        attributes = _attributes(document)
        lost_enough = not self.lost or attributes[self.lost] < self.attributes[self.lost]
        return self.texts == _texts(document) and attributes <= self.attributes and lost_enough


def cut(markdown: str, key: str, start: int, end: int) -> str:
    """Return the source without the passage from code point `start` to `end` of the block `key`.

    Of a link target, an image's address or its alternative text the whole goes, whatever the offsets.
    Raises ValueError if the source has no such block or the block no such passage.
    """
    document = parse(markdown)
    text = document.texts().get(key)
    if text is None or not 0 <= start < end <= len(text):
        raise ValueError(f"No passage {start}-{end} in block {key}.")
    block = next((block for block in document.blocks if block.key == key), None)
    if block is None:
        return _cut_attribute(markdown, document, key)
    return _cut_block(markdown, document, block, start, end)


def cut_field(text: str, start: int, end: int) -> str:
    """Return a plain field (title, summary) without the passage, in P1. Raises ValueError outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"No passage {start}-{end} in {len(text)} characters.")
    return normalise_text(text[:start] + text[end:])


def cut_tags(tags: Sequence[str], start: int, end: int, separator: str) -> list[str]:
    """Return the tags without those that the passage touches in their list joined by the separator."""
    kept, position = [], 0
    for tag in tags:
        if position + len(tag) <= start or end <= position:
            kept.append(tag)
        position += len(tag) + len(separator)
    return kept


def _cut_block(markdown: str, document: Document, block: Block, start: int, end: int) -> str:
    """Try the ways of cutting in order."""
    rest = block.text[:start] + block.text[end:]
    rest = normalise_code(rest) if block.is_code else normalise_text(rest)
    goal = _Goal(_texts_with(document, block, rest), _attributes(document))
    if rest.strip():
        for candidate in _without_passage(markdown, block, block.text[start:end]):
            if goal.is_met_by(candidate):
                return _cut_targets(candidate, block, start, end)
    return _cut_lines(markdown, document, block.lines, block)


def _cut_targets(markdown: str, block: Block, start: int, end: int) -> str:
    """Take out the targets of links that lost some of their text too: an address often repeats it."""
    position, touched = 0, set()
    for run in block.runs:
        if position < end and start < position + len(run.text):
            touched |= {mark.href for mark in run.marks if mark.tag == "a"}
        position += len(run.text)
    targets = parse(markdown).targets
    left = next((t for t in targets if t.owner == block.key and t.href in touched), None)
    if left is None:
        return markdown
    return _cut_targets(cut(markdown, left.key, 0, len(left.href)), block, start, end)


def _cut_attribute(markdown: str, document: Document, key: str) -> str:
    """Take out a link's target, an image's address, or its alternative text."""
    text, lines = _attribute_and_lines(document, key)
    goal = _Goal(_texts(document), _attributes(document), lost=text)
    for candidate in _without_attribute(markdown, lines, text):
        if goal.is_met_by(candidate):
            return candidate
    owner = next((block for block in document.blocks if block.lines == lines), None)
    return _cut_lines(markdown, document, lines, owner)


def _cut_lines(markdown: str, document: Document, lines: tuple[int, int], block: Block | None) -> str:
    """Take out a whole block; where that would change others, the element around it; at the worst, everything."""
    goal = _Goal(_texts_with(document, block, ""), _attributes(document))
    for candidate in _without_block(markdown, lines, block):
        if goal.is_met_by(candidate):
            return candidate
    whole = (0, markdown.count("\n") + 1)
    first, last = next(((first, last) for first, last in document.sections if first <= lines[0] < last), whole)
    others = tuple(other.text for other in document.blocks if not first <= other.lines[0] < last)
    candidate = _replace_lines(markdown, (first, last), "\n")
    return candidate if _Goal(others, _attributes(document)).is_met_by(candidate) else ""


def _texts_with(document: Document, changed: Block | None, text: str) -> tuple[str, ...]:
    """Return the texts of all blocks, one of them changed; an empty one is no block any more."""
    texts = (text if block == changed else block.text for block in document.blocks)
    return tuple(text for text in texts if text)


def _without_passage(markdown: str, block: Block, passage: str) -> Iterator[str]:
    """Yield the source without a passage that stands once in its block's lines, its empty marks gone first.

    Some marks do not work beside a space, so one that was beside the passage goes where that helps.
    """
    first, last = _span(markdown, block.lines)
    words = [passage] if block.is_code else passage.split(" ")
    pattern = r"\s+".join(re.escape(word) for word in words)
    found = list(re.finditer(f"(?=({pattern}))", markdown[first:last]))
    if len(found) != 1:
        return
    before, after = markdown[: first + found[0].start(1)], markdown[first + found[0].end(1) :]
    for left, right in ((before, after), (before.rstrip(" "), after), (before, after.lstrip(" "))):
        yield from reversed([left + right, *_tidied(left, right)])


def _tidied(before: str, after: str) -> Iterator[str]:
    """Yield what remains when the marks around an emptied place go too, one more pair each time."""
    while True:
        pair = next((p for p in _PAIRS if before.endswith(p) and after.startswith(p)), None)
        link = _REST_OF_LINK.match(after)
        if pair:
            before, after = before.removesuffix(pair), after.removeprefix(pair)
        elif link and before.endswith("["):
            before, after = before[:-1], after[link.end() :]
        else:
            return
        yield before + after


def _without_attribute(markdown: str, lines: tuple[int, int], text: str) -> Iterator[str]:
    """Yield the source with a target or alternative text replaced by nothing, in its block or anywhere."""
    first, last = _span(markdown, lines)
    for start, end in ((first, last), (0, len(markdown))):
        if markdown.count(text, start, end) == 1:
            place = markdown.index(text, start, end)
            for nothing in ("<>", ""):
                yield markdown[:place] + nothing + markdown[place + len(text) :]


def _without_block(markdown: str, lines: tuple[int, int], block: Block | None) -> Iterator[str]:
    """Yield the source without a block: its cell, or its lines."""
    if block and block.column >= 0:
        yield _without_cell(markdown, block)
        return
    yield _replace_lines(markdown, lines, "")
    yield _replace_lines(markdown, lines, "\n")


def _without_cell(markdown: str, block: Block) -> str:
    """Return the source with the cell's content replaced by one space."""
    first, last = _span(markdown, block.lines)
    row = markdown[first:last]
    edges = [edge.start() for edge in _CELL_EDGE.finditer(row)]
    if not row.lstrip().startswith("|"):
        edges = [-1, *edges]
    edges.append(len(row.rstrip("\n")))
    left, right = edges[block.column] + 1, edges[block.column + 1]
    return markdown[: first + left] + " " + markdown[first + right :]


def _attribute_and_lines(document: Document, key: str) -> tuple[str, tuple[int, int]]:
    """Return the text of an attribute block and the source lines of the block it stands in."""
    places = {target.key: (target.href, target.lines) for target in document.targets}
    for picture in document.pictures:
        places[picture.image_key] = (picture.src, picture.lines)
        places[picture.alt_key] = (picture.alt, picture.lines)
    return places[key]


def _texts(document: Document) -> tuple[str, ...]:
    return tuple(block.text for block in document.blocks)


def _attributes(document: Document) -> Counter[str]:
    """Count every link target, image address and alternative text that is shown."""
    shown = Counter(target.href for target in document.targets)
    for picture in document.pictures:
        shown.update(text for text in (picture.src, picture.alt) if text)
    return shown


def _span(markdown: str, lines: tuple[int, int]) -> tuple[int, int]:
    """Return the offsets at which a range of lines starts and ends."""
    starts = [0]
    for line in markdown.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] -= 1
    last = len(starts) - 1
    return starts[min(lines[0], last)], starts[min(lines[1], last)]


def _replace_lines(markdown: str, lines: tuple[int, int], by: str) -> str:
    first, last = _span(markdown, lines)
    return markdown[:first] + by + markdown[last:]
