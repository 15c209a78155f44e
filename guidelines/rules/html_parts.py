"""From safe HTML to sections of a guideline: what stands under each heading, as parts of a rule."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from guidelines.rules.content import Part, PartKind, normalise_part
from guidelines.rules.raw_html import CONTAINER_TAGS
from guidelines.rules.richtext import plain_line

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol")
_PART_TAGS = ("table", "pre", "blockquote")
_LANGUAGE = re.compile(r"language-([\w+#.-]{1,40})\Z")


@dataclass
class Section:
    """A heading with its level of 1 to 6 ("" and 0 before the first one) and what stands under it."""

    heading: str = ""
    level: int = 0
    parts: tuple[Part, ...] = ()


def html_to_sections(html: str) -> list[Section]:
    """Return the sections of HTML that holds none but the tags of `raw_html`.

    Every word stands in it once and in order. Headings within lists end the list: they and what follows
    them in their item become sections. Headings within quotes and tables, and in lists within lists, become
    bold lines. Tables, code and quotes are parts of their own wherever they stand, so a list goes on after
    them; a numbered list that does, or does not begin at one, has its numbers written out. A picture
    becomes a link to it, named by its alternative text. A link in a heading stands below it.
    """
    soup = BeautifulSoup(html, "html.parser")
    _simplify(soup)
    sections = _Sections()
    sections.add(soup)
    return sections.finished()


def _simplify(soup: BeautifulSoup) -> None:
    """Put simpler tags, which say the same, in place of those that parts have no room for."""
    for image in soup.find_all("img"):
        _link_picture(image)
    for line_break in soup.select("pre br"):
        line_break.replace_with("\n")
    for line_break in soup.select(", ".join(f"{heading} br" for heading in _HEADINGS)):
        line_break.replace_with(" ")
    for caption in soup.find_all("caption"):
        if table := caption.find_parent("table"):
            table.insert_before(caption.extract())
        caption.name = "p"
    for container in soup.find_all(CONTAINER_TAGS):
        container.name = "p" if container.name in {"summary", "figcaption"} else "div"
    for numbered in soup.find_all("ol"):
        if not _is_plain(numbered):
            _write_numbers_out(numbered)


def _link_picture(image: Tag) -> None:
    """Turn a picture into a link to it; within a link, into its alternative text."""
    address = str(image.get("src", ""))
    name = str(image.get("alt", "")).strip()
    if image.find_parent("a") is None and address:
        image.name, image.attrs = "a", {"href": address}
        image.string = name or address.rpartition("/")[2] or address
    else:
        image.replace_with(name)


def _is_plain(numbered: Tag) -> bool:
    """Whether our rich text shows a numbered list with the same numbers."""
    counts_from_one = str(numbered.get("start", "1")) == "1" and "reversed" not in numbered.attrs
    parent = numbered.parent
    leads_an_item = parent is not None and parent.name == "li" and not _has_text(numbered.previous_siblings)
    if not counts_from_one or leads_an_item or numbered.find_parent("table"):
        return False
    items = numbered.find_all("li", recursive=False)
    others = (child for child in numbered.children if child not in items)
    return (
        numbered.find((*_PART_TAGS, *_HEADINGS)) is None
        and not _has_text(others)
        and all(_is_plain_item(item) for item in items)
    )


def _is_plain_item(item: Tag) -> bool:
    """Whether an item begins with words of its own, and has none after a list under it."""
    lists = item.find_all(_LISTS, recursive=False)
    rest = (sibling for each in lists[:1] for sibling in each.next_siblings if sibling not in lists)
    return _has_text(lists[0].previous_siblings if lists else [item]) and not _has_text(rest)


def _write_numbers_out(numbered: Tag) -> None:
    """Turn a numbered list into blocks that begin with their numbers."""
    items = numbered.find_all("li", recursive=False)
    start = str(numbered.get("start", ""))
    backwards = "reversed" in numbered.attrs
    first = int(start) if re.fullmatch(r"-?\d{1,9}", start) else len(items) if backwards else 1
    for position, item in enumerate(items):
        inner = item.find(True, recursive=False)
        lead = (
            item
            if inner is None or inner.name not in {"p", *_HEADINGS} or _has_text(inner.previous_siblings)
            else inner
        )
        lead.insert(0, f"{first - position if backwards else first + position}. ")
        item.name = "div"
    numbered.name = "div"


def _has_text(nodes: Iterable[PageElement]) -> bool:
    return any(node.get_text(strip=True) for node in nodes)


class _Sections:
    """Puts blocks under the headings they follow."""

    def __init__(self) -> None:
        self._sections = [Section()]
        self._collected = _Collected("text")

    def add(self, container: Tag) -> None:
        """Add all that stands in a tag, in order."""
        for node in list(container.children):
            if isinstance(node, Tag) and node.name in _HEADINGS:
                self._add_heading(node)
            elif isinstance(node, Tag) and _holds_sections(node):
                self._open_up(node)
            else:
                self._collected.add(node)

    def _add_heading(self, tag: Tag) -> None:
        heading = plain_line(tag.get_text())
        if heading:
            self._close()
            self._sections.append(Section(heading, int(tag.name[1])))
            self._collected = _Collected("text")
        for link in tag.find_all("a", href=True):
            address = escape(str(link["href"]))
            self._collected.add_html(f'<p><a href="{address}">{address}</a></p>')

    def _open_up(self, node: Tag) -> None:
        """Add what stands in a container or list that holds headings; items without one stay a list."""
        if node.name != "ul":
            self.add(node)
            return
        for child in list(node.children):
            if isinstance(child, Tag) and child.find(_HEADINGS, recursive=False):
                self.add(child)
            else:
                self._collected.add_item(child)

    def _close(self) -> None:
        self._sections[-1].parts = self._collected.finished()

    def finished(self) -> list[Section]:
        """Return the sections that say anything."""
        self._close()
        return [section for section in self._sections if section.heading or section.parts]


def _holds_sections(node: Tag) -> bool:
    """Whether headings in this tag begin sections: those in a container, or straight in an item of a list."""
    if node.name == "ul":
        return any(item.find(_HEADINGS, recursive=False) for item in node.find_all("li", recursive=False))
    return node.name not in _PART_TAGS and any(
        isinstance(child, Tag) and (child.name in _HEADINGS or _holds_sections(child)) for child in node.children
    )


class _Collected:
    """Collects parts; neighbouring rich text becomes one part of the kind given here."""

    def __init__(self, kind: PartKind) -> None:
        self._kind = kind
        self._parts: list[Part] = []
        self._html: list[str] = []

    def add(self, node: PageElement) -> None:
        """Add what stands in a node, in order."""
        if isinstance(node, NavigableString):
            self.add_html(escape(str(node), quote=False))
        elif isinstance(node, Tag):
            self._add_tag(node)

    def _add_tag(self, tag: Tag) -> None:
        if tag.name == "table":
            self._add_part(_table(tag))
        elif tag.name == "pre":
            self._add_part(_code(tag))
        elif tag.name == "blockquote":
            self._add_quote(tag)
        elif tag.find(_PART_TAGS) is None:
            self.add_html(_with_bold_headings(tag))
        elif tag.name == "ul":
            for child in list(tag.children):
                self.add_item(child)
        else:
            for child in list(tag.children):
                self.add(child)

    def add_item(self, item: PageElement) -> None:
        """Add what stands in a bulleted list: an item stays one up to the first part of another kind."""
        if not isinstance(item, Tag) or item.name != "li":
            self.add(item)
            return
        children = list(item.children)
        rest = next((i for i, child in enumerate(children) if _holds_parts(child)), len(children))
        lead = "".join(_html_of(child) for child in children[:rest])
        if lead.strip():
            self.add_html(f"<ul><li>{lead}</li></ul>")
        for child in children[rest:]:
            self.add(child)

    def _add_quote(self, tag: Tag) -> None:
        quoted = _Collected("quote")
        for child in list(tag.children):
            quoted.add(child)
        for part in quoted.finished():
            self._add_part(part)

    def add_html(self, html: str) -> None:
        """Add rich text."""
        self._html.append(html)

    def _add_part(self, part: Part) -> None:
        self._join_html()
        self._parts.append(normalise_part(part))

    def _join_html(self) -> None:
        self._parts.append(normalise_part(Part(self._kind, html="".join(self._html))))
        self._html.clear()

    def finished(self) -> tuple[Part, ...]:
        """Return the parts that hold anything, in canonical form."""
        self._join_html()
        return tuple(part for part in self._parts if part.html or part.rows or part.text)


def _holds_parts(node: PageElement) -> bool:
    return isinstance(node, Tag) and (node.name in _PART_TAGS or node.find(_PART_TAGS) is not None)


def _html_of(node: PageElement) -> str:
    return _with_bold_headings(node) if isinstance(node, Tag) else escape(str(node), quote=False)


def _with_bold_headings(tag: Tag) -> str:
    """Return a tag as HTML in which headings are bold lines."""
    headings = [tag] if tag.name in _HEADINGS else tag.find_all(_HEADINGS)
    for heading in headings:
        heading.name = "b"
        heading.wrap(BeautifulSoup("", "html.parser").new_tag("p"))
    return str(tag.parent if headings == [tag] else tag)


def _table(tag: Tag) -> Part:
    """Return a table; its first row is a heading when it holds none but heading cells, and any text."""
    rows = [row.find_all(("th", "td")) for row in tag.find_all("tr")]
    header = bool(rows) and all(cell.name == "th" for cell in rows[0])
    if header and not any(cell.get_text(strip=True) for cell in rows[0]):
        rows, header = rows[1:], False
    cells = tuple(tuple(_cell_html(cell) for cell in row) for row in rows)
    return Part("table", rows=cells, header=header)


def _cell_html(cell: Tag) -> str:
    for quote in cell.find_all("blockquote"):
        quote.name = "div"
    return cell.decode_contents()


def _code(tag: Tag) -> Part:
    """Return code as it stands, with the language its fence names."""
    inner = tag.find("code")
    classes = inner.get("class") if isinstance(inner, Tag) else None
    names = (_LANGUAGE.match(name) for name in classes or ())
    return Part("code", text=tag.get_text(), language=next((found[1] for found in names if found), ""))
