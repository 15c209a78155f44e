"""Laying a veil, keeping it on through edits, and lifting it when its time is over."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flags import registry, standing
from flags.actions import quoting, telling
from flags.actions.counting import voices
from flags.actions.drawing import convene
from flags.actions.living import store
from flags.actions.log import record
from flags.models import Case, Place, Quotation
from flags.registry import TargetType
from flags.rules import anchoring, lifecycle, passages
from flags.rules.credentials import recognise
from flags.rules.lifecycle import Event, State
from flags.rules.passages import Span


def hidden_spans(kind: str, target_id: int, version: int, block: str, now: datetime) -> list[Span]:
    """Return the stretches of a block of the current version that are veiled; the whole block is one too."""
    rows = Place.objects.filter(case__in=Case.objects.on(kind, target_id).hidden(now), block=block).select_related(
        "case"
    )
    endless = Span(0, 2**31)
    spans = [place.span or endless for place in rows if place.version == place.case.placed_version]
    for row in Quotation.objects.in_text(kind, target_id).hidden(now):
        if row.version != version or row.block == "":
            spans.append(endless)
        elif row.block == block:
            spans.append(row.span or endless)
    return spans


def veil_if_enough(*, case: Case, blocks: Mapping[str, str], version: int, now: datetime) -> bool:
    """Veil what enough voices share, in the caller's transaction and lock; return whether a veil was laid.

    blocks: of the current `version`. Marks are counted in the version the case was opened on, and what they
    share is carried from there. What was veiled once before without a verdict stays visible.
    """
    if case.veiled_at is not None:
        return False
    then = registry.get(case.target_kind).blocks(case.target_id, case.target_version)
    text = then[case.block]
    enough = _enough_for_a_veil(case, text, now)
    spans = passages.trimmed(text, passages.subtract(enough, _veiled_before(case, text)))
    if not spans:
        return False
    case.placed_version = version
    store(case, lifecycle.veil(case.life, now), "placed_version")
    _place(case, version, anchoring.places(then, case.block, spans, blocks))
    if version != case.target_version:
        _place(case, case.target_version, [anchoring.Place(case.block, span) for span in spans])
    quoting.cover(case, now)
    telling.tell_authors_of_veil(case, now=now)
    heard = {voice for _testimony, voice in voices(case=case, now=now)}
    record(case=case, event=Event.ENOUGH_VOICES.value, now=now, voices=len(heard))
    convene(case, now)
    quoting.visibility_changed(case)
    return True


def carry_all(target: TargetType, target_id: int, version: int, now: datetime) -> None:
    """Carry every veil on a target, and what others cover in it, to its new version, in the caller's lock."""
    blocks = target.blocks(target_id, version)
    for case in Case.objects.on(target.kind, target_id).hidden(now):
        if case.placed_version != version:
            _carry(case, version, blocks, now)
    quoting.carry(target, target_id, version)


def _carry(case: Case, version: int, blocks: Mapping[str, str], now: datetime) -> None:
    """Work out what a veil covers in a new version; where that is not certain, say so to those it concerns."""
    was_certain = standing.is_certain(case)
    places = [place for part in standing.hidden_parts(case) for place in part.places_in(blocks)]
    case.placed_version = version
    case.save(update_fields=["placed_version"])
    case.places.filter(version=version).delete()
    _place(case, version, places)
    if was_certain and any(place.span is None for place in places):
        telling.tell_that_its_place_is_open(case, now=now)
    registry.get(case.target_kind).visibility_changed(case.target_id)


def _place(case: Case, version: int, places: Iterable[anchoring.Place]) -> None:
    Place.objects.bulk_create(
        Place(
            case=case,
            version=version,
            block=place.block,
            start=place.span.start if place.span else None,
            end=place.span.end if place.span else None,
        )
        for place in dict.fromkeys(places)
    )


def _enough_for_a_veil(case: Case, text: str, now: datetime) -> tuple[Span, ...]:
    """Return what enough voices share, and every recognised credential within one mark."""
    marks = [(one.span, voice) for one, voice in voices(case=case, now=now)]
    shared = passages.shared(text, marks, case.frozen.needed)
    keys = [Span(found.start, found.end) for found in recognise(text)]
    recognised = [key for key in keys if any(span.start <= key.start and key.end <= span.end for span, _ in marks)]
    return passages.merge([*shared, *recognised])


def _veiled_before(case: Case, text: str) -> list[Span]:
    """Return where words stand that an earlier case veiled until its time was over: once per passage."""
    shown_again = [State.PANEL, State.LAPSED, State.CLEARED]
    lapsed = Case.objects.on(case.target_kind, case.target_id).filter(
        state__in=shown_again, veiled_at__isnull=False
    )
    hidden = [part.text for earlier in lapsed for part in standing.hidden_parts(earlier)]
    return [span for words in hidden for span in passages.occurrences(text, words)]


def cover(case: Case, now: datetime) -> None:
    """Lay what a panel upheld over the current version, in the caller's transaction and lock.

    What enough voices had hidden is hidden again; of a passage that never was, the first mark.
    """
    target = registry.get(case.target_kind)
    current = target.current_version(case.target_id)
    if current is None:
        return
    if not standing.hidden_parts(case):
        first = target.blocks(case.target_id, case.target_version)
        _place(case, case.target_version, anchoring.places(first, case.block, [case.span], first))
    if case.veiled_at is None:
        quoting.cover(case, now)
    if not case.places.filter(version=current).exclude(block="").exists():
        parts = standing.hidden_parts(case)
        blocks = target.blocks(case.target_id, current)
        _place(case, current, [place for part in parts for place in part.places_in(blocks)])
    case.placed_version = current
    case.save(update_fields=["placed_version"])
