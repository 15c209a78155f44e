"""What time alone does."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from flags.actions.ending import end
from flags.actions.locking import lock_target
from flags.models import Case
from flags.rules.lifecycle import Event


def end_overdue(now: datetime) -> int:
    """End every case whose time is over, each in a transaction of its own; return how many.

    Safe to run twice, late, or beside another run: a case is looked at again under its lock.
    """
    overdue = Case.objects.overdue(now).values_list("pk", "target_kind", "target_id")
    return sum(_end_one(pk, kind, target_id, now) for pk, kind, target_id in list(overdue))


@transaction.atomic
def _end_one(pk: UUID, kind: str, target_id: int, now: datetime) -> bool:
    lock_target(kind, target_id)
    case = Case.objects.overdue(now).filter(pk=pk).first()
    if case is None:
        return False
    end(case=case, event=Event.TIME_OVER, now=now)
    return True
