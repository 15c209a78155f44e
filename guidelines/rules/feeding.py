"""What a feed says about a version: how much it changed, and a name for it that never changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from guidelines.rules.lineage import numbered_clauses
from guidelines.rules.matching import moved


@dataclass(frozen=True, slots=True)
class LeafChanges:
    """What changed from one version to the next, told by its leaves alone. Clauses are counted.

    front: whether title or summary changed. moved: and not changed besides.
    """

    front: bool
    added: int
    removed: int
    changed: int
    moved: int


def leaf_changes(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> LeafChanges:
    """Return what changed between two versions with these leaves, each a kind, a clause id and a hash."""
    old, new = numbered_clauses(0, before).hashes, numbered_clauses(0, after).hashes
    places = {each: place for place, each in enumerate(old)}
    pairs = {place: places[each] for place, each in enumerate(new) if each in old}
    changed = {each for each in new if each in old and new[each] != old[each]}
    movers = {list(new)[place] for place in moved(pairs)}
    return LeafChanges(
        front=_front(before) != _front(after),
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        changed=len(changed),
        moved=len(movers - changed),
    )


def _front(leaves: Sequence[Sequence[str]]) -> list[str]:
    return [leaf[2] for leaf in leaves if leaf[0] in {"title", "summary"}]


def feed_id(name: str) -> str:
    """Return a lasting id for what has this lasting name (the hash of a version), the same for ever."""
    return uuid5(NAMESPACE_URL, f"peerline:{name}").urn
