"""Posts from elsewhere: one JSON object a line, as `manage.py import_posts` reads them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

from bs4 import BeautifulSoup

from flags.rules.markdown.projection import normalise_source, normalise_text
from people.rules.languages import LANGUAGE_CODE, MAX_LANGUAGE_CODE
from posts.rules.limits import MAX_ARTICLE, MAX_SLUG, MAX_SUMMARY, MAX_TITLE
from posts.rules.tags import MAX_TAG_LENGTH, MAX_TAGS, normalise_tags

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years a post may be from: what databases and time zones take without trouble."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=-)")


class RecordError(ValueError):
    """A line that is not a post; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Record:
    """A post to be imported. `published_at` is midnight UTC where only a day is given."""

    slug: str
    title: str
    summary: str
    body: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    published_at: datetime
    language: str = ""


def read_record(line: str) -> Record:
    """Return the post of one line. Raises RecordError for broken JSON, missing or overlong fields, a bad date.

    Form: {"slug", "title", "date", "authors", "tags", "excerpt", "markdown", "language"}; the language may be
    missing, further fields are ignored. An empty date is read from the slug's beginning. Titles and excerpts lose
    their HTML: tags are taken off, entities read.
    """
    try:
        data = json.loads(line)
    except ValueError as error:
        raise RecordError(f"This is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise RecordError("A line must hold one JSON object.")
    return Record(
        slug=_short(_text(data, "slug"), "slug", MAX_SLUG),
        title=_short(normalise_text(unescape(_text(data, "title"))), "title", MAX_TITLE),
        summary=_within(_summary(_text(data, "excerpt", default="")), "excerpt", MAX_SUMMARY),
        body=_short(normalise_source(_text(data, "markdown")), "markdown", MAX_ARTICLE),
        tags=_tags(_texts(data, "tags")),
        authors=_authors(_texts(data, "authors")),
        published_at=_moment(_text(data, "date") or _day_in(_text(data, "slug"))),
        language=_language(_text(data, "language", default="")),
    )


def _text(data: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = data.get(name, default)
    if not isinstance(value, str):
        raise RecordError(f'"{name}" must be a text.')
    return value


def _texts(data: Mapping[str, object], name: str) -> list[str]:
    value = data.get(name)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RecordError(f'"{name}" must be a list of texts.')
    return value


def _short(text: str, name: str, most: int) -> str:
    if not text.strip():
        raise RecordError(f'"{name}" is empty.')
    return _within(text, name, most)


def _within(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise RecordError(f'"{name}" has {len(text)} characters, at most {most} are allowed.')
    return text


def _tags(written: list[str]) -> tuple[str, ...]:
    tags = normalise_tags(written)
    if len(tags) > MAX_TAGS:
        raise RecordError(f'"tags" has {len(tags)} tags, at most {MAX_TAGS} are allowed.')
    return tuple(_within(tag, "tags", MAX_TAG_LENGTH) for tag in tags)


def _authors(written: list[str]) -> tuple[str, ...]:
    authors = tuple(dict.fromkeys(normalise_text(name) for name in written))
    if not authors or not all(authors):
        raise RecordError('"authors" must name at least one person.')
    return tuple(_within(name, "authors", 120) for name in authors)


def _language(written: str) -> str:
    code = written.strip().lower().replace("_", "-")
    if code and (not LANGUAGE_CODE.fullmatch(code) or len(code) > MAX_LANGUAGE_CODE):
        raise RecordError(f'"language" must be a code such as en, sv or pt-br, not {written}.')
    return code


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise RecordError(f'"date" must be written like 2026-11-22, not {written}.') from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise RecordError(f'"date" must lie between {FIRST_YEAR} and {LAST_YEAR}, not in {moment.year}.')
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day_in(slug: str) -> str:
    """Return the day a slug starts with, as static site generators write it; otherwise nothing."""
    day = _DAY.match(slug)
    return day.group() if day else ""


def _summary(text: str) -> str:
    """Return an excerpt as plain text; one without a word in it, a left-over of another format, is none."""
    plain = BeautifulSoup(text, "html.parser").get_text() if "<" in text or "&" in text else text
    return normalise_text(plain) if any(character.isalnum() for character in plain) else ""
