"""Taking what a seal finds out of stored Markdown, until nothing of it is left.

Most of a source is shown, and cut by `flags.rules.markdown.cutting`. What no reader sees (the title of a link, a
definition nobody uses, the language of a block of code) is looked through line by line.
"""

import re

from flags.rules.markdown.document import parse
from flags.rules.markdown.taking_out import without
from flags.rules.sealing import Finder

_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')(?=\s*(?:\)|$))""")

_MARKS = re.compile(r"\w.*\w|\w")
"""From the first letter or digit to the last: what stands around it may begin a block."""

_ROUNDS = 4
"""A cut can bring the rest of a passage together; more than two rounds were never needed."""


def sealed(markdown: str, finder: Finder) -> str:
    """Return the source without what the finder finds; the same text where it finds nothing.

    What cannot be cut without leaving part of it behind takes the whole body with it.
    """
    body = markdown
    for _round in range(_ROUNDS):
        cuts = finder.cuts(parse(body).texts())
        if not cuts:
            return _without_unshown(body, finder)
        try:
            body = without(body, cuts)
        except ValueError:
            return ""
    return ""


def _without_unshown(body: str, finder: Finder) -> str:
    """Take out what a passage left where no reader sees it; `body` shows none any more."""
    shown = parse(body).texts()
    if finder.holds("\n".join(shown.values())) or not finder.holds(body):
        return body
    for without_line in (_without_titles, _without_found, _without_all):
        lines = (without_line(line, finder) if finder.holds(line) else line for line in body.split("\n"))
        kept = "\n".join(line for line in lines if line is not None)
        if parse(kept).texts() == shown and not finder.holds(kept):
            return kept
    return ""


def _without_titles(line: str, finder: Finder) -> str:
    """Return a line without the titles of its links, which we do not show."""
    return _TITLE.sub("", line)


def _without_found(line: str, finder: Finder) -> str | None:
    """Return a line without the passage; None where only a part of it stands."""
    spans = finder.cuts({"line": line}).get("line", [])
    for span in reversed(spans or []):
        marks = _MARKS.sub(" ", line[span.start : span.end])
        line = line[: span.start] + marks.strip() + line[span.end :]
    return None if spans is None else line


def _without_all(line: str, finder: Finder) -> None:
    """Leave the line out."""
