"""The blocks of a post: everything in it that can be flagged, hidden or found, by key."""

from typing import Protocol

from flags.rules.markdown.document import parse
from posts.rules.tags import joined


class VersionText(Protocol):
    """What a post and a row of its history have in common."""

    @property
    def version(self) -> int:
        """The number of the version."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def summary(self) -> str:
        """What stands below the title; may be empty."""

    @property
    def body(self) -> str:
        """The text, in Markdown."""

    @property
    def tags(self) -> list[str]:
        """The tags in the order the author gave them."""


def fields_of(text: VersionText) -> dict[str, str]:
    """Return the text of the blocks that stand outside the body; empty ones are no blocks."""
    fields = {"title": text.title, "summary": text.summary, "tags": joined(text.tags)}
    return {key: value for key, value in fields.items() if value}


def blocks_of(text: VersionText) -> dict[str, str]:
    """Return the text of every block of a version by key, in reading order."""
    return fields_of(text) | parse(text.body).texts()
