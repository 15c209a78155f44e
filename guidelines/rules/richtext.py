"""One canonical form for rich text, so that the same words always give the same bytes.

Rich text reaches us from an editor (which adds random keys to its paragraphs), from imports and from
scripts. Hashing, comparing and merging need one spelling of it, and nothing dangerous may survive. The
canonical form knows:

- blocks: `p`, `ul`, `ol`, `li` (nested), `hr`; every other block becomes a paragraph;
- marks: `b`, `i`, `s`, `sup`, `sub`, `code`, always nested in that order inside a link;
- links: `<a href>` with a harmless scheme, or `<a id linktype>` for a page or document kept by its number;
- `br`; single spaces; NFC; no control characters, comments, empty blocks or other attributes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import groupby

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

MARKS = ("b", "i", "s", "sup", "sub", "code")
_MARK_OF_TAG = {
    **{mark: mark for mark in MARKS},
    "strong": "b",
    "em": "i",
    "del": "s",
    "strike": "s",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_LIST_TAGS = frozenset({"ul", "ol"})
_BLOCK_TAGS = frozenset(
    {"p", "div", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"section", "article", "table", "tr", "td", "th", "dl", "dt", "dd", "figure", "figcaption"}
)
_READ_TAGS = set(_MARK_OF_TAG) | _LIST_TAGS | _BLOCK_TAGS | {"a", "br", "hr", "thead", "tbody"}
_DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript"}
_URL_SCHEMES = {"http", "https", "mailto", "tel"}
_LINK_TYPES = frozenset({"page", "document"})

MAX_DEPTH = 40
"""Levels of nested tags that are followed; deeper text is kept, its tags are not (real text stays below
10).
"""

MAX_ID_DIGITS = 18
"""Digits of a page's or document's number; databases count no further, and asking for more is an error."""

REMEMBERED = 1_000
"""Texts whose canonical form is remembered: from version to version most clauses stay as they are."""

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_LINE_BREAK = "\n"

Link = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of text with the same marks and link; the text of a line break is one line feed."""

    text: str
    marks: frozenset[str] = frozenset()
    link: Link = ()

    @property
    def style(self) -> tuple[frozenset[str], Link]:
        """Return what the words look like and lead to; neighbours alike in both are one run."""
        return self.marks, self.link


@dataclass(frozen=True, slots=True)
class _Break:
    """The edge of a block; a rule draws a line there."""

    rule: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A bulleted or numbered list; each item is what stands in it."""

    tag: str
    items: tuple[tuple["_Piece", ...], ...]


_Piece = _Run | _Break | _List


def plain_line(text: str) -> str:
    """Return text as one line: NFC, single spaces, no control characters, nothing at its ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))).strip()


