"""The demonstration's posts: a file each, facts in TOML between two lines of `+++`, then Markdown."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from home.rules.edits import ContentFileError, replace_all_once

_FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class DemoEdit:
    """One edit of a post: who, when, and the whole Markdown after it."""

    date: datetime
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class DemoPost:
    """A post as it was first published, and its edits, oldest first; people are usernames, dates are aware."""

    key: str
    kind: str
    title: str
    summary: str
    body: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    blog: str
    date: datetime
    edits: tuple[DemoEdit, ...]


def read_post(key: str, text: str) -> DemoPost:
    """Return the post of one file. key: the file's name, for messages and for cases that point here.

    Raises ContentFileError for a file of another form, and for edits that do not fit or are not in order.
    """
    try:
        _before, facts, body = text.split(_FENCE, 2)
        row = tomllib.loads(facts)
    except ValueError as error:
        raise ContentFileError(f"{key}: this is not facts between two lines of +++, then text: {error}") from error
    body = body.strip()
    return DemoPost(
        key=key,
        kind=row["kind"],
        title=row["title"],
        summary=row.get("summary", ""),
        body=body,
        authors=tuple(row["authors"]),
        tags=tuple(row["tags"]),
        blog=row.get("blog", ""),
        date=row["date"],
        edits=_edits(key, row, body),
    )


def _edits(key: str, row: dict[str, Any], body: str) -> tuple[DemoEdit, ...]:
    """Return the edits with the body after each."""
    edits: list[DemoEdit] = []
    last = row["date"]
    for edit in row.get("edits", ()):
        if edit["date"] <= last:
            raise ContentFileError(f"{key}: an edit is older than what it edits.")
        last = edit["date"]
        body = replace_all_once(body, edit["changes"], where=key)
        edits.append(DemoEdit(last, edit["author"], body))
    return tuple(edits)
