"""From Markdown to safe HTML, with a line number for everything that can't be kept."""

import re
from collections.abc import Mapping
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

from guidelines.rules.raw_html import CONTAINER_TAGS, KEPT_TAGS, UnsupportedMarkdownError, check_tokens, with_lines

MAX_NESTING = 60
"""Levels of blocks in blocks (a list item counts two) that are read; real texts stay below 10."""

ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start", "reversed"}, "code": {"class"}}
URL_SCHEMES = {"http", "https", "mailto", "tel"}
_TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class ParsedMarkdown:
    """A Markdown text with line feeds as line ends, as blocks.

    comments: HTML blocks outside all others that begin with a comment, each with its line, from 1.
    references: what the definitions of links say, which stand anywhere in the text.
    inline: every token, also those within lines, with the line it begins on.
    """

    def __init__(self, text: str) -> None:
        env: dict[str, Any] = {}
        tokens = _parser.parse(text, env)
        self.comments = [
            (token.map[0] + 1, token.content)
            for token in tokens
            if token.type == "html_block" and not token.level and token.map and token.content.startswith("<!--")
        ]
        self.inline = list(with_lines(tokens))
        self.references: Mapping[str, Any] = env.get("references", {})


def markdown_to_html(text: str, references: Mapping[str, Any] | None = None) -> str:
    """Return Markdown (CommonMark, tables and strikethrough) as HTML with none but the tags of `raw_html`.

    text: with line feeds as line ends. references: definitions of links that stand elsewhere
    (ParsedMarkdown). Template tags `{% … %}` and `{{ … }}` stay as they are written; comments show nothing and go;
    footnotes are no part of this Markdown and stay as text. Raises UnsupportedMarkdownError with the line.
    """
    if found := _UNPRINTABLE.search(text):
        raise UnsupportedMarkdownError(_line_of(text, found.start()), "a control character can't be kept")
    tokens = _parser.parse(text, {"references": dict(references or {})})
    for token in tokens:
        if token.nesting == 1 and token.level >= MAX_NESTING - 1:
            line = token.map[0] + 1 if token.map else 1
            raise UnsupportedMarkdownError(line, "blocks within blocks are too deep to be kept")
    check_tokens(tokens, text.split("\n"))
    return nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=set(KEPT_TAGS | CONTAINER_TAGS),
        attributes=ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel=None,
    )


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _template_tag(state: StateInline, silent: bool) -> bool:
    """Read a template tag as text, so that `_` and `*` in it mark nothing."""
    found = _TEMPLATE_TAG.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True


def _reference_but_no_footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the definition of a link, which shows nothing; that of a footnote is text and stays."""
    first = state.bMarks[start] + state.tShift[start]
    return not state.src.startswith("[^", first) and reference(state, start, end, silent)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "template_tag", _template_tag)
    parser.block.ruler.at("reference", _reference_but_no_footnote)
    return parser


_parser = _make_parser()
