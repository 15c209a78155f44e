"""How pages of guidelines offer to flag words of a clause, of the summary, of a change note."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import BaseExpression

from flags import clause_target, note_target
from flags.models import GuidelinePiece
from flags.overlays import flag_url
from flags.veil import Key
from guidelines import page_slots
from guidelines.models import GuidelineRecord, GuidelineVersion
from people.json_objects import CountsByName


@cache
def pieces_of_address() -> BaseExpression:
    """The number of each clause of the guideline of an address by its id, for a query of addresses."""
    pieces = GuidelinePiece.objects.filter(page_id=OuterRef("guideline_id")).order_by().values("page_id")
    return Subquery(pieces.annotate(numbers=CountsByName("clause_id", "pk")).values("numbers"))


def of_guideline(guideline: GuidelineRecord, viewer: Any) -> Mapping[str, Any] | None:
    """Return what lets somebody select words of a clause; None for strangers, and where nothing is in force."""
    pieces = guideline.facts.get("pieces")
    if not _may_flag(guideline, viewer) or not pieces or guideline.current is None:
        return None
    return {
        "pieces": pieces,
        "version": guideline.current.number,
        "summary_url": _url(pieces[""], guideline, "line1") if "" in pieces else "",
        "note_url": note_url(guideline.current),
    }


def of_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> Mapping[str, Any] | None:
    """Return the paragraphs of a clause with where to flag each; None where there is nothing to flag."""
    if not _may_flag(guideline, viewer) or guideline.current is None:
        return None
    piece_id = (guideline.facts.get("pieces") or {}).get(clause_id)
    if piece_id is None:
        return None
    shown = clause_target.shown_blocks(guideline.current, clause_id)
    rows = [(text, _url(piece_id, guideline, key)) for key, text in shown.items()]
    return {"rows": rows} if rows else None


def note_url(version: GuidelineVersion) -> str:
    """Return where to flag the first line of a version's change note."""
    return flag_url(Key(note_target.KIND, version.pk, 1), "b1")


def register() -> None:
    """Let pages of guidelines and clauses offer it."""
    page_slots.register(
        page_slots.Slot(
            "flag",
            "flags/includes/flag_clause.html",
            "flags/includes/flag_guideline.html",
            of_clause,
            of_guideline,
            facts=lambda viewer: {"pieces": pieces_of_address()},
        )
    )
    page_slots.register_note_address(note_url)


def _may_flag(guideline: GuidelineRecord, viewer: Any) -> bool:
    return viewer.is_authenticated and guideline.in_force


def _url(piece_id: int, guideline: GuidelineRecord, block: str) -> str:
    number = guideline.current.number if guideline.current else 0
    return flag_url(Key(clause_target.KIND, piece_id, number), block)
