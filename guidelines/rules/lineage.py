"""Since when a clause says what it says now."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class LastChange(NamedTuple):
    """The version that gave a clause its present words; `is_new` when that version brought the clause."""

    number: int
    is_new: bool

    @property
    def before(self) -> int:
        """The version before it, to compare with; a change is never the first version's."""
        return self.number - 1


class NumberedClauses(NamedTuple):
    """A version's number and the leaf hash of each of its clauses, by clause id."""

    number: int
    hashes: dict[str, str]


def numbered_clauses(number: int, leaves: Sequence[Sequence[str]]) -> NumberedClauses:
    """Return the clauses among a version's leaves, each of which is a kind, a clause id and a hash."""
    return NumberedClauses(number, {clause_id: digest for kind, clause_id, digest in leaves if kind == "clause"})


def last_changes(versions: Sequence[NumberedClauses]) -> dict[str, LastChange]:
    """Return the last change of each clause of the last of some versions, which are in order from the first.

    A clause that was taken away and came back changed when it came back. Clauses that have stood unchanged
    since the first version are left out: nothing ever changed about them.
    """
    if not versions:
        return {}
    found: dict[str, LastChange] = {}
    open_ids = set(versions[-1].hashes)
    for earlier, later in zip(reversed(versions[:-1]), reversed(versions), strict=False):
        for clause_id in [each for each in open_ids if earlier.hashes.get(each) != later.hashes[each]]:
            found[clause_id] = LastChange(later.number, clause_id not in earlier.hashes)
            open_ids.remove(clause_id)
    return found


def changed_in(versions: Sequence[NumberedClauses]) -> dict[str, list[int]]:
    """Return which of some versions, from the second on, changed, brought or took each clause.

    versions: in order. A gap between two of them counts as one change, in the later one.
    """
    found: dict[str, list[int]] = {}
    for earlier, later in pairwise(versions):
        for clause_id in earlier.hashes.keys() | later.hashes.keys():
            if earlier.hashes.get(clause_id) != later.hashes.get(clause_id):
                found.setdefault(clause_id, []).append(later.number)
    return found
