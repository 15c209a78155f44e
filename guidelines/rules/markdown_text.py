"""Rich text in canonical form -> Markdown that reads back as the same rich text.

Plain marks where Markdown is sure to read them as such (`**bold**` between spaces), HTML tags elsewhere: both are
read by `guidelines.rules.markdown`. Every sign that Markdown could take for its own is escaped.
"""

import re
from collections.abc import Iterator
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from markdown_it.common.normalize_url import normalizeLink, validateLink

MARKS = {"b": "**", "i": "*", "s": "~~"}

_SIGNS = re.compile(r"[\\`*_\[\]<|~]|&(?=#?\w+;)|\{(?=[{%])|!\Z")
_LINE_START = re.compile(r"\A(?:(?=[#+>=:-])|(\d{1,9})(?=[.)]))")
_PLAIN_ADDRESS = re.compile(r"[\w/:.?=#&%+,;@$-]+", re.ASCII)
_ENTITY = re.compile(r"&#?\w+;")
_SIMPLE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_UNKEPT = re.compile("[\x0b\x80-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_AFTER_MARK = " .,;:!?)"


def kept(text: str) -> str:
    """Return text without the few characters no Markdown file should have."""
    return _UNKEPT.sub("", text)


def escaped(text: str) -> str:
    """Return plain text so that Markdown reads it as such within a line."""
    return _SIGNS.sub(lambda found: "\\" + found[0], kept(text))


def begun(line: str) -> str:
    """Return a line of inline Markdown so that nothing at its start begins another block."""
    return _LINE_START.sub(lambda found: (found[1] or "") + "\\", line)


def heading(text: str, level: int) -> str:
    """Return a heading."""
    return f"{'#' * level} {escaped(text).replace('#', chr(92) + '#')}"


def rich_text_blocks(html: str) -> list[str]:
    """Return the blocks of rich text, each as its lines joined by line feeds."""
    soup = BeautifulSoup(html, "html.parser")
    return [_block(child) for child in soup.children if isinstance(child, Tag)]


def cell_line(html: str) -> str:
    """Return a table cell in one line."""
    return _inline(BeautifulSoup(html, "html.parser"), in_table=True)


def _block(tag: Tag) -> str:
    if tag.name == "hr":
        return "***"
    return _list(tag) if tag.name in {"ul", "ol"} else _lines(tag)


def _list(tag: Tag) -> str:
    items = tag.find_all("li", recursive=False)
    return "\n".join(_item(item, f"{n}. " if tag.name == "ol" else "- ") for n, item in enumerate(items, 1))


def _item(item: Tag, marker: str) -> str:
    nested = item.find_all(["ul", "ol"], recursive=False)
    for each in nested:
        each.extract()
    lines = "\n".join([_lines(item), *(_list(each) for each in nested)]).split("\n")
    return ("\n" + " " * len(marker)).join([marker + lines[0], *lines[1:]])


def _lines(tag: Tag) -> str:
    """Return a paragraph, with nothing at the start of its lines that would begin another block."""
    lines = _inline(tag, in_table=False).split("\\\n")
    return "\\\n".join(begun(line) for line in lines)


def _inline(parent: Tag, *, in_table: bool) -> str:
    written = ""
    children = list(parent.children)
    for place, child in enumerate(children):
        following = children[place + 1] if place + 1 < len(children) else None
        alone = parent.name not in {*MARKS, "a", "sup", "sub"} and _stands_alone(written, following)
        written += _node(child, in_table=in_table, alone=alone)
    return written


def _node(node: PageElement, *, in_table: bool, alone: bool) -> str:
    if isinstance(node, NavigableString):
        return escaped(str(node)).replace("\\|", "&#124;" if in_table else "\\|")
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "<br>" if in_table else "\\\n"
    inner = _inline(node, in_table=in_table)
    if node.name == "a":
        return _link(node, inner, in_table=in_table)
    return _code(node, inner, in_table=in_table) if node.name == "code" else _marked(node, inner, alone=alone)


def _link(node: Tag, inner: str, *, in_table: bool) -> str:
    address = kept(str(node.get("href", "")))
    if not address:
        return inner
    if _is_plain_address(address):
        return f"[{inner}]({address})"
    return f'<a href="{escape(address).replace("|", "&#124;") if in_table else escape(address)}">{inner}</a>'


def _stands_alone(written: str, following: PageElement | None) -> bool:
    """Whether what comes now has a space or the end of the line on both sides, or a sign after it."""
    before = not written or written[-1] in " \n("
    if following is None or (isinstance(following, Tag) and following.name == "br"):
        return before
    return before and isinstance(following, NavigableString) and str(following)[:1] in _AFTER_MARK


def _is_plain_address(address: str) -> bool:
    known = _PLAIN_ADDRESS.fullmatch(address) and not _ENTITY.search(address)
    return bool(known) and validateLink(address) and normalizeLink(address) == address


def _code(node: Tag, inner: str, *, in_table: bool) -> str:
    text = kept(node.get_text())
    plain = node.find(True) is None and "`" not in text and not (in_table and "|" in text)
    return f"`{text}`" if plain and text == text.strip() else f"<code>{inner}</code>"


def _marked(node: Tag, inner: str, *, alone: bool) -> str:
    text = node.string
    if alone and node.name in MARKS and text is not None and _SIMPLE.fullmatch(str(text)) and "\\" not in inner:
        return f"{MARKS[node.name]}{inner}{MARKS[node.name]}"
    return f"<{node.name}>{inner}</{node.name}>"


def indented(lines: str, prefix: str) -> Iterator[str]:
    """Yield lines with a prefix; empty ones without the blank at its end."""
    for line in lines.split("\n"):
        yield (prefix + line).rstrip() if not line else prefix + line
