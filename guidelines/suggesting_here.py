"""What pages of a guideline and of a clause say about suggested changes, to people who work here."""

from typing import Any

from guidelines.models import GuidelineRecord, Proposal
from guidelines.page_slots import Content, Slot, register


def register_slot() -> None:
    """Let pages show how many changes are suggested, and where to suggest one."""
    register(
        Slot(
            name="suggested",
            clause_template="guidelines/includes/suggested_here.html",
            guideline_template="guidelines/includes/suggested_here.html",
            of_clause=_of_clause,
            of_guideline=_of_guideline,
            facts=lambda _viewer: {"open_proposals": Proposal.open_of_address()},
        )
    )


def _of_guideline(guideline: GuidelineRecord, viewer: Any) -> Content | None:
    if not _may_suggest(guideline, viewer):
        return None
    return {"count": guideline.facts.get("open_proposals", 0), "clause_id": ""}


def _of_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> Content | None:
    if not _may_suggest(guideline, viewer):
        return None
    leaves = guideline.current.leaf_refs if guideline.current else []
    return {
        "count": Proposal.objects.of(guideline.page_id).shown(viewer.pk).about(clause_id).open().count(),
        "clause_id": clause_id,
        "stands": any(leaf.clause_id == clause_id for leaf in leaves),
    }


def _may_suggest(guideline: GuidelineRecord, viewer: Any) -> bool:
    return guideline.in_force and viewer.is_authenticated and viewer.works_here
