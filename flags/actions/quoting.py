"""What people had written about a text before a veil was laid over it: where it repeats the words, it is covered.

A text is compared with the passage once, when the veil is laid, and only as it stood then. Whatever is written or
edited later is compared with nothing: by trying, people could find out what is hidden. An edit of a covered text
takes the cover along by that text's own two versions, which its writer knows.
Source: docs/adr/0038-veils-over-quotations.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from flags import registry, standing
from flags.models import Case, Quotation
from flags.registry import StoredText, TargetType
from flags.rules import anchoring
from flags.rules.passages import LEFT_OVER_RUN, Span
from flags.rules.sealing import Finder, PassageFinder
from flags.standing import Part

_WHOLE_TEXT = anchoring.Place("", None)


def finder_of(pieces: Sequence[Part]) -> PassageFinder:
    """Return what finds these passages in other texts; those shorter than 20 characters are looked for nowhere."""
    return standing.finder_of([piece for piece in pieces if len(piece.text) >= LEFT_OVER_RUN])


def texts(kind: str, target_id: int, finder: Finder, before: datetime) -> list[StoredText]:
    """Return what was written about a target before a moment and holds what is looked for."""
    return [text for text in registry.texts_under(kind, target_id, before) if finder.cuts(text.blocks)]


def cover(case: Case, now: datetime) -> None:
    """Cover what repeats the words that a veil hides from now on, in the caller's transaction and lock.

    Call it once, with the places of the veil stored. The texts are not locked: one that is edited in this very
    moment has a version of which nothing is known, and the door closes that.
    """
    finder = finder_of(standing.hidden_parts(case))
    if not finder.sought:
        return
    for text in texts(case.target_kind, case.target_id, finder, now):
        _cover_one(case, text, finder)


def _cover_one(case: Case, text: StoredText, finder: Finder) -> None:
    writers = list(registry.get(text.kind).authors(text.id))
    places = [
        anchoring.Place(block, span)
        for block, spans in finder.cuts(text.blocks).items()
        for span in ([None] if spans is None else spans)
    ]
    _store(case.pk, text.kind, text.id, text.version, places, writers[0] if len(writers) == 1 else None)


def carry(target: TargetType, target_id: int, version: int) -> None:
    """Take what is covered in a text along to its new version, in the caller's transaction and lock."""
    rows = list(Quotation.objects.in_text(target.kind, target_id).exclude(version=version).order_by("case", "pk"))
    if not rows:
        return
    blocks = target.blocks(target_id, version)
    for case_id, group in groupby(rows, key=lambda row: row.case_id):
        covered = list(group)
        places = _followed(target.blocks(target_id, covered[0].version), covered, blocks)
        Quotation.objects.filter(pk__in=[row.pk for row in covered]).delete()
        _store(case_id, target.kind, target_id, version, places, covered[0].person_id)
    target.visibility_changed(target_id)


def _followed(
    old: Mapping[str, str], covered: Iterable[Quotation], new: Mapping[str, str]
) -> Sequence[anchoring.Place]:
    """Return where covered stretches stand in a new version: all of it, where any of them is not found again."""
    found: list[anchoring.Place] = []
    for row in covered:
        text = old.get(row.block, "")
        here = anchoring.places(old, row.block, [row.span or Span(0, len(text))], new) if text else ()
        if not here:
            return [_WHOLE_TEXT]
        found += here
    return list(dict.fromkeys(found))


def visibility_changed(case: Case) -> None:
    """Let whoever keeps a copy of what a case covers, or no longer covers, make it anew."""
    registry.get(case.target_kind).visibility_changed(case.target_id)
    for kind, target_id in case.quotations.values_list("kind", "target_id").distinct().order_by():
        registry.get(kind).visibility_changed(target_id)


def _store(
    case_id: UUID,
    kind: str,
    target_id: int,
    version: int,
    places: Iterable[anchoring.Place],
    person_id: int | None,
) -> None:
    Quotation.objects.bulk_create(
        Quotation(
            case_id=case_id,
            kind=kind,
            target_id=target_id,
            version=version,
            block=place.block,
            start=place.span.start if place.span else None,
            end=place.span.end if place.span else None,
            person_id=person_id,
        )
        for place in places
    )
