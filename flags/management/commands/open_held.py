"""`manage.py open_held`: read what is held of a sealed passage, with both halves of the private key."""

from argparse import ArgumentParser
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from flags import originals
from flags.models import Seal
from flags.rules import boxes


class Command(BaseCommand):
    """For the two holders together, with a copy of the database."""

    help = "Print what is held of the passage of a case. Needs both halves of the private key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the case and the two files."""
        parser.add_argument("case", type=UUID, help="number of the case, as in its address")
        parser.add_argument("first", type=Path, help="file with one half")
        parser.add_argument("second", type=Path, help="file with the other half")

    def handle(self, *args: Any, case: UUID, first: Path, second: Path, **options: Any) -> None:
        """Print the passage. Raises CommandError when nothing is held, or the halves do not open it."""
        seal = Seal.objects.filter(case=case).exclude(held_until=None).first()
        if seal is None:
            raise CommandError("Nothing is held of this case.")
        try:
            private = boxes.joined(_half(first), _half(second))
            original = originals.opened_by_holder(seal, private)
        except (OSError, ValueError) as error:
            raise CommandError(f"It does not open: {error}") from error
        self.stdout.write(original.text[original.span.start : original.span.end])


def _half(path: Path) -> bytes:
    return b64decode(path.read_text(encoding="ascii").strip(), validate=True)