def plain_lines(text: str) -> str:
    """Return text with each line as `plain_line` makes it and empty lines left out."""
    lines = (plain_line(line) for line in _UNPRINTABLE.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def verbatim(text: str) -> str:
    """Return code as it stands: NFC, line feeds only, no empty lines before it, no blanks after it."""
    lines = _UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    cleaned = unicodedata.normalize("NFC", lines)
    return re.sub(r"\A(?:[ \t]*\n)+", "", cleaned).rstrip()


@lru_cache(maxsize=REMEMBERED)
def normalise_rich_text(html: str) -> str:
    """Return the canonical form of rich text, "" when it holds no text; stable: doing it twice changes
    nothing.
    """
    return "".join(_block_html(_pieces(html)))


@lru_cache(maxsize=REMEMBERED)
def normalise_inline(html: str) -> str:
    """Return the canonical form of a table cell: no blocks, what were blocks stand on lines of their own."""
    return _inline_html(_joined(_flattened(_pieces(html))))


@lru_cache(maxsize=REMEMBERED)
def rich_text_lines(html: str) -> str:
    """Return the words of rich text without tags, a line a block (and a line a line break)."""
    return "\n".join(line for line in _text_lines(_pieces(html)) if line)


def _pieces(html: str) -> list[_Piece]:
    safe = nh3.clean(
        html,
        tags=_READ_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes={"a": {"href", "linktype", "id"}},
        url_schemes=_URL_SCHEMES,
        link_rel=None,
    )
    return list(_walk(BeautifulSoup(safe, "html.parser"), _Run(""), 0))


def _walk(node: Tag, style: _Run, depth: int) -> Iterator[_Piece]:
    """Yield what stands in a node, in reading order, with the marks and the link of `style`."""
    for child in node.children:
        if isinstance(child, NavigableString):
            yield replace(style, text=_SPACES.sub(" ", _UNPRINTABLE.sub("", str(child))))
        elif isinstance(child, Tag):
            if depth >= MAX_DEPTH:
                yield replace(style, text=_SPACES.sub(" ", _UNPRINTABLE.sub("", child.get_text(" "))))
            else:
                yield from _walk_tag(child, style, depth + 1)


def _walk_tag(tag: Tag, style: _Run, depth: int) -> Iterator[_Piece]:
    name = tag.name
    if name == "br":
        yield _Run(_LINE_BREAK)
    elif name == "hr":
        yield _Break(rule=True)
    elif name in _LIST_TAGS:
        yield _List(name, tuple(_items(tag, style, depth)))
    elif name in _BLOCK_TAGS:
        yield _Break()
        yield from _walk(tag, style, depth)
        yield _Break()
    elif name == "a":
        yield from _walk(tag, replace(style, link=_link(tag) or style.link), depth)
    elif name in _MARK_OF_TAG:
        yield from _walk(tag, replace(style, marks=style.marks | {_MARK_OF_TAG[name]}), depth)
    else:
        yield from _walk(tag, style, depth)


def _items(tag: Tag, style: _Run, depth: int) -> Iterator[tuple[_Piece, ...]]:
    """Yield the items of a list; what stands in a list outside any item is an item of its own."""
    for child in tag.children:
        if isinstance(child, Tag):
            pieces = _walk(child, style, depth) if child.name == "li" else _walk_tag(child, style, depth)
            yield tuple(pieces)
        elif str(child).strip():
            yield (replace(style, text=_SPACES.sub(" ", _UNPRINTABLE.sub("", str(child)))),)


def _link(tag: Tag) -> Link:
    """Return what a link points at, () when that is nothing we keep."""
    link_type, number, address = (str(tag.get(name, "")) for name in ("linktype", "id", "href"))
    if link_type:
        known = link_type in _LINK_TYPES and number.isdecimal() and len(number) <= MAX_ID_DIGITS
        return (("id", number), ("linktype", link_type)) if known else ()
    address = plain_line(address)
    return (("href", address),) if address else ()


def _joined(runs: Iterable[_Run]) -> list[_Run]:
    """Return the runs of a block with single spaces, no blanks of any kind at the ends of lines, in NFC.

    Equal neighbours become one run. Blanks between two runs have the style that both share, wherever they were
    typed: the editor moves them out of links and marks too. A block of nothing but blanks has no runs.
    """
    kept: list[_Run] = []
    blanks = ""
    for run in runs:
        words = run.text.strip()
        if run.text == _LINE_BREAK:
            kept.append(run)
            blanks = ""
        elif not words:
            blanks += run.text
        else:
            before, after = _blanks_around(run.text)
            if blanks + before and kept and kept[-1].text != _LINE_BREAK:
                kept.append(_Run(_gap(blanks + before), *_shared_style(kept[-1], run)))
            kept.append(replace(run, text=_BLANKS.sub(lambda found: _gap(found[0]), words)))
            blanks = after
    return _merged(_without_breaks_at_ends(kept))


def _blanks_around(text: str) -> tuple[str, str]:
    """Return the blanks before and after the words of a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _gap(blanks: str) -> str:
    """Return what some blanks in a row mean: one space, unless all of them are unbreakable or the like."""
    return " " if " " in blanks else blanks


def _shared_style(one: _Run, other: _Run) -> tuple[frozenset[str], Link]:
    """Return the tags that stay open between two runs, in the order in which `_inline_html` nests them."""
    if one.link != other.link:
        return frozenset(), ()
    differs = next((n for n, mark in enumerate(MARKS) if (mark in one.marks) != (mark in other.marks)), len(MARKS))
    return frozenset(MARKS[:differs]) & one.marks, one.link


def _without_breaks_at_ends(runs: list[_Run]) -> list[_Run]:
    words = [n for n, run in enumerate(runs) if run.text != _LINE_BREAK]
    return runs[words[0] : words[-1] + 1] if words else []


def _merged(runs: Iterable[_Run]) -> list[_Run]:
    return [
        _Run(unicodedata.normalize("NFC", "".join(run.text for run in same)), *style)
        for style, same in groupby(runs, key=lambda run: run.style)
    ]


def _inline_html(runs: Sequence[_Run], wrappers: Sequence[str] = ("a", *MARKS)) -> str:
    """Return runs as tags: the link outermost, then the marks in the order of MARKS."""
    if not wrappers:
        text = "".join(run.text for run in runs)
        return "<br>".join(escape(line, quote=False) for line in text.split(_LINE_BREAK))
    tag, inner = wrappers[0], wrappers[1:]
    parts = []
    for value, same in groupby(runs, key=lambda run: run.link if tag == "a" else tag in run.marks):
        html = _inline_html(list(same), inner)
        parts.append(f"<{tag}{_attributes(value)}>{html}</{tag}>" if value else html)
    return "".join(parts)


def _attributes(value: Link | bool) -> str:
    """Return a link's attributes as HTML; a mark (True) has none."""
    return "" if isinstance(value, bool) else "".join(f' {name}="{escape(content)}"' for name, content in value)


def _block_html(pieces: Iterable[_Piece]) -> Iterator[str]:
    """Yield the blocks among some pieces: paragraphs of neighbouring runs, rules, lists.

    Lists of one kind with nothing between them are one list, as the editor sees them.
    """
    blocks: list[tuple[str, str]] = []
    for kind, group in groupby(pieces, key=_grouping):
        same = list(group)
        if kind == "runs":
            html = _inline_html(_joined(piece for piece in same if isinstance(piece, _Run)))
            blocks += [("", f"<p>{html}</p>")] if html else []
        elif kind == "break":
            blocks += [("", "<hr>") for piece in same if isinstance(piece, _Break) and piece.rule]
        elif html := _items_html(item for piece in same if isinstance(piece, _List) for item in piece.items):
            blocks.append((kind, html))
    for list_tag, neighbours in groupby(blocks, key=lambda block: block[0]):
        html = "".join(html for _, html in neighbours)
        yield f"<{list_tag}>{html}</{list_tag}>" if list_tag else html


def _grouping(piece: _Piece) -> str:
    if isinstance(piece, _Run):
        return "runs"
    return piece.tag if isinstance(piece, _List) else "break"


def _items_html(items: Iterable[tuple[_Piece, ...]]) -> str:
    return "".join(f"<li>{item}</li>" for pieces in items for item in _item_html(pieces))


def _item_html(pieces: Sequence[_Piece]) -> Iterator[str]:
    """Yield an item as its text and the list under it; text that follows such a list is the next item."""
    text = ""
    nested: list[_List] = []
    for piece_or_runs in _lists_and_runs(pieces):
        if isinstance(piece_or_runs, _List):
            nested.append(piece_or_runs)
        elif html := _inline_html(_joined(_flattened(piece_or_runs))):
            yield from _finished_item(text, nested)
            text, nested = html, []
    yield from _finished_item(text, nested)


def _finished_item(text: str, nested: Sequence[_List]) -> Iterator[str]:
    """Yield an item. What stands under one without words takes its place: the editor could lose it."""
    if text:
        yield text + _nested_html(nested)
        return
    for each in nested:
        for item in each.items:
            yield from _item_html(item)


def _lists_and_runs(pieces: Sequence[_Piece]) -> Iterator[_List | list[_Piece]]:
    for is_list, group in groupby(pieces, key=lambda piece: isinstance(piece, _List)):
        if is_list:
            yield from (piece for piece in group if isinstance(piece, _List))
        else:
            yield list(group)


def _nested_html(lists: Sequence[_List]) -> str:
    """Return the lists under an item as one, of the first one's kind: the editor would lose a second one."""
    html = _items_html(item for each in lists for item in each.items)
    return f"<{lists[0].tag}>{html}</{lists[0].tag}>" if html else ""


def _flattened(pieces: Iterable[_Piece]) -> Iterator[_Run]:
    """Yield the runs of some pieces, with a line break between what were blocks."""
    pending = False
    for line in _lines(pieces):
        if pending:
            yield _Run(_LINE_BREAK)
        yield from line
        pending = True


def _lines(pieces: Iterable[_Piece]) -> Iterator[list[_Run]]:
    """Yield the runs of each block among some pieces; empty blocks are left out."""
    for kind, group in groupby(pieces, key=_grouping):
        same = list(group)
        if kind == "runs":
            if runs := _joined(piece for piece in same if isinstance(piece, _Run)):
                yield runs
        elif kind != "break":
            for piece in same:
                if isinstance(piece, _List):
                    for item in piece.items:
                        yield from _lines(item)


def _text_lines(pieces: Iterable[_Piece]) -> Iterator[str]:
    for runs in _lines(pieces):
        yield from "".join(run.text for run in runs).split(_LINE_BREAK)
