"""`manage.py rebuild_blame [SLUG]`: work out again who wrote what."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidelines.blaming import rebuild_blame
from guidelines.models import GuidelineAddress, GuidelineRecord

NAMED = 20
"""Differences that are named one by one; of more, how many there are."""


class Command(BaseCommand):
    """From the versions alone; needed only when a new release reads words in another way."""

    help = "Work out who wrote what in one guideline or all, store it, and say what had been stored differently."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address of a guideline."""
        parser.add_argument("slug", nargs="?", help="of a guideline, now or earlier; all if left out")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        """Rebuild and report. Raises CommandError for an address that no guideline ever had."""
        records = GuidelineRecord.objects.recorded()
        if slug:
            records = records.filter(addresses__in=GuidelineAddress.objects.filter(slug=slug))
            if not records:
                raise CommandError(f"No guideline has or had the address {slug!r}.")
        for record in records:
            self._report(record.slug, record.page_id)

    def _report(self, slug: str, page_id: int) -> None:
        rebuilt = rebuild_blame(page_id)
        count = len(rebuilt.differing)
        outcome = f"{count} parts were stored differently" if count else "all as it was stored"
        self.stdout.write(f"{slug}: {rebuilt.versions} versions, {outcome}.")
        for number, part in rebuilt.differing[:NAMED]:
            self.stdout.write(f"  version {number}, {part}")
        if count > NAMED:
            self.stdout.write(f"  and {count - NAMED} more")
        if rebuilt.kept:
            numbers = ", ".join(map(str, rebuilt.kept))
            self.stdout.write(f"  kept as stored, for words were taken out since: versions {numbers}")
