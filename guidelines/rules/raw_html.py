"""Which HTML within Markdown a guideline can keep: anything else is refused, so that nothing is lost unseen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

from markdown_it.token import Token

from guidelines.rules.richtext import normalise_inline

KEPT_TAGS = frozenset(
    {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "blockquote", "a", "img"}
    | {"b", "strong", "i", "em", "s", "del", "strike", "sup", "sub", "code", "kbd", "samp", "tt"}
    | {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption", "dl", "dt", "dd"}
)
"""Tags that have a place in a clause."""

CONTAINER_TAGS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "center"}
    | {"figure", "figcaption", "details", "summary"}
)
"""Tags that go, while what stands in them stays, in blocks of its own."""

UNWRAPPED_TAGS = frozenset(
    {"span", "u", "ins", "mark", "small", "big", "abbr", "cite", "dfn", "var", "time", "font", "label"}
    | {"bdi", "bdo", "wbr", "nobr", "colgroup", "col"}
)
"""Tags that go, while the text in them stays where it is."""

MAX_HEADING = 300
"""Characters a heading may have, as many as the editor takes."""

_OF_TABLES = frozenset({"thead", "tbody", "tfoot", "tr", "th", "td", "caption", "colgroup", "col"})
_NEVER_CLOSED = frozenset({"br", "hr", "img", "wbr", "col"})
_MAY_STAY_OPEN = frozenset({"p", "li", "dt", "dd", "tr", "th", "td", "thead", "tbody", "tfoot", "colgroup"})


class UnsupportedMarkdownError(ValueError):
    """Markdown with something that a guideline can't keep; `line` counts from 1, `reason` says what it is."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def check_tokens(tokens: list[Token], lines: list[str]) -> None:
    """Go through the tokens of a Markdown text, whose lines are given too, and refuse what can't be kept.

    Refused are tags we have no place for, tags that are not finished or never closed, comments without an
    end, joined table cells, tables within tables, rows with more cells than their table has columns,
    headings longer than MAX_HEADING, and links and pictures with an address of a kind we do not show. Raises
    UnsupportedMarkdownError with a line that counts from 1.
    """
    _check_rows(tokens, lines)
    _check_headings(tokens)
    checker = _Checker()
    for line, token in with_lines(tokens):
        if token.type in {"html_block", "html_inline"}:
            checker.check(token.content, line)
        elif token.type in {"link_open", "image"}:
            check_address(str(token.attrs.get("href") or token.attrs.get("src") or ""), line)
    checker.finish()


def check_html(html: str) -> None:
    """Refuse HTML that was made of another text as `check_tokens` does; the lines say nothing about that text."""
    checker = _Checker()
    checker.check(html, 1)
    checker.finish()


