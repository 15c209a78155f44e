"""The check before posting: what in a text looks like a leak, told to its writer alone.

Nothing of the text is stored or logged, and nothing is held back because of it. What is counted, for a day and
in the cache: how often somebody asks, and how many different code names they were shown, so that nobody reads
the list by asking. Source: docs/adr/0036-guards.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from flags import citations
from flags.models import CodeName
from flags.rules import leaks, suggest
from people.models import User

CHECKS_AN_HOUR = 300
"""A writer who pauses every ten seconds asks so often."""

NAMES_A_DAY = 8
"""Different code names one person is told of in a day; a text of one's own rarely holds two."""

CHANGES_A_DAY = 20
"""Names one person may add or remove in a day."""

MAX_TEXTS = 10
"""Texts of one form that are looked through; a suggestion for a clause has seven."""

MAX_TEXT = 500_000
"""Characters of a text that are looked through."""

CLAUSES_KEPT_FOR = 5 * 60
"""Seconds the choice of clauses is kept."""

_DAY = 24 * 3600

_AT_ONCE = 5_000
"""Hashes asked about in one query; SQLite takes 32,766 values."""


@dataclass(frozen=True)
class Clause:
    """A clause in force that a leak touches."""

    heading: str
    address: str


@dataclass(frozen=True)
class Found:
    """A likely leak: the words themselves, for their writer; the clause it touches, if any."""

    kind: str
    name: str
    words: str
    clause: Clause | None


@dataclass(frozen=True)
class Checked:
    """What a check found. names_left_out: code names were not (all) looked up, because enough were asked about."""

    found: tuple[Found, ...]
    names_left_out: bool


def check(texts: Sequence[str], *, person: User, now: datetime) -> Checked:
    """Return the likely leaks in these texts: the first MAX_TEXTS of them, up to MAX_TEXT characters of each."""
    texts = [text[:MAX_TEXT] for text in texts[:MAX_TEXTS]]
    key = _key()
    names = [leaks.candidates(text, key) for text in texts]
    known, left_out = _known(sorted({each for found in names for each in found}), person, now)
    hints = [
        (text, hint)
        for text, candidates in zip(texts, names, strict=True)
        for hint in leaks.hints(text, names=candidates, known=known)
    ]
    clauses = _clauses() if hints else {}
    found = (
        Found(hint.kind, hint.name, text[hint.start : hint.end], clauses.get(hint.kind)) for text, hint in hints
    )
    return Checked(tuple(found), left_out)


def digest(name: str) -> str:
    """Return the keyed hash of a code name. ValueError for one that could not be looked for."""
    return leaks.digest(_key(), leaks.name_form(name))


def may_change_names(*, person: User, now: datetime) -> bool:
    """Count one more change of the list by this person today; False when the day's are used up."""
    return _count(f"changes.{person.pk}.{now:%Y-%m-%d}", _DAY) <= CHANGES_A_DAY


def _key() -> bytes:
    """Return the house's key for code names, made of SECRET_KEY: with another one the list is void."""
    return salted_hmac("flags.code_names", "key", algorithm="sha256").digest()


def _known(digests: Sequence[str], person: User, now: datetime) -> tuple[set[str], bool]:
    """Return which of these are on the list and may be told to this person, and whether some are left out."""
    if _count(f"checks.{person.pk}.{now:%Y-%m-%d.%H}", 3600) > CHECKS_AN_HOUR:
        return set(), True
    known = {
        row.digest
        for start in range(0, len(digests), _AT_ONCE)
        for row in CodeName.objects.filter(digest__in=digests[start : start + _AT_ONCE])
    }
    slot = f"flags.leakcheck.told.{person.pk}.{now:%Y-%m-%d}"
    told: frozenset[str] = cache.get(slot, frozenset())
    faces = {each: salted_hmac(slot, each, algorithm="sha256").hexdigest()[:12] for each in sorted(known)}
    allowed = {each for each, face in faces.items() if face in told}
    fresh = [each for each in faces if each not in allowed][: max(NAMES_A_DAY - len(told), 0)]
    if fresh:
        cache.set(slot, told | {faces[each] for each in fresh}, _DAY)
    allowed |= set(fresh)
    return allowed, allowed != known or len(told) >= NAMES_A_DAY


def _count(name: str, seconds: int) -> int:
    """Return how often this was counted in its time, this once included."""
    slot = f"flags.leakcheck.{name}"
    cache.add(slot, 0, seconds)
    try:
        return cache.incr(slot)
    except ValueError:  # it ran out in this very moment
        return 1


def _clauses() -> Mapping[str, Clause]:
    """Return the clause in force that each kind of leak touches most; up to CLAUSES_KEPT_FOR old."""
    return cache.get_or_set("flags.leakcheck.clauses", _most_touched, CLAUSES_KEPT_FOR) or {}


def _most_touched() -> dict[str, Clause]:
    offered = citations.choices()
    spoken = [(one.heading, one.text) for one in offered]
    touched = {kind: suggest.most_about(spoken, telling) for kind, telling in suggest.ABOUT.items()}
    return {
        kind: Clause(offered[index].heading, offered[index].address)
        for kind, index in touched.items()
        if index is not None
    }
