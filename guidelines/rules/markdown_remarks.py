"""What readers of a Markdown text see otherwise, or not at all, once it is a guideline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guidelines.rules.front_matter import FrontMatterError, split_front_matter
from guidelines.rules.markdown_exact import START
from guidelines.rules.markdown_html import ParsedMarkdown

Kind = Literal["front matter", "comment", "picture", "title of a link", "footnote", "template tag"]

_AS_WRITTEN: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("footnote", re.compile(r"\[\^[^\]\s]+\]")),
    ("template tag", re.compile(r"\{%.*?%\}|\{\{.*?\}\}")),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of this kind stands on a line, counted from 1."""

    line: int
    kind: Kind


def remarks(markdown: str) -> list[Remark]:
    """Return what is dropped (front matter but the title, comments, titles of links), shown as a link (pictures)
    or as it is written (footnotes, template tags); by line, each kind once a line. Our own Markdown has none.

    Raises nothing: what can't be read is refused elsewhere.
    """
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if START in text:
        return []
    try:
        split = split_front_matter(text)
    except FrontMatterError:
        return []
    found = {Remark(line + split.lines_before, kind) for line, kind in _in_body(split.body)}
    front = [Remark(1, "front matter")] if split.has_more_than_a_title else []
    return front + sorted(found, key=lambda remark: (remark.line, remark.kind))


def _in_body(text: str) -> Iterator[tuple[int, Kind]]:
    for line, token in ParsedMarkdown(text).inline:
        if token.type == "image":
            yield line, "picture"
        elif token.type in {"html_block", "html_inline"} and "<!--" in token.content:
            yield line, "comment"
        elif token.type == "link_open" and token.attrs.get("title"):
            yield line, "title of a link"
        elif token.type == "text":
            yield from ((line, kind) for kind, sign in _AS_WRITTEN if sign.search(token.content))
