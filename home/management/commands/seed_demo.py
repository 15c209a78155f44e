"""`manage.py seed_demo`: people, guidelines, posts and flags to try Peerline with, in an empty database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.demo.guide import guide
from home.demo.seed import NotEmptyError, is_seeded, seed


class Command(BaseCommand):
    """Seed the demonstration once, and say what to try."""

    help = "Fill an empty database with the demonstration. Everybody in it has the same, published password."

    def add_arguments(self, parser):
        parser.add_argument(
            "--public-password",
            action="store_true",
            help="Seed although DEBUG is off: anybody who knows this project can then sign in as anybody.",
        )

    def handle(self, *args, public_password: bool, **options):
        if is_seeded():
            self.stdout.write("The demonstration is here already; nothing was changed.\n")
        else:
            self._seed(public_password)
        self.stdout.write(guide())

    def _seed(self, public_password: bool):
        if not (settings.DEBUG or public_password):
            raise CommandError(
                "The demonstration's password is public, so it is for trying out only. "
                "Set DEBUG=1 if that is what you want, or pass --public-password."
            )
        self.stdout.write("Demonstration …")
        try:
            seed(now=timezone.now())
        except NotEmptyError as error:
            raise CommandError(
                "This database is not empty. The demonstration only goes into an empty one; nothing was changed."
            ) from error