def with_lines(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """Yield every token, blocks and what stands in them, with the line it begins on."""
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        yield line, token
        for child in token.children or ():
            yield line, child
            line += child.type in {"softbreak", "hardbreak"}
            line += child.content.count("\n") if child.type == "html_inline" else 0


def _check_rows(tokens: list[Token], lines: list[str]) -> None:
    """Refuse rows of Markdown tables that go on after their last column: Markdown drops such cells."""
    cells: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            cells, line = [], token.map[0] if token.map else 0
        elif token.type == "inline":
            cells.append(token.content)
        elif token.type == "tr_close" and not _row_pattern(cells).match(lines[line]):
            raise UnsupportedMarkdownError(line + 1, "a row has more cells than its table has columns")


def _check_headings(tokens: list[Token]) -> None:
    """Refuse headings that are too long; a paragraph right above a line of dashes is a heading too."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and _shown_length(inline) > MAX_HEADING:
            line = opening.map[0] + 1 if opening.map else 1
            raise UnsupportedMarkdownError(line, f"a heading is longer than {MAX_HEADING} characters")


def _shown_length(inline: Token) -> int:
    shown = {"text", "code_inline", "image", "softbreak"}
    return sum(len(token.content or " ") for token in inline.children or () if token.type in shown)


def _row_pattern(cells: list[str]) -> re.Pattern[str]:
    """Return what a line must look like that holds these cells of a table and no more.

    Before them may stand marks of the quote or list the table is in; empty cells at the end may be left out.
    """
    while cells and not cells[-1]:
        cells = cells[:-1]
    between = r"[ \t]*\|[ \t]*".join(re.escape(cell).replace(r"\|", r"\\?\|") for cell in cells)
    return re.compile(rf"(?:[-+*>\s]|\d+[.)]\s)*\|?[ \t]*{between}[|\s]*\Z")


def check_address(address: str, line: int) -> None:
    """Refuse the address of a link or picture that our rich text would drop. Raises UnsupportedMarkdownError."""
    if address.strip() and not _is_kept(address):
        raise UnsupportedMarkdownError(line, f"a link or picture with the address “{address[:80]}” can't be kept")


@lru_cache(maxsize=4096)
def _is_kept(address: str) -> bool:
    return normalise_inline(f'<a href="{escape(address)}">x</a>') != "x"


@dataclass(frozen=True, slots=True)
class _OpenTag:
    name: str
    line: int


@dataclass
class _Checker:
    """Follows raw HTML through a text, piece by piece."""

    opened: list[_OpenTag] = field(default_factory=list)

    def check(self, html: str, line: int) -> None:
        """Check one piece of raw HTML, which begins on this line."""
        reader = _Reader(self, line)
        if html.rfind("<!--") > html.rfind("-->"):
            raise UnsupportedMarkdownError(line, "a comment never ends")
        reader.feed(html)
        if reader.rawdata.startswith("<"):
            raise UnsupportedMarkdownError(reader.line, "a tag is not finished")

    def open(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Note that a tag begins."""
        if tag not in KEPT_TAGS | CONTAINER_TAGS | UNWRAPPED_TAGS:
            raise UnsupportedMarkdownError(line, f"the tag <{tag}> can't be kept")
        in_table = any(each.name == "table" for each in self.opened)
        if tag == "table" and in_table:
            raise UnsupportedMarkdownError(line, "a table within a table can't be kept")
        if tag in _OF_TABLES and not in_table:
            raise UnsupportedMarkdownError(line, f"the tag <{tag}> stands outside a table")
        if any(attributes.get(name, "1") != "1" for name in ("colspan", "rowspan")):
            raise UnsupportedMarkdownError(line, "table cells that are joined can't be kept")
        check_address(attributes.get("href", "") or attributes.get("src", ""), line)
        if tag not in _NEVER_CLOSED:
            self.opened.append(_OpenTag(tag, line))

    def close(self, tag: str) -> None:
        """Note that a tag ends: the last one of its name that is open."""
        for index in reversed(range(len(self.opened))):
            if self.opened[index].name == tag:
                del self.opened[index]
                return

    def finish(self) -> None:
        """Refuse tags that are still open, but for those HTML closes itself."""
        for tag in self.opened:
            if tag.name not in _MAY_STAY_OPEN:
                raise UnsupportedMarkdownError(tag.line, f"the tag <{tag.name}> is never closed")


class _Reader(HTMLParser):
    """Reports the tags of one piece of raw HTML to the checker."""

    def __init__(self, checker: _Checker, first_line: int) -> None:
        super().__init__(convert_charrefs=False)
        self._checker = checker
        self._first_line = first_line

    @property
    def line(self) -> int:
        """The line of the text that is being read."""
        return self._first_line + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check a tag that begins."""
        self._checker.open(tag, {name: value or "" for name, value in attrs}, self.line)

    def handle_endtag(self, tag: str) -> None:
        """Note a tag that ends."""
        self._checker.close(tag)

    def handle_pi(self, data: str) -> None:
        """Refuse `<?…>`."""
        raise UnsupportedMarkdownError(self.line, "a processing instruction <?…> can't be kept")

    def handle_decl(self, decl: str) -> None:
        """Refuse `<!DOCTYPE …>` and the like."""
        raise UnsupportedMarkdownError(self.line, "a declaration <!…> can't be kept")

    def unknown_decl(self, data: str) -> None:
        """Refuse `<![CDATA[…]]>` and the like."""
        raise UnsupportedMarkdownError(self.line, "a section <![…]> can't be kept")
