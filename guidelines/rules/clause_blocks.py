"""The blocks of a clause: everything in it that somebody can point at, by key, and clauses without some of it.

A block is a leaf of text: the heading (`heading`), and paragraphs, list items, cells and code counted from 1
through rule and fields (`b1`, `b2`...); `link1`... are addresses that links lead to. A line break is one space.
Offsets are Unicode code points. Source: design/flags.md, "Who and what".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from guidelines.rules.content import FIELDS, Clause, Part, normalise_clause, part_html

HEADING = "heading"

Stretches = Mapping[str, Sequence[tuple[int, int]] | None]
"""What to take out, by key: stretches of start and end, or None for all of a block."""

_HOLDERS = ("p", "li", "td", "th", "pre")
_LISTS = ("ul", "ol")


@dataclass(frozen=True, slots=True)
class MarkedClause:
    """A clause ready to be shown, with `data-block` on each of its blocks.

    rule: its parts as HTML. clause: the same clause with its fields so marked; its own rule is left as it was.
    """

    rule: str
    clause: Clause


def texts(clause: Clause) -> dict[str, str]:
    """Return the text of each block by key, in reading order; empty ones are no blocks."""
    numbers = _Numbers()
    found = {HEADING: clause.heading} if clause.heading else {}
    links: dict[str, str] = {}
    for html in _pieces(clause):
        soup = _soup(html)
        found |= {block.key: block.text for block in numbers.blocks(soup)}
        links |= {key: str(link["href"]) for key, link in numbers.links(soup)}
    return found | links


def marked(clause: Clause) -> MarkedClause:
    """Return a clause as HTML in which each block's element holds the block's text and nothing else."""
    numbers = _Numbers()
    rule, *pieces = [_marked(html, numbers) for html in _pieces(clause)]
    fields: dict[str, Any] = dict(zip(FIELDS, pieces, strict=True))
    return MarkedClause(rule, replace(clause, **fields))


def without(clause: Clause, stretches: Stretches) -> Clause:
    """Return the clause in canonical form without stretches of its blocks; links that go keep their words."""
    cut = _Cutter(stretches)
    heading = cut_text(clause.heading, stretches[HEADING]) if HEADING in stretches else clause.heading
    rule = tuple(cut.part(part) for part in clause.rule)
    fields: dict[str, Any] = {field: cut.html(getattr(clause, field)) for field in FIELDS}
    return normalise_clause(replace(clause, heading=heading, rule=rule, **fields))


def cut_text(text: str, stretches: Sequence[tuple[int, int]] | None) -> str:
    """Return a text without some stretches of it; None for all of it."""
    gone = set(range(len(text))) if stretches is None else {at for each in stretches for at in range(*each)}
    return "".join(sign for at, sign in enumerate(text) if at not in gone)


def _pieces(clause: Clause) -> list[str]:
    """Return the rule and each field as HTML, in the order they are counted."""
    return ["".join(part_html(part) for part in clause.rule), *(getattr(clause, field) for field in FIELDS)]


def _soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block with the element it stands in, and what of that is its own: a list below an item is not."""

    key: str
    holder: Tag
    nodes: tuple[PageElement, ...]

    @property
    def strings(self) -> list[PageElement]:
        """Its text nodes and line breaks, in order."""
        return [leaf for node in self.nodes for leaf in _leaves(node)]

    @property
    def text(self) -> str:
        """What it says; a line break is a space."""
        return "".join(_said(leaf) for leaf in self.strings)


class _Numbers:
    """Counts blocks and links through all pieces of a clause."""

    def __init__(self) -> None:
        self._blocks = self._links = 0

    def blocks(self, soup: BeautifulSoup) -> Iterator[_Block]:
        """Yield the blocks of a piece that say something."""
        for holder in soup.find_all(_HOLDERS):
            nodes = tuple(takewhile(lambda node: getattr(node, "name", "") not in _LISTS, list(holder.children)))
            block = _Block(f"b{self._blocks + 1}", holder, nodes)
            if block.text.strip():
                self._blocks += 1
                yield block

    def links(self, soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
        """Yield the links of a piece that lead to an address."""
        for link in soup.find_all("a", href=True):
            self._links += 1
            yield f"link{self._links}", link


def _leaves(node: PageElement) -> list[PageElement]:
    if not isinstance(node, Tag):
        return [node]
    if node.name == "br":
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]


def _said(leaf: PageElement) -> str:
    return str(leaf) if isinstance(leaf, NavigableString) else " "


def _marked(html: str, numbers: _Numbers) -> str:
    soup = _soup(html)
    for block in list(numbers.blocks(soup)):
        _element_of(soup, block)["data-block"] = block.key
        for leaf in block.strings:
            if not isinstance(leaf, NavigableString):
                leaf.insert_after(" ")
    return str(soup)


def _element_of(soup: BeautifulSoup, block: _Block) -> Tag:
    """Return the element that holds just the block's text; where a list stands below it, one made for it."""
    if len(block.nodes) == len(list(block.holder.children)) or not block.nodes:
        return block.holder
    own = soup.new_tag("span")
    block.nodes[0].insert_before(own)
    for node in block.nodes:
        own.append(node.extract())
    return own


class _Cutter:
    """Takes stretches out of the pieces of a clause, one after the other."""

    def __init__(self, stretches: Stretches) -> None:
        self._stretches = stretches
        self._numbers = _Numbers()

    def html(self, html: str) -> str:
        """Return a piece of rich text without what is to go."""
        return str(self._cut(_soup(html)))

    def part(self, part: Part) -> Part:
        """Return a part of a rule without what is to go."""
        soup = self._cut(_soup(part_html(part)))
        if part.kind == "table":
            rows = tuple(
                tuple(cell.decode_contents() for cell in row.find_all(("td", "th"))) for row in soup.find_all("tr")
            )
            return replace(part, rows=rows)
        if part.kind == "code":
            return replace(part, text=soup.get_text())
        quote = soup.blockquote
        return replace(part, html=quote.decode_contents() if part.kind == "quote" and quote else str(soup))

    def _cut(self, soup: BeautifulSoup) -> BeautifulSoup:
        for block in list(self._numbers.blocks(soup)):
            if block.key in self._stretches:
                _cut_block(block, self._stretches[block.key])
        for key, link in list(self._numbers.links(soup)):
            if key in self._stretches:
                link.unwrap()
        return soup


def _cut_block(block: _Block, stretches: Sequence[tuple[int, int]] | None) -> None:
    gone = set(range(len(block.text))) if stretches is None else {at for each in stretches for at in range(*each)}
    at = 0
    for leaf in block.strings:
        said = _said(leaf)
        left = "".join(sign for place, sign in enumerate(said, at) if place not in gone)
        at += len(said)
        if left != said:
            leaf.replace_with(left)
