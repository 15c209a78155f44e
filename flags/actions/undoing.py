"""Undoing a settlement, for as long as nothing is sealed."""

from datetime import datetime

from django.db import transaction

from flags import registry
from flags.actions import errors, quoting, telling
from flags.actions.deadlines import lock_case
from flags.actions.drawing import dismiss_later
from flags.actions.living import store
from flags.actions.log import record
from flags.actions.own_cases import require_author
from flags.actions.veiling import carry_all
from flags.models import Case, Settlement
from flags.registry import TargetType
from flags.rules import lifecycle
from flags.rules.lifecycle import State
from people.models import User


@transaction.atomic
def undo(*, person: User, case: Case, now: datetime) -> Settlement:
    """Take a settlement back: the case stands where it stood, and what was cut stands in the text again.

    A text that its author rewrote stays as it is. Any author may. Raises NotYoursError for anybody else,
    TooLateError when the time for it is over, StaleTextError if the text changed after the passage was cut.
    """
    target = registry.get(case.target_kind)
    target.lock(case.target_id)
    case = lock_case(case, now)
    require_author(person, case, now)
    settlement = case.settlements.filter(undone_at=None).first()
    if case.state != State.FIXED or case.authors_appealed or settlement is None or settlement.undo_until <= now:
        raise errors.TooLateError("case: there is no settlement that can be undone")
    version = _put_back(target, settlement, person, now)
    settlement.undone_at = now
    settlement.save(update_fields=["undone_at"])
    case.places.filter(block="").delete()
    life = lifecycle.reopen(case.life, State(settlement.state_before), ends_at=settlement.ends_at_before)
    store(case, life)
    dismiss_later(case, None)
    carry_all(target, case.target_id, version, now)
    telling.take_back_end(case, now=now)
    record(case=case, event="undone", now=now)
    quoting.visibility_changed(case)
    return settlement


def _put_back(target: TargetType, settlement: Settlement, person: User, now: datetime) -> int:
    """Store the text as it was before the cut once more; return the version that is current now."""
    target_id = settlement.case.target_id
    current = target.current_version(target_id)
    if current is None:
        raise errors.UnknownTargetError("target_id: is gone")
    if settlement.version_before is None or target.put_back is None:
        return current
    if current != settlement.version:
        raise errors.StaleTextError(f"version: {current} was written after the passage was taken out")
    try:
        return target.put_back(target_id=target_id, version=settlement.version_before, person=person, now=now)
    except registry.StaleVersionError as error:
        raise errors.StaleTextError(str(error)) from error
