"""The log's arithmetic: salted commitments in a hash chain.

An entry publishes `sequence`, `digest` and `hash`; all three look random, so rows of one case cannot be
told apart, and still everybody can check the chain:

    commitment = SHA-256(salt of the opening + canonical JSON of case and payload)
    digest     = SHA-256(salt of the entry + time + commitment)
    hash       = SHA-256(sequence + previous hash + digest)

The salt of the opening is destroyed with the case; what it opened can then no longer be guessed, and the
chain still verifies. Source: docs/adr/0025-log.md.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
"""The "previous hash" of the first entry."""

SALT_BYTES = 32


@dataclass(frozen=True)
class Entry:
    """One entry, as stored. Hashes and salts are lower-case hexadecimal."""

    sequence: int
    at: datetime
    commitment: str
    salt: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Opening:
    """What an entry commits to; kept apart and destroyed with the case."""

    case: str
    payload: Mapping[str, object]
    salt: str


@dataclass(frozen=True)
class Fault:
    """Something wrong in the log: at which entry, and what (a code: see `verify`)."""

    sequence: int
    code: str


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def commit(opening: Opening) -> str:
    """Return the commitment to a case and its payload (64 hexadecimal digits)."""
    body = json.dumps(
        {"case": opening.case, "payload": opening.payload},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return _sha256(opening.salt, body)


def digest(*, salt: str, at: datetime, commitment: str) -> str:
    """Return the public face of an entry: it hides time and commitment until they are opened."""
    return _sha256(salt, at.astimezone(UTC).isoformat(timespec="microseconds"), commitment)


def chain(*, sequence: int, previous: str, digest: str) -> str:
    """Return the hash that ties an entry to everything before it."""
    return _sha256(str(sequence), previous, digest)


def make_entry(*, last: Entry | None, at: datetime, commitment: str, salt: str) -> Entry:
    """Return the entry that follows `last` (None for the first one)."""
    sequence = last.sequence + 1 if last else 1
    previous = last.hash if last else GENESIS
    link = chain(sequence=sequence, previous=previous, digest=digest(salt=salt, at=at, commitment=commitment))
    return Entry(sequence, at, commitment, salt, previous, link)


def verify(entries: Iterable[Entry], openings: Mapping[int, Opening]) -> list[Fault]:
    """Return everything wrong with a log, in order; an empty list for a sound one.

    entries: all of them, by sequence. openings: those that still exist, by sequence of their entry.
    Codes: "gap" (a number is missing or doubled), "previous" (does not name the hash before), "hash" (its
    own hash does not fit), "opening" (an opening does not fit the commitment), "stray" (opens no entry).
    """
    faults: list[Fault] = []
    expected, previous, seen = 1, GENESIS, set()
    for entry in entries:
        if entry.sequence != expected:
            faults.append(Fault(entry.sequence, "gap"))
        if entry.previous != previous:
            faults.append(Fault(entry.sequence, "previous"))
        face = digest(salt=entry.salt, at=entry.at, commitment=entry.commitment)
        if entry.hash != chain(sequence=entry.sequence, previous=entry.previous, digest=face):
            faults.append(Fault(entry.sequence, "hash"))
        opening = openings.get(entry.sequence)
        if opening is not None and commit(opening) != entry.commitment:
            faults.append(Fault(entry.sequence, "opening"))
        expected, previous = entry.sequence + 1, entry.hash
        seen.add(entry.sequence)
    faults += [Fault(sequence, "stray") for sequence in sorted(set(openings) - seen)]
    return faults
