"""Clauses that were split, merged or written anew: where the words of one went to another.

A clause that appears in the version where another lost much the same words came out of it, and one that went
where another gained much the same words went into it. Only runs of words count: single words stand anywhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from guidelines.rules.content import Clause, clause_text
from guidelines.rules.lineage import NumberedClauses

RUN = 5
"""Words in a row that count as taken over; fewer also stand in texts that have nothing to do with each other."""

MUCH = 0.5
"""Share of the words of the clause that came or went from which on they are much the same words."""

_WORD = re.compile(r"\w+")


class Neighbours(NamedTuple):
    """A clause in two consecutive versions, by the leaves that hold it; "" where it is not there."""

    clause_id: str
    old_leaf: str
    new_leaf: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Words that went from one clause to another in one version.

    source, target: ids of the clauses. split: the source lives on; merged: the target was there before. Neither
        means that the one was written anew as the other.
    """

    source: str
    target: str
    split: bool
    merged: bool


def changed_clauses(earlier: NumberedClauses, later: NumberedClauses) -> list[Neighbours]:
    """Return the clauses that differ between two consecutive versions; none when all of them stayed in number.

    Where no clause came or went nothing was split or merged, and nothing needs to be read.
    """
    if earlier.hashes.keys() == later.hashes.keys():
        return []
    ids = dict.fromkeys([*earlier.hashes, *later.hashes])
    pairs = (Neighbours(each, earlier.hashes.get(each, ""), later.hashes.get(each, "")) for each in ids)
    return [each for each in pairs if each.old_leaf != each.new_leaf]


def kin_of(
    clause_id: str, changed: Iterable[Neighbours], old: Mapping[str, Clause], new: Mapping[str, Clause]
) -> list[Kin]:
    """Return the clauses that one clause shares words with in one version: given to them, or taken over.

    changed: as `changed_clauses` gave them. old, new: what these clauses said, by id; those whose words were
        taken out are missing, and are nobody's kin.
    """
    by_id = {each.clause_id: each for each in changed if _is_readable(each, old, new)}
    if clause_id not in by_id:
        return []
    texts = {each: (_words(old.get(each)), _words(new.get(each))) for each in by_id}
    one = by_id.pop(clause_id)
    pairs = [pair for other in by_id.values() for pair in ((one, other), (other, one))]
    return [kin for source, target in pairs if (kin := _kin(source, target, texts))]


def _is_readable(each: Neighbours, old: Mapping[str, Clause], new: Mapping[str, Clause]) -> bool:
    """Whether the words of a clause are there in each version that has it."""
    return (each.clause_id in old) == bool(each.old_leaf) and (each.clause_id in new) == bool(each.new_leaf)


def _kin(source: Neighbours, target: Neighbours, texts: Mapping[str, tuple[list[str], list[str]]]) -> Kin | None:
    went, appeared = not source.new_leaf, not target.old_leaf
    if not source.old_leaf or not target.new_leaf or not (went or appeared):
        return None
    (source_before, source_after), (target_before, target_after) = texts[source.clause_id], texts[target.clause_id]
    lost, gained = _only_in_first(source_before, source_after), _only_in_first(target_after, target_before)
    shared = _in_runs(lost, gained)
    sizes = [len(target_after)] * appeared + [len(source_before)] * went
    if shared < max(RUN, MUCH * min(sizes)):
        return None
    return Kin(source.clause_id, target.clause_id, split=not went, merged=not appeared)


def _words(clause: Clause | None) -> list[str]:
    return _WORD.findall(clause_text(clause).casefold()) if clause else []


def _only_in_first(one: list[str], other: list[str]) -> list[str]:
    """Return the words of the first text that the other has no room for, in order."""
    steps = LCSseq.opcodes(one, other)
    return [word for step in steps if step.tag != "equal" for word in one[step.src_start : step.src_end]]


def _in_runs(lost: list[str], gained: list[str]) -> int:
    steps = LCSseq.opcodes(lost, gained)
    runs = (step.src_end - step.src_start for step in steps if step.tag == "equal")
    return sum(run for run in runs if run >= RUN)
