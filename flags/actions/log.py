"""Writing to the log."""

import secrets
from datetime import datetime

from flags.actions.locking import lock_log
from flags.models import Case, LogEntry, LogOpening
from flags.rules import logchain


def record(*, case: Case, event: str, now: datetime, **facts: int | str) -> None:
    """Add one entry about a case: what happened, its state now, counts and hashes; never text, never names.

    It holds the log's lock until the commit: take no other lock after it.
    """
    lock_log()
    last = LogEntry.objects.order_by("-sequence").first()
    payload = {"event": event, "state": str(case.state), **facts}
    opening = logchain.Opening(case=str(case.pk), payload=payload, salt=secrets.token_hex(logchain.SALT_BYTES))
    entry = logchain.make_entry(
        last=last.as_entry() if last else None,
        at=now,
        commitment=logchain.commit(opening),
        salt=secrets.token_hex(logchain.SALT_BYTES),
    )
    LogEntry.objects.create(
        sequence=entry.sequence,
        at=entry.at,
        commitment=entry.commitment,
        salt=entry.salt,
        previous=entry.previous,
        hash=entry.hash,
    )
    LogOpening.objects.create(sequence=entry.sequence, case=case, payload=payload, salt=opening.salt)
