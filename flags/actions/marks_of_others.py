"""What a seal does to the marks of other cases on the same text: they keep the words they were about."""

from collections.abc import Mapping

from flags.models import Case, Place, Quotation
from flags.registry import TargetType
from flags.rules import sealing
from flags.rules.passages import Span

Blocks = Mapping[str, str]


def carry_marks(sealed: Case, target: TargetType, target_id: int, before: Mapping[int, Blocks]) -> None:
    """Move marks and veils of other cases to where their words stand now, in the caller's transaction and locks.

    before: the blocks of each version of the target that was changed, as they were. A mark of which nothing is
    left stands in no block any more (`Case.block` is empty then).
    """
    after = {version: target.blocks(target_id, version) for version in before}
    for case in Case.objects.on(target.kind, target_id).exclude(pk=sealed.pk):
        if case.target_version in before and case.block in before[case.target_version]:
            _carry_case(case, before[case.target_version], after[case.target_version])
        for place in case.places.filter(version__in=before).exclude(block=""):
            _carry_cover(place, before[place.version], after[place.version])
    others = Quotation.objects.in_text(target.kind, target_id).exclude(case=sealed).exclude(block="")
    for quotation in others.filter(version__in=before):
        _carry_cover(quotation, before[quotation.version], after[quotation.version])


def _carry_case(case: Case, before: Blocks, after: Blocks) -> None:
    for testimony in case.testimonies.all():
        where = sealing.moved(before, after, case.block, testimony.span)
        if where is not None:
            testimony.start, testimony.end = where[1]
            testimony.save(update_fields=["start", "end"])
    where = sealing.moved(before, after, case.block, case.span)
    case.block = where[0] if where else ""
    if where:
        case.start, case.end = where[1]
    case.save(update_fields=["block", "start", "end"])


def _carry_cover(place: Place | Quotation, before: Blocks, after: Blocks) -> None:
    """Move one place; a whole block that is there no more, or words that are gone, need no cover."""
    span = place.span or Span(0, len(before.get(place.block, "")))
    where = sealing.moved(before, after, place.block, span) if place.block in before else None
    if where is None:
        place.delete()
        return
    place.block = where[0]
    if place.span is not None:
        place.start, place.end = where[1]
    place.save(update_fields=["block", "start", "end"])
