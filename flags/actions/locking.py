"""Locks, always in this order: target, then its cases' rows, the log last.

PostgreSQL locks a row per target and an advisory lock for the log. On SQLite every writing transaction is
IMMEDIATE and therefore alone.
"""

from datetime import datetime

from django.db import connection

from flags.actions.errors import CaseEndedError
from flags.models import Case, FlaggedTarget

_LOG_LOCK = 0x0F1A65
"""Number of the advisory lock; any constant no other lock of the project uses."""


def lock_target(kind: str, target_id: int) -> None:
    """Wait until nobody else changes cases of this target; call inside a transaction, before reading it."""
    row, _created = FlaggedTarget.objects.get_or_create(kind=kind, target_id=target_id)
    FlaggedTarget.objects.select_for_update().get(pk=row.pk)


def lock_open_case(case: Case, now: datetime) -> Case:
    """Lock the case's target and return the case as it is now.

    CaseEndedError if it has ended, or its time is over and only the ticker has not come by yet.
    """
    lock_target(case.target_kind, case.target_id)
    fresh = Case.objects.get(pk=case.pk)
    if fresh.ends_at is None or fresh.ends_at <= now:
        raise CaseEndedError(f"case: {case.pk} has ended")
    return fresh


def lock_log() -> None:
    """Wait until nobody else writes to the log; held until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOG_LOCK])
