"""Histories of pages kept in a MediaWiki, from its XML dumps."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from guidelines.programs import run
from guidelines.rules.content import Guideline
from guidelines.rules.entries import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_LENGTHS,
    MAX_TITLE,
    NO_NOTE,
    BrokenHistoryError,
    Entry,
)
from guidelines.rules.mediawiki import NAMESPACES, Dump, Revision, WikiPage, read_dump, wiki_html_to_guideline
from guidelines.rules.raw_html import UnsupportedMarkdownError
from guidelines.rules.richtext import plain_lines

FOLDER = Path(__file__).parent
LISTED = 10
"""Titles of a dump that are named to somebody who asked for another one."""


def read_wiki(data: bytes, *, title: str = "", limit: int | None = None) -> dict[str, list[Entry]]:
    """Return the versions of pages in a MediaWiki dump, oldest first, by the name of each history.

    title: of the one page that is wanted; "" for all articles and project pages that are no redirects. limit: how
    many versions are wanted at most, None for any number. Raises BrokenHistoryError, and ProgramError when pandoc,
    which reads the wikitext, is not there.
    """
    dump = read_dump(data)
    pages = _wanted(dump, title)
    if limit is not None and sum(len(page.revisions) for page in pages) > limit:
        raise BrokenHistoryError("", f"The dump holds more than {limit} versions.")
    return {_document(dump, page): _entries(dump, page) for page in pages}


def _wanted(dump: Dump, title: str) -> list[WikiPage]:
    named = [page for page in dump.pages if page.title == title]
    articles = [page for page in dump.pages if page.namespace in NAMESPACES and not page.leads_elsewhere]
    found = named if title else articles
    if not found:
        titles = ", ".join(f"“{page.title}”" for page in dump.pages[:LISTED])
        raise BrokenHistoryError("", f"The dump has no such page; it has {titles or 'none'}.")
    return found


def _document(dump: Dump, page: WikiPage) -> str:
    """Return the name of a page's history; it stays when the page is renamed."""
    return f"{dump.base.rpartition('/')[0]}?curid={page.number}"[-MAX_LENGTHS["document"] :]


def _entries(dump: Dump, page: WikiPage) -> list[Entry]:
    return [_entry(dump, page, revision) for revision in page.revisions]


def _entry(dump: Dump, page: WikiPage, revision: Revision) -> Entry:
    place = f"Revision {revision.number} of “{page.title}”"
    if len(revision.author) > MAX_LENGTHS["author"]:
        raise BrokenHistoryError(place, f"its author's name is longer than {MAX_LENGTHS['author']} characters")
    if not _is_of_our_time(revision.date):
        raise BrokenHistoryError(
            place, f"its date has no time zone or is not between {FIRST_YEAR} and {LAST_YEAR}"
        )
    try:
        guideline = _guideline(revision.text, page.title[:MAX_TITLE], dump.base)
    except UnsupportedMarkdownError as error:
        raise BrokenHistoryError(place, error.reason) from error
    return Entry(
        place=place,
        document=_document(dump, page),
        version=revision.number,
        author=revision.author,
        date=revision.date,
        note=plain_lines(revision.note) or NO_NOTE,
        guideline=guideline,
        titled_today=True,
    )


def _is_of_our_time(date: datetime) -> bool:
    return date.tzinfo is not None and FIRST_YEAR <= date.year <= LAST_YEAR


@lru_cache(maxsize=16)
def _guideline(wikitext: str, title: str, base: str) -> Guideline:
    html = run(
        "pandoc",
        [
            "--sandbox",
            "--from=mediawiki",
            "--to=html",
            "--wrap=none",
            "--no-highlight",
            "--lua-filter=wikitext.lua",
        ],
        folder=FOLDER,
        data=wikitext.encode(),
    )
    return wiki_html_to_guideline(html.decode(), title=title, base=base)
