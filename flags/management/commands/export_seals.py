"""`manage.py export_seals`: what `reseal` needs after a backup is restored."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from flags.actions.resealing import records


class Command(BaseCommand):
    """Keep its output apart from the backups of the database, made after each of them."""

    help = "Write a line of JSON for every seal, without a word of what was taken out; for `manage.py reseal`."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the lines."""
        for record in records():
            self.stdout.write(json.dumps(record.to_data(), sort_keys=True))
