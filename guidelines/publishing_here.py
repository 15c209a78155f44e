"""What the page of a guideline says about how it is published, to people who work here."""

from typing import Any

from guidelines.models import GuidelineRecord, PendingPublication
from guidelines.page_slots import Content, Slot, register


def register_slot() -> None:
    """Let the page of a guideline show what waits, and lead to how it is published."""
    register(
        Slot(
            name="publishing",
            clause_template="guidelines/includes/publishing_here.html",
            guideline_template="guidelines/includes/publishing_here.html",
            of_clause=_of_clause,
            of_guideline=_of_guideline,
            facts=lambda _viewer: {"is_waiting": PendingPublication.of_address()},
        )
    )


def _of_guideline(guideline: GuidelineRecord, viewer: Any) -> Content | None:
    if not (viewer.is_authenticated and viewer.works_here):
        return None
    return {"is_waiting": guideline.facts.get("is_waiting", False)}


def _of_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> Content | None:
    """Return nothing: a guideline is published as a whole."""
    return None
