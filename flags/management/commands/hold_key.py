"""`manage.py hold_key`: a key pair for whoever must hold evidence, its private key in two halves."""

import secrets
from argparse import ArgumentParser
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flags.rules import boxes


class Command(BaseCommand):
    """Run it on a machine of the holders', not on the server."""

    help = (
        "Make a key pair for HOLD_PUBLIC_KEY. The private key is written in two halves, for two people; one half "
        "alone opens nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two files."""
        parser.add_argument("first", type=Path, help="file for the first half; must not exist")
        parser.add_argument("second", type=Path, help="file for the second half; must not exist")

    def handle(self, *args: Any, first: Path, second: Path, **options: Any) -> None:
        """Write both halves, readable by nobody else, and print the public key."""
        private = secrets.token_bytes(boxes.KEY_BYTES)
        for path, half in zip(
            (first, second), boxes.halves(private, secrets.token_bytes(boxes.KEY_BYTES)), strict=True
        ):
            try:
                path.touch(mode=0o600, exist_ok=False)
            except OSError as error:
                raise CommandError(f"{path}: cannot be made, or is there already.") from error
            path.write_text(b64encode(half).decode() + "\n", encoding="ascii")
        self.stdout.write(f"HOLD_PUBLIC_KEY={b64encode(boxes.public_of(private)).decode()}")
