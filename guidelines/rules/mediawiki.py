"""Dumps of MediaWiki (Special:Export, dumpBackup.php): pages with their revisions, read without trusting them.

The wikitext itself is turned into HTML elsewhere (pandoc); here that HTML becomes what our Markdown reader makes
of its own. What MediaWiki hid (a deleted text, comment or name) is not in a dump.
"""

import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

import nh3
from bs4 import BeautifulSoup, Tag
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from guidelines.rules.content import Guideline
from guidelines.rules.entries import BrokenHistoryError
from guidelines.rules.html_parts import html_to_sections
from guidelines.rules.markdown import guideline_of_sections
from guidelines.rules.markdown_html import ATTRIBUTES, URL_SCHEMES
from guidelines.rules.raw_html import CONTAINER_TAGS, KEPT_TAGS, check_html
from guidelines.rules.richtext import plain_line

NAMESPACES = (0, 4)
"""Where wikis keep guidelines: among their articles, and among pages about themselves."""

_REDIRECT = re.compile(r"\s*#\w+:?\s*\[\[")
_OF_FILES = ("File:", "Image:")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision. number: its id in the wiki. author: name or address, "" for a hidden one. text: wikitext."""

    number: int
    date: datetime
    author: str
    note: str
    text: str


@dataclass(frozen=True, slots=True)
class WikiPage:
    """A page of a wiki with its revisions in the order of their ids."""

    number: int
    title: str
    namespace: int
    revisions: tuple[Revision, ...]

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the page only redirects to another one now."""
        return _REDIRECT.match(self.revisions[-1].text) is not None


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump. base: the address of one of the wiki's pages, "" when it does not say."""

    base: str
    pages: tuple[WikiPage, ...]


def read_dump(data: bytes) -> Dump:
    """Return the pages of a dump that hold wikitext. Raises BrokenHistoryError for what is no such dump."""
    base, pages = "", []
    try:
        for _event, element in iterparse(io.BytesIO(data), forbid_dtd=True):
            name = _name(element)
            if name == "base":
                base = (element.text or "").strip()
            elif name == "page":
                pages.append(_page(element))
                element.clear()
            elif name == "mediawiki" and not pages:
                raise BrokenHistoryError("", "The dump holds no pages.")
        if name != "mediawiki":
            raise BrokenHistoryError("", "This is no MediaWiki dump.")
    except ElementTree.ParseError as error:
        raise BrokenHistoryError(f"Line {error.position[0]}", f"this is no XML ({error})") from error
    except DefusedXmlException as error:
        raise BrokenHistoryError("", "The XML declares types or entities, which no dump does.") from error
    return Dump(base, tuple(page for page in pages if page.revisions))


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: ElementTree.Element, *path: str) -> str:
    """Return the text of a child of a child, "" where there is none."""
    for name in path:
        found = next((child for child in element if _name(child) == name), None)
        if found is None:
            return ""
        element = found
    return element.text or ""


def _page(element: ElementTree.Element) -> WikiPage:
    title = plain_line(_text(element, "title"))
    try:
        number, namespace = int(_text(element, "id")), int(_text(element, "ns") or 0)
    except ValueError as error:
        raise BrokenHistoryError("", f"The page “{title}” has no number.") from error
    revisions = sorted(_revisions(element, title), key=lambda revision: revision.number)
    return WikiPage(number, title, namespace, tuple(revisions))


def _revisions(page: ElementTree.Element, title: str) -> Iterator[Revision]:
    """Yield the revisions whose text is there and is wikitext."""
    for element in page:
        if _name(element) != "revision":
            continue
        if not any(_name(child) == "text" and "deleted" not in child.attrib for child in element):
            continue
        if (_text(element, "model") or "wikitext") == "wikitext":
            yield _revision(element, title)


def _revision(element: ElementTree.Element, title: str) -> Revision:
    number = _text(element, "id")
    try:
        return Revision(
            number=int(number),
            date=datetime.fromisoformat(_text(element, "timestamp")),
            author=plain_line(_text(element, "contributor", "username") or _text(element, "contributor", "ip")),
            note=_text(element, "comment"),
            text=_text(element, "text"),
        )
    except ValueError as error:
        raise BrokenHistoryError(f"Revision {number} of “{title}”", "its number or date can't be read") from error


def wiki_html_to_guideline(html: str, *, title: str, base: str) -> Guideline:
    """Return what a page says, from the HTML that pandoc makes of it; its title is that of the page.

    base: the address of one of the wiki's pages, to which its links are relative. Raises UnsupportedMarkdownError
    without a line of use.
    """
    soup = BeautifulSoup(html, "html.parser")
    _point_to_the_wiki(soup, base)
    for code in soup.find_all("pre"):
        _name_language(code)
    for caption in soup.find_all("figcaption"):
        caption.decompose()
    known = str(soup)
    check_html(known)
    clean = nh3.clean(
        known,
        tags=set(KEPT_TAGS | CONTAINER_TAGS),
        attributes=ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel=None,
    )
    return guideline_of_sections(html_to_sections(clean), title)


def _point_to_the_wiki(soup: BeautifulSoup, base: str) -> None:
    """Make the addresses of links to other pages and of pictures whole."""
    for link in soup.find_all("a", href=True):
        address = str(link["href"])
        if link.get("title") == "wikilink" or address.startswith(_OF_FILES):
            link["href"] = urljoin(base, f"./{address}")
    for image in soup.find_all("img"):
        address = str(image.get("src", ""))
        if not _ABSOLUTE.match(address):
            image["src"] = urljoin(base, f"./File:{address}")


def _name_language(code: Tag) -> None:
    """Say the language of code the way Markdown does."""
    inner = code.find("code")
    names = code.get("class")
    if isinstance(inner, Tag) and names:
        inner["class"] = f"language-{names[0] if isinstance(names, list) else names}"
