"""Versions of guidelines that were kept elsewhere, wherever they come from."""

import re
from dataclasses import dataclass
from datetime import datetime

from guidelines.rules.content import Guideline
from guidelines.rules.markdown import UnsupportedMarkdownError, markdown_to_guideline
from guidelines.rules.richtext import plain_line

MAX_LENGTHS = {"document": 255, "author": 120, "note": 10_000}
"""Characters a document's name, an author's name and a note may have at most."""

MAX_TITLE = 255
"""Characters of a title, as many as a page of the CMS can have."""

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years a version may be from: what databases and time zones take without trouble."""

NO_NOTE = "No reason was given."
"""What stands for the note of a version that came without one; the same in every language, as the record is."""


class BrokenHistoryError(ValueError):
    """A history that can't be imported. `place` says where it is broken, "" for the whole of it."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one document.

    place: where it stands, for people ("Line 3", "Commit 1a2b3c4d5e"). version: its number there, from 1. author:
    the name shown, "" for nobody known. username: that of an account, "" when only the name is known. slug: where
    the guideline should live, "" for an address made of its title. guideline: what it says; clauses that the file
    does not name have no id. markdown: the text it was read from, "" where it was no Markdown. titled_today:
    whether the title is today's for all versions, because nobody kept the earlier ones. co_authors: who else wrote
    it, each as author and username.
    """

    place: str
    document: str
    version: int
    author: str
    date: datetime
    note: str
    guideline: Guideline
    username: str = ""
    slug: str = ""
    material: bool = False
    markdown: str = ""
    titled_today: bool = False
    co_authors: tuple[tuple[str, str], ...] = ()


def guideline_of(markdown: str, document: str, place: str) -> Guideline:
    """Return what the Markdown of a version says. Raises BrokenHistoryError."""
    try:
        guideline = markdown_to_guideline(markdown, fallback_title=document_title(document))
    except UnsupportedMarkdownError as error:
        raise BrokenHistoryError(place, f"in its Markdown, line {error.line}: {error.reason}") from error
    if len(guideline.title) > MAX_TITLE:
        raise BrokenHistoryError(place, f"the title is longer than {MAX_TITLE} characters")
    return guideline


def document_title(document: str) -> str:
    """Return a title for a document that has none, made of its name: "a/social-media.md" -> "Social media"."""
    stem = re.sub(r"\.\w{1,8}\Z", "", document.rstrip("/").rpartition("/")[2])
    words = plain_line(re.sub(r"[-_]+", " ", stem))
    return words[:1].upper() + words[1:] or document
