"""One clause through time: each version that brought, changed, moved, took or brought back the clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from guidelines.rules.lineage import NumberedClauses
from guidelines.rules.sequences import longest_increasing

StepKind = Literal["added", "changed", "moved", "removed", "back"]


@dataclass(frozen=True, slots=True)
class Step:
    """What one version did to a clause.

    kind: "added"; "changed" (its words, its look or its heading), "moved" (and nothing else); "removed"; "back",
        after it had been removed.
    old_leaf, new_leaf: hashes of what it said before and since; before "back" what it said last, "" for none.
    old_place, new_place: its place among the clauses, from 0; None where it is not there.
    moved: it changed places with other clauses.
    """

    kind: StepKind
    number: int
    old_leaf: str
    new_leaf: str
    old_place: int | None
    new_place: int | None
    moved: bool = False

    @property
    def previous(self) -> int:
        """The number of the version before; where a removed clause is read last."""
        return self.number - 1


def clause_steps(clause_id: str, versions: Sequence[NumberedClauses]) -> list[Step]:
    """Return what each version did to a clause, oldest first; none for a clause that no version has.

    versions: all of a guideline, in order from the first; their clauses in order of the text.
    """
    return list(_steps(clause_id, versions))


def _steps(clause_id: str, versions: Sequence[NumberedClauses]) -> Iterator[Step]:
    last = ""
    for earlier, later in pairwise([NumberedClauses(0, {}), *versions]):
        old, new = earlier.hashes.get(clause_id, ""), later.hashes.get(clause_id, "")
        places = _place(clause_id, earlier), _place(clause_id, later)
        if old and new:
            moved = _has_moved(clause_id, earlier, later)
            if old != new or moved:
                yield Step("changed" if old != new else "moved", later.number, old, new, *places, moved=moved)
        elif new:
            yield Step("back" if last else "added", later.number, last, new, *places)
        elif old:
            yield Step("removed", later.number, old, "", *places)
        last = new or last


def _place(clause_id: str, version: NumberedClauses) -> int | None:
    return list(version.hashes).index(clause_id) if clause_id in version.hashes else None


def _has_moved(clause_id: str, earlier: NumberedClauses, later: NumberedClauses) -> bool:
    """Whether the clause is among the fewest that changed places, as the comparison of versions says."""
    old_order = [each for each in earlier.hashes if each in later.hashes]
    new_order = [each for each in later.hashes if each in earlier.hashes]
    if old_order == new_order:
        return False
    places = {each: place for place, each in enumerate(old_order)}
    staying = longest_increasing([places[each] for each in new_order])
    return clause_id not in {new_order[place] for place in staying}
