"""What changed in a guideline for somebody who has read it: clauses whose words differ from what they read last.

Whoever says "I have read version 4" is asked again only about what is not the same leaf any more. A clause may be
read on its own later on; it then counts as read in that version, whatever the others are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Leaves = Sequence[Sequence[str]]
"""The leaves of a version in order: kind, clause id ("" where it is no clause) and hash of each."""

FRONT = ("title", "summary")
"""Kinds of leaves that are no clauses and that readers still have to know."""


@dataclass(frozen=True, slots=True)
class LastRead:
    """What somebody said they have read of a guideline.

    number, leaves: the newest version read as a whole, and what it is made of. separately: the leaf hash of each
    clause that was read on its own in a version after that.
    """

    number: int
    leaves: Leaves
    separately: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed for one reader.

    since, current: the numbers of the version they read and of the newest one. unread: ids of clauses that say
    something they have not read, in order. gone: ids of clauses they read and that stand no more. front: whether
    title or summary say something else. material: the number of the newest version since then that changed what
    people may or must do, 0 for none and when nothing is left to read.
    """

    since: int
    current: int
    unread: tuple[str, ...]
    gone: tuple[str, ...]
    front: bool
    material: int

    @property
    def count(self) -> int:
        """How many clauses came, went or were reworded."""
        return len(self.unread) + len(self.gone)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read again."""
        return not (self.count or self.front)

    @property
    def is_newest(self) -> bool:
        """Whether the newest version was read as a whole."""
        return self.since >= self.current


def leaves_read(last_read: LastRead, leaves: Leaves) -> list[tuple[str, str, str]]:
    """Return what somebody read last, as the leaves of a version that perhaps never was.

    It is the version they read as a whole, with each clause that they read on its own later as they read it. One
    that the version lacked stands after the clause it follows in `leaves`, the newest version's; at the end where
    it follows nothing that they know.
    """
    read: list[tuple[str, str, str]] = []
    for kind, clause_id, digest in last_read.leaves:
        separately = last_read.separately.get(clause_id) if kind == "clause" else None
        read.append((kind, clause_id, separately or digest))
    known = {clause_id for kind, clause_id, _digest in read if kind == "clause"}
    order = [clause_id for kind, clause_id, _digest in leaves if kind == "clause"]
    brought = [clause_id for clause_id in last_read.separately if clause_id not in known]
    for clause_id in sorted(brought, key=lambda each: order.index(each) if each in order else len(order)):
        read.insert(_place(clause_id, order, read), ("clause", clause_id, last_read.separately[clause_id]))
    return read


def _place(clause_id: str, order: Sequence[str], read: Sequence[tuple[str, str, str]]) -> int:
    """Return where a clause belongs among those read: after the nearest one before it in `order`, else last."""
    before: Collection[str] = order[: order.index(clause_id)] if clause_id in order else ()
    places = [index for index, leaf in enumerate(read) if leaf[0] == "clause" and leaf[1] in before]
    return max(places) + 1 if places else len(read)


def changes_for(last_read: LastRead, *, number: int, leaves: Leaves, material: int = 0) -> Changes:
    """Return what changed between what somebody read last and the newest version.

    number, leaves: of the newest version. material: the number of the newest one that changed what people may or
    must do, 0 for none. Equal leaves are unchanged; the order of clauses and the change note do not count.
    """
    read = leaves_read(last_read, leaves)
    before, after = clause_hashes(read), clause_hashes(leaves)
    unread = tuple(clause_id for clause_id, digest in after.items() if before.get(clause_id) != digest)
    gone = tuple(clause_id for clause_id in before if clause_id not in after)
    front = _front(read) != _front(leaves)
    look_again = (unread or gone or front) and material > last_read.number
    return Changes(last_read.number, number, unread, gone, front, material if look_again else 0)


def clause_hashes(leaves: Leaves) -> dict[str, str]:
    """Return the hash of each clause's leaf by the clause's id, in order."""
    return {clause_id: digest for kind, clause_id, digest in leaves if kind == "clause"}


def _front(leaves: Leaves) -> dict[str, str]:
    return {kind: digest for kind, _clause_id, digest in leaves if kind in FRONT}
