"""Tokens written as HTML again: always well formed, whatever the row of tokens."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from guidelines.rules.tokens import LINE_BREAK, Link, Place, Token


class Tag(NamedTuple):
    """An inline element that may be open.

    attributes: as they are written, a space before each.
    before, after: HTML shown inside the element at its start and its end, each time it is opened and closed.
    """

    name: str
    attributes: str = ""
    before: str = ""
    after: str = ""


class Writer:
    """Writes paragraphs and words one after another, opening and closing what stands around them.

    Containers stay open from one paragraph to the next as far as both stand in them; so do inline tags.
    """

    def __init__(self, section_titles: dict[str, str] | None = None) -> None:
        """section_titles: HTML written at the start of a section, by its data-field."""
        self._section_titles = section_titles or {}
        self._out: list[str] = []
        self._path: list[str] = []
        self._place: Place | None = None
        self._inline: list[Tag] = []
        self._line_begins = True

    def start(self, place: Place) -> None:
        """Start a paragraph at this place."""
        self._end_paragraph()
        shared = 0
        for mine, other in zip(self._path, place.path[: place.begins], strict=False):
            if mine != other:
                break
            shared += 1
        self._close_containers(shared)
        for container in place.path[shared:]:
            self._open_container(container)
        self._place = place
        if place.tag:
            self._out.append(_opening(place))
        self._line_begins = True

    def word(self, token: Token, tags: Sequence[Tag] = ()) -> None:
        """Write a word or a line break inside the given inline tags, outermost first."""
        if self._place is None:
            self.start(Place("p"))
        shared = 0
        for mine, other in zip(self._inline, tags, strict=False):
            if mine != other:
                break
            shared += 1
        self._close_inline(shared)
        if token.space and not self._line_begins:
            self._out.append(" ")
        for tag in tags[shared:]:
            self._out.append(f"<{tag.name}{tag.attributes}>{tag.before}")
            self._inline.append(tag)
        verbatim = self._place is not None and self._place.tag == "pre"
        is_break = token.text == LINE_BREAK and not verbatim
        self._out.append("<br>" if is_break else escape(token.text))
        self._line_begins = is_break

    def aside(self, html: str) -> None:
        """Write finished inline HTML, after all inline tags were closed."""
        if self._place is None:
            self.start(Place("p"))
        self._close_inline(0)
        self._out.append(html)

    def finish(self) -> str:
        """Close everything and return the HTML."""
        self._end_paragraph()
        self._close_containers(0)
        return "".join(self._out)

    def _open_container(self, container: str) -> None:
        name, _, field = container.partition(":")
        self._path.append(container)
        self._out.append(f'<{name} data-field="{field}">' if field else f"<{name}>")
        if field:
            self._out.append(self._section_titles.get(field, ""))

    def _close_containers(self, keep: int) -> None:
        while len(self._path) > keep:
            self._out.append(f"</{self._path.pop().partition(':')[0]}>")

    def _close_inline(self, keep: int) -> None:
        while len(self._inline) > keep:
            tag = self._inline.pop()
            self._out.append(f"{tag.after}</{tag.name}>")

    def _end_paragraph(self) -> None:
        self._close_inline(0)
        if self._place and self._place.tag:
            self._out.append(_closing(self._place))
        self._place = None


def to_html(tokens: Iterable[Token]) -> str:
    """Return the canonical HTML of tokens: `tokenise` gives the same tokens again."""
    writer = Writer()
    for token in tokens:
        if token.place:
            writer.start(token.place)
        else:
            writer.word(token, formatting(token.marks, source_attributes(token.link)))
    return writer.finish()


def formatting(marks: Iterable[str], link_attributes: str) -> list[Tag]:
    """Return the tags of a word's formatting, its link outermost; no link where it has no attributes."""
    tags = [Tag("a", link_attributes)] if link_attributes else []
    return tags + [Tag(mark) for mark in marks]


def source_attributes(link: Link | None) -> str:
    """Return the attributes of a link as its source has them, a space before each; "" for no link."""
    if link is None:
        return ""
    if link.kind:
        return f' linktype="{escape(link.kind)}" id="{escape(link.id)}"'
    return f' href="{escape(link.href)}"'


def _opening(place: Place) -> str:
    if place.tag == "hr":
        return "<hr>"
    if place.tag == "pre":
        language = f' class="language-{escape(place.language)}"' if place.language else ""
        return f"<pre><code{language}>"
    return f"<{place.tag}>"


def _closing(place: Place) -> str:
    if place.tag == "hr":
        return ""
    return "</code></pre>" if place.tag == "pre" else f"</{place.tag}>"
