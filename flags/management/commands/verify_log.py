"""Check the log of flags: the chain, and what it commits to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flags.models import LogEntry, LogOpening
from flags.rules import logchain

MEANING = {
    "gap": "its number does not follow the one before",
    "previous": "it does not name the hash before it",
    "hash": "its hash does not fit its content",
    "opening": "what it opens to is not what it committed to",
    "stray": "something opens it, but there is no such entry",
}


class Command(BaseCommand):
    """Recompute every entry; fail if one is wrong."""

    help = "Check that no entry of the log of flags was changed, added or removed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for every fault and fail, or say how many entries are sound."""
        openings = {row.sequence: row.as_opening() for row in LogOpening.objects.iterator()}
        entries = [row.as_entry() for row in LogEntry.objects.order_by("sequence").iterator()]
        faults = logchain.verify(entries, openings)
        for fault in faults:
            self.stderr.write(f"Entry {fault.sequence}: {MEANING[fault.code]}.")
        if faults:
            raise CommandError(f"The log is broken: {len(faults)} faults in {len(entries)} entries.")
        self.stdout.write(
            f"The log is sound: {len(entries)} entries, {len(openings)} of them can still be opened."
        )
