"""Files with histories of guidelines, a version a line: reading them and refusing what is broken.

A line is a JSON object {"document", "version", "author", "date", "note", "markdown"}: the name of the document
(one or several in a file), the version's whole number, the author's name, an ISO 8601 date with a time zone, why
it was changed, and the text. Versions of a document go up, with or without gaps. The file is UTF-8, plain or
gzipped.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from guidelines.rules.content import Guideline
from guidelines.rules.entries import FIRST_YEAR, LAST_YEAR, MAX_LENGTHS, BrokenHistoryError, Entry, guideline_of
from guidelines.rules.richtext import plain_line

KEYS: dict[str, type[str] | type[int]] = {
    "document": str,
    "version": int,
    "author": str,
    "date": str,
    "note": str,
    "markdown": str,
}
"""What a line has to hold, and of which type."""

MAX_VERSION = 1_000_000_000
MAX_UNZIPPED = 1024**3
"""Bytes a gzipped file may hold; a whole firm's guidelines with their histories stay far below."""

_GZIP_MARK = b"\x1f\x8b"
_TYPE_NAMES = {str: "text", int: "a whole number"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class BrokenLineError(BrokenHistoryError):
    """A line that can't be imported. `line_number` counts from 1; 0 says that the whole file can't be read."""

    def __init__(self, line_number: int, reason: str) -> None:
        super().__init__(_place(line_number) if line_number else "", reason)
        self.line_number = line_number


def _place(line_number: int) -> str:
    return f"Line {line_number}"


def read_histories(data: bytes, *, limit: int = MAX_UNZIPPED) -> dict[str, list[Entry]]:
    """Return the versions of each document in a file, in the order of the file.

    limit: bytes that a gzipped file may hold. Empty lines are passed over. Raises BrokenLineError for the first
    line with anything wrong: no JSON, a key that is missing, too much or of another type, a bad date, a version
    that does not go up, text that can't be kept.
    """
    histories: dict[str, list[Entry]] = {}
    for line_number, line in enumerate(_unzipped(data, limit).split(b"\n"), 1):
        if line.strip():
            entry = read_entry(line, line_number)
            history = histories.setdefault(entry.document, [])
            if history and entry.version <= history[-1].version:
                was = history[-1].version
                raise BrokenLineError(
                    line_number, f"version {entry.version} of “{entry.document}” comes after version {was}"
                )
            history.append(entry)
    if not histories:
        raise BrokenLineError(0, "The file holds no versions.")
    return histories


def _unzipped(data: bytes, limit: int) -> bytes:
    if not data.startswith(_GZIP_MARK):
        return data.removeprefix(b"\xef\xbb\xbf")
    try:
        with gzip.open(BytesIO(data)) as file:
            content = file.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenLineError(0, "The file looks gzipped, but is damaged.") from error
    if len(content) > limit:
        raise BrokenLineError(0, f"The file holds more than {limit // 1024**2} MB.")
    return content


def read_entry(line: bytes, line_number: int) -> Entry:
    """Return the version on one line. Raises BrokenLineError."""
    try:
        values = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise BrokenLineError(line_number, "this is no UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BrokenLineError(line_number, f"this is no JSON ({error})") from error
    for problem in _problems(values):
        raise BrokenLineError(line_number, problem)
    document = values["document"].strip()
    return Entry(
        place=_place(line_number),
        document=document,
        version=values["version"],
        author=plain_line(values["author"]),
        date=_date(values["date"], line_number),
        note=values["note"].strip(),
        guideline=_guideline(values["markdown"], document, line_number),
        markdown=values["markdown"],
    )


def _problems(values: Any) -> Iterator[str]:
    """Yield what is wrong with the keys and values of a line."""
    if not isinstance(values, dict):
        yield "this is no JSON object"
        return
    yield from (f"“{key}” is missing" for key in KEYS if key not in values)
    yield from (f"“{key}” is not known" for key in values if key not in KEYS)
    for key, kind in KEYS.items():
        value = values[key]
        if isinstance(value, bool) or not isinstance(value, kind):
            yield f"“{key}” is not {_TYPE_NAMES[kind]}"
        elif isinstance(value, int):
            if not 1 <= value <= MAX_VERSION:
                yield f"“{key}” is not between 1 and {MAX_VERSION}"
        elif key in MAX_LENGTHS:
            yield from _problems_of_text(key, value)


def _problems_of_text(key: str, text: str) -> Iterator[str]:
    if not text.strip():
        yield f"“{key}” is empty"
    if len(text) > MAX_LENGTHS[key]:
        yield f"“{key}” is longer than {MAX_LENGTHS[key]} characters"
    if _UNPRINTABLE.search(text):
        yield f"“{key}” holds a control character"


def _date(text: str, line_number: int) -> datetime:
    try:
        date = datetime.fromisoformat(text)
    except ValueError as error:
        raise BrokenLineError(line_number, f"“date” is no ISO 8601 date: {text[:40]}") from error
    if date.tzinfo is None:
        raise BrokenLineError(line_number, f"“date” has no time zone: {text}")
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise BrokenLineError(line_number, f"“date” is not between {FIRST_YEAR} and {LAST_YEAR}: {text}")
    return date


def _guideline(markdown: str, document: str, line_number: int) -> Guideline:
    try:
        return guideline_of(markdown, document, _place(line_number))
    except BrokenHistoryError as error:
        raise BrokenLineError(line_number, error.reason) from error
