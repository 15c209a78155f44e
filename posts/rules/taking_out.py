"""Taking passages out of a whole post: its fields and its body, several at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from posts.rules.cutting import cut, cut_field, cut_tags
from posts.rules.document import Document, parse
from posts.rules.projection import normalise_code, normalise_text
from posts.rules.tags import SEPARATOR, joined

Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Fields:
    """The text of a post. `body` is Markdown as `normalise_source` leaves it."""

    title: str
    summary: str
    body: str
    tags: tuple[str, ...]


def without(fields: Fields, cuts: Mapping[str, Spans | None]) -> Fields:
    """Return the fields without the passages.

    cuts: by block key, stretches in code points of the block's text; None stands for the whole block.
    A title may come back empty. Raises ValueError for a block or a stretch that is not there.
    """
    plain = {"title": fields.title, "summary": fields.summary, "tags": joined(fields.tags)}
    for key in plain.keys() & cuts.keys():
        for start, end in _backwards(cuts[key], plain[key]):
            fields = _field_without(fields, key, start, end)
    return replace(fields, body=_body_without(fields.body, {key: cuts[key] for key in cuts.keys() - plain.keys()}))


def _field_without(fields: Fields, key: str, start: int, end: int) -> Fields:
    if key == "title":
        return replace(fields, title=cut_field(fields.title, start, end))
    if key == "summary":
        return replace(fields, summary=cut_field(fields.summary, start, end))
    return replace(fields, tags=tuple(cut_tags(fields.tags, start, end, SEPARATOR)))


def _body_without(body: str, cuts: Mapping[str, Spans | None]) -> str:
    """Cut from the end to the beginning, so that no cut changes the keys of what is cut after it."""
    document = parse(body)
    texts = document.texts()
    if unknown := cuts.keys() - texts.keys():
        raise ValueError(f"No block {', '.join(sorted(unknown))}.")
    order = _places(document)
    for key in sorted(cuts, key=order.__getitem__, reverse=True):
        body = _block_without(body, key, texts[key], _backwards(cuts[key], texts[key]))
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


def _backwards(spans: Spans | None, text: str) -> list[tuple[int, int]]:
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
