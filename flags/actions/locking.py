"""Locks, always in this order: target, then the person whose deeds are counted, then cases' rows, the log last.

Who seals holds several targets, those that quote the first one as well, in the order in which they are found. So
only one seal is made, repeated or put back at a time: that lock comes before all others (`lock_seals`).
Nobody who holds a person waits for a target. Deleting an account, too, takes its texts first and its own row last.
PostgreSQL locks a row per target and per person, and has advisory locks for seals and the log. On SQLite every
writing transaction is IMMEDIATE and therefore alone.
"""

from contextlib import suppress

from django.db import connection

from flags import registry
from flags.models import FlaggedTarget
from people.models import User

_LOG_LOCK = 0x0F1A65
_SEALS_LOCK = 0x5EA15
"""Numbers of the advisory locks; any constants no other lock of the project uses."""


def lock_seals() -> None:
    """Wait until nobody else makes, repeats or puts back a seal; held until the transaction ends."""
    _lock(_SEALS_LOCK)


def lock_target(kind: str, target_id: int) -> None:
    """Wait until nobody else changes this target or cases of it; call inside a transaction, before reading it.

    The target's own row comes first, as when somebody saves it: what a case hides may be written down there.
    """
    with suppress(registry.UnknownKindError):
        registry.get(kind).lock(target_id)
    row, _created = FlaggedTarget.objects.get_or_create(kind=kind, target_id=target_id)
    FlaggedTarget.objects.select_for_update().get(pk=row.pk)


def lock_person(person: User) -> None:
    """Wait until nobody else counts what this person did, to hold them to a limit over all targets.

    Call it with the target locked, and before time does anything to its cases: that may write to the log. Rows
    that name the person can be written meanwhile, as notices are by whoever holds the log.
    """
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()


def lock_log() -> None:
    """Wait until nobody else writes to the log; held until the transaction ends."""
    _lock(_LOG_LOCK)


def _lock(number: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
