"""How many cases cited a clause, and how they ended: numbers that give no case away.

Only ended cases count: an open one may be known to nobody but its witnesses yet. A flag that was taken back and
one that nobody settled are one number, so that an author who watches it learns nothing.
Source: docs/adr/0010-search.md.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from flags.conf import house
from flags.models import Case, CaseState
from flags.rules.counts import suppress, suppressed_total
from flags.rules.outcomes import confuses, outcomes
from guidelines import page_slots
from guidelines.models import GuidelineRecord, Leaf

LEAST = 3
"""Numbers below this are shown as "fewer than 3": one rule is a smaller circle than the whole log is."""

KEPT_FOR = 5 * 60
"""Seconds the numbers of a guideline's page are kept."""


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause of the guideline in force that cases cited; total: LEAST or more."""

    clause_id: str
    heading: str
    total: int
    confuses: bool


def of_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> Mapping[str, Any] | None:
    """Return the numbers of one clause; None for a stranger, and for a clause that no ended case cited."""
    if not viewer.is_authenticated:
        return None
    counted = outcomes(Case.objects.citing(guideline.page_id).of_clause(clause_id).ended().counts_by_state())
    if not any(counted.values()):
        return None
    shown = suppress(counted, least=LEAST)
    return {
        "outcomes": [(CaseState(state).label, shown[state]) for state in counted],
        "total": suppressed_total(counted, least=LEAST),
        "least": LEAST,
        "confuses": confuses(counted, house().confusing_cases),
        "edit_url": _edit_url(guideline, clause_id, viewer),
    }


def of_guideline(guideline: GuidelineRecord, viewer: Any) -> Mapping[str, Any] | None:
    """Return the clauses in force that LEAST or more ended cases cited, most often cited first; None for none.

    Up to KEPT_FOR old: a page that everybody opens is spared the counting.
    """
    if not viewer.is_authenticated or not guideline.in_force:
        return None
    key = f"flags.cited.{guideline.page_id}.{guideline.current_id}.{guideline.gaps}"
    return cache.get_or_set(key, lambda: _cited_clauses(guideline), KEPT_FOR)


def _cited_clauses(guideline: GuidelineRecord) -> Mapping[str, Any] | None:
    counted: dict[str, Counter[str]] = {}
    for clause_id, state, cases in Case.objects.citing(guideline.page_id).ended().counts_by_clause():
        counted.setdefault(clause_id, Counter())[state] += cases
    often = {
        clause_id: found for clause_id, states in counted.items() if (found := outcomes(states)).total() >= LEAST
    }
    if not often:
        return None
    clauses = Leaf.objects.read([guideline.current], kinds={"clause"})[0].guideline.clauses
    cited = [
        CitedClause(
            clause.id,
            clause.heading,
            often[clause.id].total(),
            confuses(often[clause.id], house().confusing_cases),
        )
        for clause in clauses
        if clause.id in often
    ]
    return {"cited": sorted(cited, key=lambda each: -each.total)} if cited else None


def _edit_url(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> str:
    """Return where the viewer can edit the clause; "" if they cannot, or it is no longer there."""
    version = guideline.current if guideline.in_force and viewer.works_here else None
    if version is None or clause_id not in {leaf.clause_id for leaf in version.leaf_refs}:
        return ""
    return f"{reverse('wagtailadmin_pages:edit', args=[guideline.page_id])}#block-{clause_id}-section"


def register() -> None:
    """Let pages of guidelines show it."""
    page_slots.register(
        page_slots.Slot(
            "cited by",
            "flags/includes/cited_by.html",
            "flags/includes/cited_clauses.html",
            of_clause,
            of_guideline,
        )
    )
