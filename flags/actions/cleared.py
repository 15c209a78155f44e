"""What a panel cleared is not flagged again for the same reason, as long as words and rule are what they were."""

from flags import standing
from flags.models import Case
from flags.rules import passages
from flags.rules.lifecycle import State
from flags.rules.passages import Span
from guidelines.models import GuidelineVersion


def is_cleared(kind: str, target_id: int, category: str, *, text: str, span: Span) -> bool:
    """Tell whether at least half of a mark in a block's text lies in words that a panel cleared for this category.

    A material change of the guideline that the cleared case cited lets the words be flagged again.
    """
    cleared = Case.objects.on(kind, target_id).filter(state=State.CLEARED, category=category)
    wordings = [part.text for case in cleared if not _rule_changed(case) for part in standing.parts(case)]
    found = passages.merge(place for wording in wordings for place in passages.occurrences(text, wording))
    return bool(found) and 2 * sum(passages.overlap(span, place) for place in found) >= span.length


def _rule_changed(case: Case) -> bool:
    """Tell whether the guideline a case cites was changed in what people may or must do since the case ended."""
    if case.clause_page_id is None or case.ended_at is None:
        return False
    return GuidelineVersion.objects.of(case.clause_page_id).filter(material=True, date__gt=case.ended_at).exists()
