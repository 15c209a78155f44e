"""Two versions of a guideline compared: title and summary, then clause by clause, with what cannot be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from guidelines.rules.content import Clause, clause_html
from guidelines.rules.reading import Reading
from guidelines.rules.textdiff import Block, BlockChange, Diff, as_data, diff


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause.

    clause: as it is in the newer version, in the older one if it was removed. taken_out: the words of either
        version were taken out, so that nothing can be said about their difference; `change` has no spans then.
    """

    clause: Clause
    change: BlockChange
    taken_out: bool

    @property
    def is_changed(self) -> bool:
        """Whether it differs, or might."""
        return self.taken_out or self.change.kind != "same"

    @property
    def is_removed(self) -> bool:
        """Whether only the older version has it."""
        return self.change.new_index is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two versions. front: title and summary, with the keys "title" and "summary"."""

    front: Diff
    clauses: tuple[ClauseChange, ...]
    diff: Diff

    @property
    def is_empty(self) -> bool:
        """Whether a reader would see no difference."""
        return self.front.is_empty and not any(each.is_changed for each in self.clauses)

    @property
    def taken_out(self) -> int:
        """How many clauses cannot be compared."""
        return sum(each.taken_out for each in self.clauses)

    @property
    def words_inserted(self) -> int:
        """How many words came in, those of title and summary included, as the history counts them."""
        return self.front.summary.words_inserted + self.diff.summary.words_inserted

    @property
    def words_deleted(self) -> int:
        """How many words went, those of title and summary included."""
        return self.front.summary.words_deleted + self.diff.summary.words_deleted


def compare(old: Reading, new: Reading) -> Comparison:
    """Return what changed from one version to another.

    A clause whose words were taken out of either version, and that is not the same leaf in both, stands as
    `taken_out` and shows nothing of the words that are left.
    """
    unreadable = _unreadable(old, new)
    old_clauses, new_clauses = old.guideline.clauses, new.guideline.clauses
    changes = diff(_blocks(old_clauses, unreadable), _blocks(new_clauses, unreadable))
    return Comparison(
        front=diff(_front_blocks(old, unreadable), _front_blocks(new, unreadable)),
        clauses=tuple(
            ClauseChange(_clause(change, old_clauses, new_clauses), change, change.key in unreadable)
            for change in changes.changes
        ),
        diff=changes,
    )


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data: `textdiff.as_data` of clauses, each with `taken_out`, and `front`."""
    data = as_data(comparison.diff)
    for each, clause in zip(data["clauses"], comparison.clauses, strict=True):
        each["taken_out"] = clause.taken_out
    data["summary"] |= {
        "taken_out": comparison.taken_out,
        "words_inserted": comparison.words_inserted,
        "words_deleted": comparison.words_deleted,
    }
    return data | {"front": as_data(comparison.front)["clauses"]}


def _unreadable(old: Reading, new: Reading) -> frozenset[str]:
    """Return the keys of what was taken out of one version or both, but for what is the same leaf in both."""
    only_in_one = old.taken_out ^ new.taken_out
    return frozenset(leaf.clause_id or leaf.kind for leaf in only_in_one)


def _blocks(clauses: Sequence[Clause], unreadable: frozenset[str]) -> list[Block]:
    return [Block(clause.id, "" if clause.id in unreadable else clause_html(clause)) for clause in clauses]


def _front_blocks(reading: Reading, unreadable: frozenset[str]) -> list[Block]:
    points = "".join(f"<li>{escape(point, quote=False)}</li>" for point in reading.guideline.summary.splitlines())
    blocks = {
        "title": f"<h2>{escape(reading.guideline.title, quote=False)}</h2>",
        "summary": f"<ul>{points}</ul>" if points else "",
    }
    return [Block(key, html) for key, html in blocks.items() if key not in unreadable]


def _clause(change: BlockChange, old: Sequence[Clause], new: Sequence[Clause]) -> Clause:
    return old[change.old_index or 0] if change.new_index is None else new[change.new_index]
