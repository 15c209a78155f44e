"""What authors do about a case: take the passage out, rewrite it, confirm that it is gone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from flags import registry, standing
from flags.actions import errors
from flags.actions.deadlines import lock_open_case
from flags.actions.ending import end
from flags.actions.locking import lock_target
from flags.actions.own_cases import require_author
from flags.actions.veiling import carry_all
from flags.models import Case, Place, Settlement
from flags.registry import TargetType
from flags.rules.lifecycle import Event
from people.models import User


@dataclass(frozen=True)
class Edited:
    """What an edit did to the cases its author asked to settle.

    settled: ids of cases that are FIXED now. left: for the others, the blocks that still hold part of it.
    """

    settled: tuple[UUID, ...]
    left: Mapping[UUID, tuple[str, ...]]


@transaction.atomic
def settle(*, person: User, case: Case, now: datetime) -> None:
    """Confirm that the passage is gone: "this was it, take it out of the history too".

    The case is FIXED; older versions that hold the passage stay closed to everybody but its authors.
    Raises StillThereError while a run of the passage's words is left in the current version,
    NotYoursError for anybody but an author who was told, CaseEndedError for a case that has ended.
    """
    case = _lock_own_case(person, case, now)
    left = _left_over(case)
    if left:
        raise errors.StillThereError(left)
    _fix(case, now)


@transaction.atomic
def take_out(*, person: User, case: Case, now: datetime) -> tuple[str, ...]:
    """Cut the passage from the author's source and settle the case.

    Returns the blocks that still hold part of it elsewhere: empty when the case is FIXED, else the cut is
    made and the case goes on. Raises as `settle` does, and StaleTextError if the text changed meanwhile.
    """
    target = registry.get(case.target_kind)
    target.lock(case.target_id)
    case = _lock_own_case(person, case, now)
    before = target.current_version(case.target_id)
    was_there = bool(_left_over(case))
    if was_there:
        carry_all(target, case.target_id, _cut(target, case, person, now), now)
        case.refresh_from_db()
    left = _left_over(case)
    if not left:
        _fix(case, now, version_before=before if was_there else None)
    return left


@transaction.atomic
def record_edit(
    *, kind: str, target_id: int, version: int, editor: User | None, settles: Collection[UUID] = (), now: datetime
) -> Edited:
    """Say that a target has a new version; call in the transaction that stores it, for every edit.

    version: the new current version. settles: cases the editor confirmed as settled by this edit; those
    that are not the editor's, or have ended, are left alone. Veils are carried to the new version; without
    this call the door would close it.
    """
    lock_target(kind, target_id)
    carry_all(registry.get(kind), target_id, version, now)
    settled: list[UUID] = []
    left: dict[UUID, tuple[str, ...]] = {}
    if editor is None:
        return Edited((), {})
    for case in Case.objects.on(kind, target_id).filter(pk__in=settles):
        try:
            settle(person=editor, case=case, now=now)
            settled.append(case.pk)
        except errors.StillThereError as error:
            left[case.pk] = error.blocks
        except (errors.NotYoursError, errors.CaseEndedError):
            continue
    return Edited(tuple(settled), left)


def _lock_own_case(person: User, case: Case, now: datetime) -> Case:
    """Lock an open case for one of its authors."""
    fresh = lock_open_case(case, now)
    require_author(person, fresh, now)
    return fresh


def _left_over(case: Case) -> tuple[str, ...]:
    return standing.left_over(standing.parts(case), standing.current_blocks(case))


def _cut(target: TargetType, case: Case, person: User, now: datetime) -> int:
    """Store a version without the passage and return its number."""
    version = target.current_version(case.target_id)
    if version is None:
        raise errors.UnknownTargetError("target_id: is gone")
    cuts = standing.cuts(standing.parts(case), standing.current_blocks(case))
    try:
        return target.take_out(target_id=case.target_id, version=version, cuts=cuts, person=person, now=now)
    except registry.StaleVersionError as error:
        raise errors.StaleTextError(str(error)) from error


def _fix(case: Case, now: datetime, *, version_before: int | None = None) -> None:
    """Settle a locked case, close the older versions that hold the passage, and note what it takes to undo it."""
    target = registry.get(case.target_kind)
    pieces = standing.parts(case)
    current = target.current_version(case.target_id)
    if current is None or case.ends_at is None:
        raise errors.UnknownTargetError("target_id: is gone")
    instead = pieces[0].successor_in(target.blocks(case.target_id, current)) if pieces else None
    Settlement.objects.create(
        case=case,
        settled_at=now,
        state_before=case.state,
        ends_at_before=case.ends_at,
        version_before=version_before,
        version=current,
        block=instead.block if instead else "",
        start=instead.span.start if instead and instead.span else None,
        end=instead.span.end if instead and instead.span else None,
    )
    Place.objects.bulk_create(
        Place(case=case, version=version)
        for version in target.versions(case.target_id)
        if version != current and standing.left_over(pieces, target.blocks(case.target_id, version))
    )
    end(case=case, event=Event.SETTLED, now=now)
