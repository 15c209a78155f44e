"""Taking several passages out of Markdown at once."""

from collections.abc import Iterable, Mapping

from flags.rules.markdown.cutting import cut
from flags.rules.markdown.document import Document, parse
from flags.rules.markdown.projection import normalise_code, normalise_text

Spans = Iterable[tuple[int, int]]
"""Stretches of a block's text, in code points."""


def without(body: str, cuts: Mapping[str, Spans | None]) -> str:
    """Return Markdown without the passages.

    cuts: by block key, stretches in code points of the block's text; None stands for the whole block.
    Cut from the end to the beginning, so that no cut changes the keys of what is cut after it. Raises ValueError
    for a block or a stretch that is not there.
    """
    document = parse(body)
    texts = document.texts()
    if unknown := cuts.keys() - texts.keys():
        raise ValueError(f"No block {', '.join(sorted(unknown))}.")
    order = _places(document)
    for key in sorted(cuts, key=order.__getitem__, reverse=True):
        body = _block_without(body, key, texts[key], backwards(cuts[key], texts[key]))
    return body


def _block_without(body: str, key: str, text: str, spans: list[tuple[int, int]]) -> str:
    """Cut several stretches of one block, the last one first; stop when all of the block is gone."""
    expected = {text}
    for start, end in spans:
        texts = parse(body).texts()
        places = [key, *texts] if texts.get(key) in expected else list(texts)
        place = next((place for place in places if texts[place] in expected), None)
        if place is None:
            return body
        body = cut(body, place, start, end)
        rest = texts[place][:start] + texts[place][end:]
        expected = {normalise_code(rest), normalise_text(rest)}
    return body


def backwards(spans: Spans | None, text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text, the last one first; all of it for None."""
    whole = [(0, len(text))] if text else []
    return whole if spans is None else sorted(((start, end) for start, end in spans), reverse=True)


def _places(document: Document) -> dict[str, tuple[int, int]]:
    """Return where each block stands: its first line, and its number among the blocks of its kind."""
    places = {block.key: (block.lines[0], n) for n, block in enumerate(document.blocks)}
    places |= {target.key: (target.lines[0], n) for n, target in enumerate(document.targets)}
    for picture in document.pictures:
        places[picture.image_key] = (picture.lines[0], picture.number)
        places[picture.alt_key] = (picture.lines[0], picture.number)
    return places
