"""What pages show of watching: a button on a guideline and on a clause, and one's own list on one's own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.models import GuidelineRecord, Leaf, Watch
from guidelines.page_slots import Content, Slot
from guidelines.page_slots import register as fill_slot
from guidelines.rules.acknowledging import clause_hashes
from guidelines.rules.content import clause_from_json
from people import person_page
from people.models import User


@dataclass(frozen=True, slots=True)
class Watched:
    """A line of the list. clause_id: "" for the guideline as a whole.

    title, heading: "" where they were taken out. stands: whether the clause is part of the newest version.
    """

    guideline: GuidelineRecord
    clause_id: str
    title: str
    heading: str
    stands: bool


def register() -> None:
    """Let pages of guidelines and clauses show the button, and people's own pages the list."""
    fill_slot(
        Slot(
            name="watching",
            clause_template="guidelines/includes/watch.html",
            guideline_template="guidelines/includes/watch.html",
            of_clause=_of_clause,
            of_guideline=_of_guideline,
            facts=lambda viewer: {"is_watched": Watch.of_address(viewer)},
        )
    )
    person_page.register(person_page.Section("watched", 90, "guidelines/includes/watched.html", watched_by))


def _of_guideline(guideline: GuidelineRecord, viewer: Any) -> Content | None:
    """Return whether the viewer watches the guideline, as its address told; no query."""
    if not (viewer.is_authenticated and (guideline.in_force or guideline.facts.get("is_watched"))):
        return None
    return {"clause_id": "", "watches": guideline.facts.get("is_watched", False)}


def _of_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> Content | None:
    """Return whether the viewer watches the clause; one query. None for a removed one that they don't watch."""
    if not viewer.is_authenticated:
        return None
    watches = Watch.objects.of(viewer).on(guideline.page_id).filter(clause_id=clause_id).exists()
    stands = guideline.current is not None and clause_id in clause_hashes(guideline.current.leaves)
    if not (watches or (stands and guideline.in_force)):
        return None
    return {"clause_id": clause_id, "watches": watches, "whole": guideline.facts.get("is_watched", False)}


def watched_by(person: User, viewer: User) -> Mapping[str, Any]:
    """Return what somebody watches, the newest choice on top, to themselves alone; three queries."""
    if person != viewer:
        return {}
    chosen = list(Watch.objects.of(person).newest_first().values_list("page_id", "clause_id"))
    records = GuidelineRecord.objects.recorded().in_bulk({page_id for page_id, _clause_id in chosen})
    contents = Leaf.objects.contents(_leaves([(records[page_id], each) for page_id, each in chosen]))
    return {"watched": [_watched(records[page_id], clause_id, contents) for page_id, clause_id in chosen]}


def _leaves(chosen: list[tuple[GuidelineRecord, str]]) -> list[str]:
    """Return the hashes of the leaves that name what was chosen: titles, and clauses that stand."""
    hashes = []
    for record, clause_id in chosen:
        hashes += [
            digest for kind, of, digest in _current_leaves(record) if kind == "title" or of == clause_id != ""
        ]
    return hashes


def _watched(record: GuidelineRecord, clause_id: str, contents: Mapping[str, str | None]) -> Watched:
    leaves = _current_leaves(record)
    title = next((contents.get(digest) for kind, _of, digest in leaves if kind == "title"), "")
    leaf = clause_hashes(leaves).get(clause_id, "")
    content = contents.get(leaf)
    heading = clause_from_json(content).heading if content else ""
    return Watched(record, clause_id, title or "", heading, bool(leaf))


def _current_leaves(record: GuidelineRecord) -> list[list[str]]:
    return record.current.leaves if record.current else []
