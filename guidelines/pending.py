"""A file that somebody wants to import, between looking at it and importing it.

It lies in the cache, which every machine shares, for an hour, and only the person who sent it finds it again.
Nothing but text and bytes is kept, and it is no loss when the cache forgets it: the file is still where it came
from.
"""

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass

from django.core.cache import cache

from people.models import User

KEPT_FOR = 60 * 60
"""Seconds a file waits for its sender."""

TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A file by its name, with the address and the change note that were typed beside it ("" for none)."""

    name: str
    data: bytes
    slug: str
    note: str


def keep(person: User, file: PendingFile) -> str:
    """Keep a file for its sender; return the token by which they find it."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"name": file.name, "slug": file.slug, "note": file.note, "data": b64encode(file.data).decode()}
    cache.set(_key(person, token), json.dumps(values), KEPT_FOR)
    return token


def find(person: User, token: str) -> PendingFile | None:
    """Return the file that a person sent, None when it is not here (any more)."""
    kept = cache.get(_key(person, token))
    if kept is None:
        return None
    values = json.loads(kept)
    return PendingFile(values["name"], b64decode(values["data"]), values["slug"], values["note"])


def forget(person: User, token: str) -> None:
    """Forget a file."""
    cache.delete(_key(person, token))


def _key(person: User, token: str) -> str:
    return f"guidelines.import.{person.pk}.{token}"
