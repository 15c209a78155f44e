"""How long what somebody wrote is theirs to change, and what counts as having said it once."""

import unicodedata
from datetime import datetime, timedelta

MAX_COMMENT = 10_000
"""Characters of a comment: what is longer wants to be a post."""

MAX_LEVEL = 3
"""Levels of answers below a comment: a fourth would have no room on a telephone."""

SAME_WITHIN = timedelta(minutes=1)
"""Within this time the same words in the same place are one comment: two clicks on one button."""


def may_still_edit(written_at: datetime, now: datetime, *, minutes: int) -> bool:
    """Return whether a comment may be reworded: others may have answered to later ones.

    minutes: how long, from when it was written (COMMENT_EDIT_MINUTES); 0 for never.
    """
    return written_at <= now < written_at + timedelta(minutes=minutes)


def shows_something(text: str) -> bool:
    """Return whether readers would see anything of a text: blanks and invisible characters are nothing."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)
