"""Every address the site knows, and everything it stores, searched for a word nobody may find."""

import pickle
import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


class UnknownArgumentsError(AssertionError):
    """An address of ours takes something the world of the test does not have: give it one."""


def routes() -> Iterator[tuple[str, str]]:
    """Yield the route of every view the resolver knows, with the name of the view's module."""
    yield from _routes_below(get_resolver().url_patterns, "")


def _routes_below(patterns, before: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes_below(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route, getattr(one.callback, "__module__", "")


def addresses(arguments: Mapping[str, list[str]], ours: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what each route leads to with real arguments; routes of others with arguments we lack lead nowhere.

    arguments: values by name; "app:name" goes before "name". ours: names of our apps, all of whose arguments have
    to be known outside of the CMS (UnknownArgumentsError).
    """
    found = {}
    for route, module in routes():
        app = module.split(".")[0]
        made = _filled(_plain(route), app, arguments)
        if made is None and app in ours and not route.startswith("cms/"):
            raise UnknownArgumentsError(route)
        found[route] = made or []
    return found


def _plain(route: str) -> str:
    """Return a route with its arguments as <name>, whether it was written as a path or as a pattern."""
    route = _NAMED_GROUP.sub(r"<\1>", route)
    return route.replace("^", "").replace("$", "").replace("\\", "").replace("\\Z", "")


def _filled(route: str, app: str, arguments: Mapping[str, list[str]]) -> list[str] | None:
    names = _ARGUMENT.findall(route)
    values = [arguments.get(f"{app}:{name}", arguments.get(name)) for name in names]
    if any(value is None for value in values) or "(" in route:
        return None
    filled = []
    for chosen in product(*(value for value in values if value)):
        path = route
        for part in chosen:
            path = _ARGUMENT.sub(part.replace("\\", ""), path, count=1)
        filled.append(f"/{path}")
    return filled


def read(browser, address: str) -> tuple[int, str]:
    """Return status and all that a browser gets: head lines, and the body whether streamed or not."""
    answer = browser.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return answer.status_code, f"{head}\n{body.decode(errors='replace')}"


def leaks(browser, where, words: str | tuple[str, ...]) -> list[str]:
    """Return the addresses whose answers hold the word, or one of the words, however it is written."""
    sought = [word.lower() for word in ((words,) if isinstance(words, str) else words)]
    found = []
    for address in where:
        status, text = read(browser, address)
        assert status < 500, address
        if any(word in plain(text) for word in sought):
            found.append(address)
    return found


def plain(text: str) -> str:
    """Return text as it is searched: lower case, no soft hyphens, nothing of no width."""
    return re.sub("[\u00ad\u200b\u2060]", "", text).lower()


def tables_with(word: str, but: frozenset[str] = frozenset()) -> list[str]:
    """Return every table, index tables of full-text search included, that holds the word in any column."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name not in but]
        return [name for name in names if word.lower() in _content(cursor, name)]


def _content(cursor, table: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return plain("\n".join(_as_text(value) for row in cursor.fetchall() for value in row))


def _as_text(value: object) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def cache_with(word: str) -> bool:
    """Tell whether the cache holds the word."""
    return any(word.lower() in plain(entry) for entry in _cache_entries())


def _cache_entries() -> Iterator[str]:
    kept: Any = cache
    if settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
        client = kept._cache.get_client()
        for key in client.scan_iter():
            if client.type(key) == b"string":
                yield (client.get(key) or b"").decode(errors="replace")
        return
    for path in Path(kept._dir).glob("*.djcache"):
        with path.open("rb") as file:
            pickle.load(file)
            yield zlib.decompress(file.read()).decode(errors="replace")


def mail_with(word: str) -> list[str]:
    """Return the subjects of mails that hold the word."""
    return [one.subject for one in getattr(mail, "outbox", []) if word.lower() in plain(one.message().as_string())]


def file_with(word: str) -> list[str]:
    """Return the files of an SQLite database that hold the word's bytes anywhere, free pages included."""
    name = str(settings.DATABASES["default"]["TEST"]["NAME"]) if connection.settings_dict["NAME"] == "" else ""
    path = Path(name or connection.settings_dict["NAME"])
    files = [path, path.with_name(f"{path.name}-wal")]
    return [one.name for one in files if one.exists() and word.lower().encode() in one.read_bytes().lower()]
