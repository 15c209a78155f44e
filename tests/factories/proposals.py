"""Suggested changes for tests."""

from datetime import UTC, datetime

from guidelines import proposing
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, Proposal
from guidelines.rules.content import Clause
from guidelines.rules.proposing import Suggestion, find_clause

SUGGESTED_AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def standing(version: GuidelineVersion, place: int = 0) -> Clause:
    """A clause of a version, by its place."""
    return Leaf.objects.read_one(version).guideline.clauses[place]


def suggest(version: GuidelineVersion, person, clause: Clause | None, **fields) -> Proposal:
    """Suggest that a clause of a version reads like this; `clause_id` says which one is to go."""
    suggestion = Suggestion(fields.pop("clause_id", clause.id if clause else ""), clause, fields.pop("after", ""))
    known = Leaf.objects.read_one(version).guideline
    assert clause or find_clause(known, suggestion.clause_id)
    words = proposing.Words(suggestion, version.number, fields.pop("reason", "Kinder."), **fields)
    return proposing.propose(
        guideline=GuidelineRecord.objects.get(pk=version.page_id), person=person, words=words, now=SUGGESTED_AT
    )
