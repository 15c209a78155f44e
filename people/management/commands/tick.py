"""`manage.py tick`: run what is due, once or every so many seconds."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from people import ticker


class Command(BaseCommand):
    """Deadlines and scheduled publishing; one ticker runs beside the server."""

    help = "Run everything that is due: deadlines of flags and scheduled publishing."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, with a pause of so many seconds")

    def handle(self, *args, every: int | None = None, **options):
        self._tick()
        while every:
            time.sleep(every)
            close_old_connections()
            self._tick()

    def _tick(self):
        for name, count in ticker.run(timezone.now()).items():
            if count:
                self.stdout.write(f"{name}: {count}")
