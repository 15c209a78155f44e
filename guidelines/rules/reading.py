"""Putting a version together again from its leaves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from guidelines.rules.content import Clause, Guideline, clause_from_json, clause_to_json
from guidelines.rules.hashing import LeafRef

KINDS = ("title", "summary", "note", "clause")


class Contents(dict[str, str | None]):
    """What leaves hold by their hash, None where it may not be shown.

    hidden: since which day those are hidden that may come back; whatever else is None was taken out for good.
    """

    def __init__(
        self, contents: Mapping[str, str | None], hidden: Mapping[str, date] = MappingProxyType({})
    ) -> None:
        super().__init__(contents)
        self.hidden = hidden


@dataclass(frozen=True, slots=True)
class Reading:
    """What a version says, as far as it was asked for.

    guideline: title, summary and clauses; "" and no clauses for kinds that were not read. note: the change note.
    taken_out: the leaves of this version whose content was taken out, or is hidden for now; a clause among them
    stands in `guideline` with its id and nothing else. hidden: since when, of those that may come back.
    """

    guideline: Guideline
    note: str
    taken_out: frozenset[LeafRef]
    hidden: Mapping[LeafRef, date] = field(default_factory=dict)

    @property
    def clauses_taken_out(self) -> frozenset[str]:
        """Ids of clauses whose content was taken out."""
        return frozenset(leaf.clause_id for leaf in self.taken_out if leaf.kind == "clause")

    def hidden_since(self, kind: str, clause_id: str = "") -> date | None:
        """Return since when a piece is hidden for now; None where it is not."""
        return next(
            (since for leaf, since in self.hidden.items() if (leaf.kind, leaf.clause_id) == (kind, clause_id)),
            None,
        )

    def says(self, guideline: Guideline) -> bool:
        """Whether it says exactly what a guideline says; what was taken out is never the same."""
        return self.guideline == guideline and all(leaf.kind == "note" for leaf in self.taken_out)


def leaf_contents(guideline: Guideline, note: str) -> list[tuple[str, str, str]]:
    """Return what the leaves of a version hold, in order: kind, clause id ("" where it is no clause), content.

    guideline: in canonical form. The order is title, summary, change note, clauses.
    """
    facts = [("title", "", guideline.title), ("summary", "", guideline.summary), ("note", "", note)]
    return facts + [("clause", clause.id, clause_to_json(clause)) for clause in guideline.clauses]


def read_version(leaves: Iterable[Sequence[str]], contents: Contents) -> Reading:
    """Return what a version with these leaves says.

    leaves: kind, clause id and hash of each, in order. contents: what each leaf holds by its hash, None where
    it may not be shown; leaves that are not in it were not asked for. Raises ContentError for damaged content.
    """
    refs = [LeafRef(*leaf) for leaf in leaves]
    read = [(ref, contents[ref.leaf_hash]) for ref in refs if ref.leaf_hash in contents]
    texts = {ref.kind: content or "" for ref, content in read if ref.kind != "clause"}
    clauses = tuple(
        Clause(id=ref.clause_id) if content is None else clause_from_json(content)
        for ref, content in read
        if ref.kind == "clause"
    )
    guideline = Guideline(texts.get("title", ""), texts.get("summary", ""), clauses)
    missing = frozenset(ref for ref, content in read if content is None)
    hidden = {ref: contents.hidden[ref.leaf_hash] for ref in missing if ref.leaf_hash in contents.hidden}
    return Reading(guideline, texts.get("note", ""), missing, hidden)
