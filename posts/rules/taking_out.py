"""Taking passages out of a whole post: its fields and its body, several at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flags.rules.markdown.cutting import cut_field, cut_tags
from flags.rules.markdown.taking_out import Spans, backwards
from flags.rules.markdown.taking_out import without as body_without
from posts.rules.tags import SEPARATOR, joined


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
        for start, end in backwards(cuts[key], plain[key]):
            fields = _field_without(fields, key, start, end)
    return replace(fields, body=body_without(fields.body, {key: cuts[key] for key in cuts.keys() - plain.keys()}))


def _field_without(fields: Fields, key: str, start: int, end: int) -> Fields:
    if key == "title":
        return replace(fields, title=cut_field(fields.title, start, end))
    if key == "summary":
        return replace(fields, summary=cut_field(fields.summary, start, end))
    return replace(fields, tags=tuple(cut_tags(fields.tags, start, end, SEPARATOR)))
