"""Sealing: taking a settled passage out of everything that is stored, for good.

The ticker does it, a case a transaction: whatever breaks in the middle leaves nothing half done, and what was done
is not done again. Source: docs/adr/0034-seals.md.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from flags import originals, registry, standing
from flags.actions import quoting
from flags.actions.locking import lock_seals, lock_target
from flags.actions.log import record
from flags.actions.marks_of_others import carry_marks
from flags.actions.notes import empty_notes
from flags.models import Case, Place, Seal
from flags.originals import Original
from flags.registry import SealText, TargetType
from flags.rules import prints, sealing
from flags.rules.lifecycle import State
from flags.rules.sealing import PassageFinder
from flags.seal_querysets import to_seal
from flags.standing import Part
from flags.stored import Change

AT_ONCE = 20
"""Seals of one run of the ticker, some 50 ms each: deadlines do not wait for them. The next run goes on."""


def seal_due(now: datetime) -> int:
    """Seal cases that are due, each in a transaction of its own, the oldest first; return how many.

    Safe to run twice, late, or beside another run: a case is looked at again under its lock.
    """
    waiting = list(to_seal(registry.sealable(), now).values_list("pk", "target_kind", "target_id")[:AT_ONCE])
    return sum(_seal_one(pk, kind, target_id, now) for pk, kind, target_id in waiting)


@transaction.atomic
def _seal_one(pk: UUID, kind: str, target_id: int, now: datetime) -> bool:
    lock_seals()
    target = registry.get(kind)
    target.lock(target_id)
    lock_target(kind, target_id)
    case = to_seal([kind], now).filter(pk=pk).first()
    if case is None:
        return False
    seal_case(case=case, target=target, now=now)
    return True


def seal_case(*, case: Case, target: TargetType, now: datetime) -> Seal:
    """Take the case's passage out of every stored version, in the caller's transaction and locks."""
    pieces = [] if target.current_version(case.target_id) is None else _pieces(case)
    salt = secrets.token_bytes(originals.SALT_BYTES)
    seal = Seal(case=case, sealed_at=now, salt=salt)
    key = originals.prints_key(salt)
    seal.prints = [prints.take(words, key).to_data() for words in dict.fromkeys(piece.text for piece in pieces)]
    changes: list[Change] = []
    if pieces and target.seal:
        changes = _take_out(case, target, target.seal, pieces, seal)
        _keep_original(seal, case, pieces, [*changes, *_take_out_of_quotations(case, pieces)], now)
    Seal.objects.filter(case=case).delete()  # one whose passage was put back, before a second appeal
    seal.save()
    case.seals_at = None
    case.save(update_fields=["seals_at"])
    case.places.all().delete()
    touched = sorted({change.version for change in changes if change.version is not None})
    Place.objects.bulk_create(Place(case=case, version=version) for version in touched)
    record(case=case, event="sealed", now=now, original=seal.originals_digest)
    target.visibility_changed(case.target_id)
    return seal


def _pieces(case: Case) -> list[Part]:
    """Return what is to go: all that was marked first, for an author settled all of it; else what was hidden."""
    if case.state == State.UPHELD and (hidden := standing.hidden_parts(case)):
        return hidden
    return standing.parts(case)


def _take_out(
    case: Case, target: TargetType, seal_text: SealText, pieces: Sequence[Part], seal: Seal
) -> list[Change]:
    """Change what is stored, and bring the marks of other cases along."""
    finder = standing.finder_of(pieces)
    before = _blocks_of(target, case.target_id)
    seal.places = [
        [version, key, *(span or (None, None))]
        for version, blocks in before.items()
        for key, spans in finder.cuts(blocks).items()
        for span in (spans if spans is not None else [None])
    ]
    changes = list(seal_text(case.target_id, finder))
    _carry_marks(case, target, case.target_id, before, changes)
    empty_notes(case, finder)
    return changes


def _take_out_of_quotations(case: Case, pieces: Sequence[Part]) -> list[Change]:
    """Take the passage out of what people had written about the text before, where that repeats enough of it.

    What was covered with it is among that, however it was worded since.
    """
    finder = quoting.finder_of(pieces)
    where = case.target_kind, case.target_id
    found = quoting.texts(*where, finder, case.hidden_since) if finder.sought else []
    covered = case.quotations.values_list("kind", "target_id")
    texts = dict.fromkeys([*((text.kind, text.id) for text in found), *covered])
    return [change for kind, target_id in texts for change in _take_out_of_one(case, kind, target_id, finder)]


def _take_out_of_one(case: Case, kind: str, target_id: int, finder: PassageFinder) -> list[Change]:
    target = registry.get(kind)
    if target.seal is None:
        return []
    target.lock(target_id)
    lock_target(kind, target_id)
    case.quotations.filter(kind=kind, target_id=target_id).delete()
    before = _blocks_of(target, target_id)
    changes = list(target.seal(target_id, finder))
    _carry_marks(case, target, target_id, before, changes)
    target.visibility_changed(target_id)
    return changes


def _blocks_of(target: TargetType, target_id: int) -> dict[int, Mapping[str, str]]:
    return {version: target.blocks(target_id, version) for version in target.versions(target_id)}


def _carry_marks(
    case: Case,
    target: TargetType,
    target_id: int,
    before: Mapping[int, Mapping[str, str]],
    changes: Sequence[Change],
) -> None:
    touched = {change.version for change in changes if change.version is not None}
    carry_marks(case, target, target_id, {version: before[version] for version in touched & before.keys()})


def _keep_original(
    seal: Seal, case: Case, pieces: Sequence[Part], changes: Sequence[Change], now: datetime
) -> None:
    """Lock what was taken out, for as long as somebody can appeal; for the holder as long as the house says."""
    first = pieces[0]
    original = Original(first.blocks[first.block], first.span, tuple(changes))
    originals.lock_for_holder(seal, original, now)
    until = sealing.appeal_until(case.life)
    if until > now:
        originals.lock(seal, original, until=until)
