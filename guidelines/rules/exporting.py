"""What can be fetched of a guideline: the exact data of a version, and the difference of two texts as a patch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from guidelines.rules.hashing import LeafRef

CONTEXT_LINES = 3
"""Unchanged lines around each change of a patch, as other tools have it."""

_NO_LINE_END = "\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class LeafData:
    """What the database holds of a leaf; salt and content are None once they were taken out."""

    salt: str | None
    content: str | None


def version_data(
    facts: Mapping[str, Any], version_hash: str, leaves: Iterable[Sequence[str]], held: Mapping[str, LeafData]
) -> dict[str, Any]:
    """Return all that is needed to check a version: docs/formats.md says how.

    facts: what the version's hash covers (`hashing.version_facts`). leaves: kind, clause id and hash of each, in
        order. held: what each leaf holds, by its hash.
    """
    return {"hash": version_hash, "facts": dict(facts), "leaves": [_leaf(LeafRef(*leaf), held) for leaf in leaves]}


def _leaf(ref: LeafRef, held: Mapping[str, LeafData]) -> dict[str, str | None]:
    kind, clause_id, leaf_hash = ref
    data = held[leaf_hash]
    return {"kind": kind, "clause_id": clause_id, "hash": leaf_hash, "salt": data.salt, "content": data.content}


def patch(old: str, new: str, *, name: str, old_label: str, new_label: str) -> str:
    """Return what changed from one text to another as a unified diff of the file `name`; "" for no difference.

    old_label, new_label: stand behind the names of the two files, as dates do elsewhere.
    """
    lines = unified_diff(
        _lines(old), _lines(new), f"a/{name}", f"b/{name}", old_label, new_label, n=CONTEXT_LINES, lineterm="\n"
    )
    return "".join(_ended(lines))


def _lines(text: str) -> list[str]:
    """Return the lines of a text, each with its line feed; no other character ends a line of a patch."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else line + _NO_LINE_END
