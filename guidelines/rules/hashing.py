"""Hashes of leaves and versions: anybody who has the rows can recompute them.

A leaf is one piece of content with a random salt. A version's hash covers its facts, its parent's hash and
the hashes of its leaves in order, so a changed word, date, author, number or order is found. Because a
version covers only the hashes of its leaves, one leaf can be emptied later (a leak, an erasure) while every
hash still verifies; the salt goes with the content, so nobody can guess at what stood there.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

SALT_BYTES = 16
"""Bytes of randomness in a leaf's salt: 128 bits, so that equal content in two leaves cannot be told."""


class LeafRef(NamedTuple):
    """A version's pointer to a leaf: its kind ("title", "summary", "note", "clause"), clause id or "", and
    hash.
    """

    kind: str
    clause_id: str
    leaf_hash: str


def leaf_hash(*, salt: str, content: str) -> str:
    """Return the hash of a leaf in hexadecimal: SHA-256 of the salt (hexadecimal text) and the normalised
    content.
    """
    return hashlib.sha256(f"{salt}{content}".encode()).hexdigest()


def version_hash(
    *,
    page_id: int,
    number: int,
    date: datetime,
    person_id: int | None,
    origin: str,
    material: bool,
    parent_hash: str,
    leaves: Sequence[Sequence[str]],
    co_authors: Sequence[int] = (),
) -> str:
    """Return the hash of a version in hexadecimal: SHA-256 of canonical JSON of all arguments.

    date: aware, hashed in UTC to the microsecond. parent_hash: "" for the first version. leaves: in order,
    each a kind, a clause id and a leaf hash. co_authors: ids of further people whose words it brought; where there
    are none, nothing is hashed for them. Raises ValueError for a date without a time zone.
    """
    facts = version_facts(
        page_id=page_id,
        number=number,
        date=date,
        person_id=person_id,
        origin=origin,
        material=material,
        parent_hash=parent_hash,
        leaves=leaves,
        co_authors=co_authors,
    )
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def version_facts(
    *,
    page_id: int,
    number: int,
    date: datetime,
    person_id: int | None,
    origin: str,
    material: bool,
    parent_hash: str,
    leaves: Sequence[Sequence[str]],
    co_authors: Sequence[int] = (),
) -> dict[str, Any]:
    """Return what the hash of a version covers, as plain data. Raises ValueError for a date without zone."""
    if date.tzinfo is None:
        raise ValueError("The date of a version needs a time zone.")
    facts = {
        "page": page_id,
        "number": number,
        "date": date.astimezone(UTC).isoformat(timespec="microseconds"),
        "person": person_id,
        "origin": origin,
        "material": material,
        "parent": parent_hash,
        "leaves": [list(leaf) for leaf in leaves],
    }
    return facts | {"co_authors": list(co_authors)} if co_authors else facts
