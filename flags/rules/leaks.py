"""Likely leaks in a text that nobody has posted yet: credentials by their form, and code names by keyed hashes.

A code name is compared without spaces, accents, capitals and look-alike letters, so "Night Fall" finds
"nightfall". Source: docs/adr/0036-guards.md.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from flags.rules.credentials import recognise
from flags.rules.passages import Span, words

MAX_WORDS = 4
"""Words a code name may have."""

LEAST_LETTERS = 4
"""Letters and digits a code name needs: shorter ones stand in every text."""

MAX_LOOKED_UP = 5_000
"""Words of one text that are looked up; a novel is not checked to its end."""


class Hint(NamedTuple):
    """A likely leak: "credential" or "code name", what it is called, and where it stands in code points."""

    kind: str
    name: str
    start: int
    end: int


def name_form(name: str) -> str:
    """Return a code name as it is compared. ValueError for one too long or too short to be looked for."""
    folded = [word.folded for word in words(name)]
    form = "".join(folded)
    if len(folded) > MAX_WORDS or len(form) < LEAST_LETTERS:
        raise ValueError(f"name: needs {LEAST_LETTERS} letters or more, and {MAX_WORDS} words or fewer")
    return form


def digest(key: bytes, form: str) -> str:
    """Return what is kept of a code name: an HMAC under the house's key (64 hexadecimal digits)."""
    return hmac.new(key, form.encode(), hashlib.sha256).hexdigest()


def candidates(text: str, key: bytes) -> dict[str, Span]:
    """Return the digest of every run of words that could be a code name, with the first place of each."""
    there = words(text)[:MAX_LOOKED_UP]
    found: dict[str, Span] = {}
    for first in range(len(there)):
        form = ""
        for word in there[first : first + MAX_WORDS]:
            form += word.folded
            if len(form) >= LEAST_LETTERS:
                found.setdefault(digest(key, form), Span(there[first].start, word.end))
    return found


def hints(text: str, *, names: Mapping[str, Span], known: Collection[str]) -> list[Hint]:
    """Return what in a text looks like a leak, in order of its place.

    names: as `candidates` returns it. known: those of its digests that are on the list.
    """
    credentials = [Hint("credential", found.name, found.start, found.end) for found in recognise(text)]
    spans = [names[each] for each in known if each in names]
    code_names = [Hint("code name", "", span.start, span.end) for span in spans if not _inside(span, spans)]
    return sorted([*credentials, *code_names], key=lambda hint: (hint.start, hint.end, hint.kind))


def _inside(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether another, longer stretch covers this one: "Nightfall" within "Project Nightfall"."""
    return any(other != span and other.start <= span.start and span.end <= other.end for other in others)
