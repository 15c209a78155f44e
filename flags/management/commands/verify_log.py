"""Check the log of flags: the chain, and what it commits to; or an export of it, on any machine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flags import log_checks
from flags.models import LogEntry, LogOpening
from flags.rules import logchain, offline

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

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let an export be checked in place of the database, and a hash that somebody kept."""
        parser.add_argument("--export", type=Path, help="check this CSV from the page of the log instead")
        parser.add_argument("--kept", default="", help="a hash that has to stand in the log")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for every fault and fail, or say how many entries are sound."""
        if options["export"]:
            self._check_export(options["export"], options["kept"])
        else:
            self._check_database(options["kept"])

    def _check_export(self, path: Path, kept: str) -> None:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        self._report(offline.faults(lines, kept), f"{max(len(lines) - 1, 0)} entries.")

    def _check_database(self, kept: str) -> None:
        openings = {row.sequence: row.as_opening() for row in LogOpening.objects.iterator()}
        entries = [row.as_entry() for row in LogEntry.objects.order_by("sequence").iterator()]
        faults = [
            f"Entry {fault.sequence}: {MEANING[fault.code]}." for fault in logchain.verify(entries, openings)
        ]
        faults += log_checks.run(entries, openings)
        if kept and kept.lower() not in {entry.hash for entry in entries}:
            faults.append("The hash that was kept is not in this log.")
        self._report(faults, f"{len(entries)} entries, {len(openings)} of them can still be opened.")

    def _report(self, faults: list[str], sound: str) -> None:
        for sentence in faults:
            self.stderr.write(sentence)
        if faults:
            raise CommandError(f"The log is broken: {len(faults)} faults.")
        self.stdout.write(f"The log is sound: {sound}")
