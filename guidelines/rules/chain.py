"""Whether a chain of versions is whole: numbers without gaps, each with the hash of the one before."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

LeafKey = tuple[int, str, str]
"""Page id, kind and clause id of a leaf."""


class Link(Protocol):
    """What the chain needs to know of a version."""

    page_id: int
    number: int
    parent_hash: str
    hash: str
    leaves: list[list[str]]

    def computed_hash(self) -> str:
        """Return the hash that the facts of the version give."""


def chain_faults(versions: Iterable[Link], leaves: Mapping[str, LeafKey]) -> Iterator[str]:
    """Yield what is wrong with versions, a sentence each; nothing when all is well.

    versions: guideline by guideline, in the order of their numbers. leaves: page id, kind and clause id by
        hash, of all leaves there are.
    """
    before: Link | None = None
    for version in versions:
        parent = before if before and before.page_id == version.page_id else None
        name = f"Version {version.number} of guideline {version.page_id}"
        yield from (f"{name} {fault}." for fault in _link_faults(version, parent, leaves))
        before = version


def _link_faults(version: Link, parent: Link | None, leaves: Mapping[str, LeafKey]) -> Iterator[str]:
    if version.number != (parent.number + 1 if parent else 1):
        yield f"does not follow version {parent.number}" if parent else "is the first there is, not number 1"
    if version.parent_hash != (parent.hash if parent else ""):
        yield "does not point at the version before it"
    if version.hash != version.computed_hash():
        yield "was changed: its hash does not fit"
    for kind, clause_id, leaf_hash in version.leaves:
        if leaves.get(leaf_hash) != (version.page_id, kind, clause_id):
            yield f"lacks its {kind} {clause_id}".rstrip() + f" (leaf {leaf_hash})"


def current_faults(current: Mapping[int, Any], newest: Mapping[int, int]) -> Iterator[str]:
    """Yield guidelines whose version in force is not their newest one.

    current: number of the version in force by page id, None where there is none. newest: highest number by
        page id.
    """
    for page_id in sorted(current.keys() | newest.keys()):
        if current.get(page_id) != newest.get(page_id):
            yield (
                f"Guideline {page_id} shows version {current.get(page_id)} as the one in force, "
                f"its newest is {newest.get(page_id)}."
            )
