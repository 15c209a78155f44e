"""Cursors of keyset pagination: where a page of a list by (published_at, id) ends, as text for an address."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

_LARGEST_ID = 2**63 - 1
_LONGEST = 120


class CursorError(ValueError):
    """The text is not a cursor that `encode` made."""


def encode(published_at: datetime, pk: int) -> str:
    """Return the cursor of a row. `published_at` must know its time zone."""
    text = f"{published_at.astimezone(UTC).isoformat()}|{pk}"
    return base64.urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def decode(cursor: str) -> tuple[datetime, int]:
    """Return (published_at, id) of a cursor. Raises CursorError for anything else than what `encode` returns."""
    if len(cursor) > _LONGEST:
        raise CursorError(f"A cursor has at most {_LONGEST} characters.")
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        moment, _bar, number = text.partition("|")
        published_at, pk = datetime.fromisoformat(moment), int(number)
    except (ValueError, binascii.Error) as error:
        raise CursorError(f"Not a cursor: {cursor}") from error
    if published_at.utcoffset() != timedelta(0) or not 0 < pk <= _LARGEST_ID:
        raise CursorError(f"Not a cursor: {cursor}")
    return published_at, pk
