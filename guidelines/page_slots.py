"""What pages of guidelines show besides the record. Apps above register their part in `AppConfig.ready()`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.expressions import BaseExpression

from guidelines.models import GuidelineRecord, GuidelineVersion, Proposal
from people.models import User

Content = Mapping[str, Any]
Facts = Mapping[str, BaseExpression]
AtClause = Callable[[str], str]
"""Returns safe HTML for the clause with this id."""

_PLACE_AT_CLAUSE = re.compile(r"<!-- at-clause ([^ ]+) -->")
"""What `guidelines/includes/clauses.html` leaves in every clause's head for what differs from reader to reader."""


def no_facts(viewer: User) -> Facts:
    """Return nothing: most parts need no facts."""
    return {}


def nothing_at_clauses(guideline: GuidelineRecord, viewer: Any) -> AtClause | None:
    """Return None: most parts show nothing there."""
    return None


@dataclass(frozen=True)
class Slot:
    """One part of two pages: of a clause, and of the guideline it stands in.

    name: a short name, "cited by". Each template is given `content`, and `guideline`. of_clause(guideline, clause
    id, viewer), of_guideline(guideline, viewer): what the viewer may see, None for nothing; in a number of queries
    that does not grow with what there is. The viewer may be a stranger where guidelines are public.
    at_clauses(guideline, viewer): gives what stands in the head of each clause on a guideline's page; no query.
    facts(viewer): what the part asks of the database for somebody signed in, by name, in the query that finds a
    guideline by its address; the answers are in `guideline.facts`. A guideline's page has no query to give away.
    """

    name: str
    clause_template: str
    guideline_template: str
    of_clause: Callable[[GuidelineRecord, str, Any], Content | None]
    of_guideline: Callable[[GuidelineRecord, Any], Content | None]
    facts: Callable[[User], Facts] = no_facts
    at_clauses: Callable[[GuidelineRecord, Any], AtClause | None] = nothing_at_clauses


@dataclass(frozen=True)
class ProposalPart:
    """One part of the page of a suggested change.

    template: is given `content`, and `proposal`. read(proposal, viewer): what the viewer may see, in a number of
    queries that does not grow with what there is. facts(): what the query that finds suggestions asks besides, by
    name; `remarks` is how many comments there are.
    """

    template: str
    read: Callable[[Proposal, User], Content]
    facts: Callable[[], Facts]


NoteAddress = Callable[[GuidelineVersion], str]
"""Returns where somebody can say that a version's change note holds what should not stand there."""

_slots: dict[str, Slot] = {}
_note_addresses: list[NoteAddress] = []
_proposal_parts: dict[str, ProposalPart] = {}


def register(slot: Slot) -> None:
    """Add a part; a second registration under the name replaces the first."""
    _slots[slot.name] = slot


def register_note_address(address: NoteAddress) -> None:
    """Add what change notes lead to; a second registration replaces the first."""
    _note_addresses[:] = [address]


def note_address(version: GuidelineVersion) -> str:
    """Return what a change note leads to, "" where no app has registered that."""
    return _note_addresses[0](version) if _note_addresses else ""


def facts(viewer: User) -> dict[str, BaseExpression]:
    """Return what all parts ask of a `GuidelineAddress` for somebody who signed in, by name."""
    return {name: asked for slot in _slots.values() for name, asked in slot.facts(viewer).items()}


def on_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> list[tuple[str, Content]]:
    """Return template and content of every part of a clause's page."""
    read = ((slot.clause_template, slot.of_clause(guideline, clause_id, viewer)) for slot in _slots.values())
    return [(template, content) for template, content in read if content is not None]


def on_guideline(guideline: GuidelineRecord, viewer: Any) -> list[tuple[str, Content]]:
    """Return template and content of every part of a guideline's page."""
    read = ((slot.guideline_template, slot.of_guideline(guideline, viewer)) for slot in _slots.values())
    return [(template, content) for template, content in read if content is not None]


def with_clauses_filled(html: str, guideline: GuidelineRecord, viewer: Any) -> str:
    """Return the text of a guideline's page with what the parts show in the head of each clause."""
    shown = [at for slot in _slots.values() if (at := slot.at_clauses(guideline, viewer)) is not None]
    return _PLACE_AT_CLAUSE.sub(lambda place: " ".join(at(place.group(1)) for at in shown), html)


def register_on_proposals(name: str, part: ProposalPart) -> None:
    """Add a part to pages of suggested changes; a second registration under the name replaces the first."""
    _proposal_parts[name] = part


def on_proposal(proposal: Proposal, viewer: User) -> list[tuple[str, Content]]:
    """Return template and content of every part of a suggested change's page."""
    return [(part.template, part.read(proposal, viewer)) for part in _proposal_parts.values()]


def proposal_facts() -> dict[str, BaseExpression]:
    """Return what all parts ask of suggested changes, by name."""
    return {name: asked for part in _proposal_parts.values() for name, asked in part.facts().items()}
