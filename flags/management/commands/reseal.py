"""`manage.py reseal FILE`: take out again what a restored backup brought back."""

import json
from argparse import ArgumentParser, FileType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from flags.actions.resealing import BadRecordError, Record, reseal
from flags.scrubbing import clean, scrub


class Command(BaseCommand):
    """Run it after a restore, before anybody signs in; a second run finds nothing."""

    help = "Repeat the seals that `manage.py export_seals` wrote to FILE, after a backup was restored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=FileType(encoding="utf-8"), help="made by `manage.py export_seals`")

    def handle(self, *args: Any, file: Any, **options: Any) -> None:
        """Repeat them all. Raises CommandError for a file that is no such export, before anything is changed."""
        with file:
            lines = [(number, line) for number, line in enumerate(file, 1) if line.strip()]
        done, missing = reseal(seals=[_record(number, line) for number, line in lines])
        clean()
        scrub(timezone.now())
        self.stdout.write(f"{len(lines)} seals: {done} took something out again, {missing} have no text here.")


def _record(number: int, line: str) -> Record:
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise BadRecordError("no record of a seal")
        return Record.from_data(data)
    except (BadRecordError, json.JSONDecodeError) as error:
        raise CommandError(f"Line {number}: {error}. Nothing was changed.") from error
