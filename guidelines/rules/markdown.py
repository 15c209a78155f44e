"""Markdown -> the title and clauses of a guideline, for imports.

Headings become clauses, the text before the first heading one without a heading. Everything a reader of
the Markdown would see stands in the clauses, once and in order; what can't is refused with its line.
Not seen, and so not kept: front matter but its title, comments, titles of links, what a picture shows
(its alternative text and a link to it are kept), bold and italic in headings, how table columns are
aligned. Our own Markdown (`guidelines.rules.markdown_out`) says exactly what it was written from.
"""

from collections.abc import Sequence

from guidelines.rules.content import LEVELS, Clause, Guideline
from guidelines.rules.front_matter import FrontMatterError, SplitText, split_front_matter
from guidelines.rules.html_parts import Section, html_to_sections
from guidelines.rules.markdown_exact import read_exact
from guidelines.rules.markdown_html import markdown_to_html
from guidelines.rules.raw_html import UnsupportedMarkdownError
from guidelines.rules.richtext import plain_line

__all__ = ["UnsupportedMarkdownError", "markdown_to_guideline"]


def markdown_to_guideline(markdown: str, *, fallback_title: str) -> Guideline:
    """Return what a Markdown text says as a guideline; unless it is our own, without summary and ids of clauses.

    The title is that of the front matter; or else a heading of level 1 that everything else follows; or
    else `fallback_title`. Such a heading is no clause, nor is one that repeats the title. Levels of
    headings are moved together so that the highest one in the text is 2 and the third and further ones
    are 4. Raises UnsupportedMarkdownError, with its line counted from 1, for what can't be kept.
    """
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        split = split_front_matter(text)
    except FrontMatterError as error:
        raise UnsupportedMarkdownError(error.line, "the front matter is no valid YAML") from error
    if (exact := _exact(split, fallback_title)) is not None:
        return exact
    sections = html_to_sections(_html(split.body, split.lines_before))
    title, rest = _take_title(sections, plain_line(split.title))
    return guideline_of_sections(rest, title or plain_line(fallback_title))


def _exact(split: SplitText, fallback_title: str) -> Guideline | None:
    """Return what our own Markdown says, None for any other; errors count the lines before it too."""
    try:
        return read_exact(split.body, fallback_title=split.title or fallback_title)
    except UnsupportedMarkdownError as error:
        raise UnsupportedMarkdownError(error.line + split.lines_before, error.reason) from error


def _html(body: str, lines_before: int) -> str:
    """Return Markdown as HTML; errors count the lines before it too."""
    try:
        return markdown_to_html(body)
    except UnsupportedMarkdownError as error:
        raise UnsupportedMarkdownError(error.line + lines_before, error.reason) from error


def _take_title(sections: Sequence[Section], title: str) -> tuple[str, list[Section]]:
    """Return the title, and the sections without the heading that says it; what stood under it stays."""
    if not sections:
        return title, []
    first, *others = sections
    is_title = first.level == 1 and (not title or first.heading.casefold() == title.casefold())
    if not is_title:
        return title, [first, *others]
    lead = [Section(parts=first.parts)] if first.parts else []
    return title or first.heading, lead + others


def guideline_of_sections(sections: Sequence[Section], title: str) -> Guideline:
    """Return sections as a guideline with this title, the levels of their headings moved together."""
    used = sorted({section.level for section in sections if section.heading})
    levels = {level: LEVELS[min(rank, len(LEVELS) - 1)] for rank, level in enumerate(used)}
    clauses = (
        Clause(id="", heading=section.heading, level=levels.get(section.level, LEVELS[0]), rule=section.parts)
        for section in sections
    )
    return Guideline(title, clauses=tuple(clauses))
