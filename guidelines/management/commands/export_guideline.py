"""`manage.py export_guideline SLUG --git DIR`: a guideline with its whole history, as a Git repository."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.exporting import export_repository
from guidelines.models import GuidelineAddress
from guidelines.programs import ProgramError
from guidelines.repositories import RepositoryError


class Command(BaseCommand):
    """One commit a version, the same ones every time."""

    help = "Export a guideline as a Git repository: one commit a version, with author, date and note."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the guideline and the folder."""
        parser.add_argument("slug", help="the last part of the guideline's address, now or earlier")
        parser.add_argument("--git", type=Path, required=True, metavar="DIR", help="a new or empty folder")

    def handle(self, *args: Any, slug: str, git: Path, **options: Any) -> None:
        """Export and say what came of it."""
        address = GuidelineAddress.objects.with_guideline().filter(slug=slug).first()
        if address is None or address.guideline.current is None:
            raise CommandError(_("There is no guideline with the address “%(slug)s”.") % {"slug": slug})
        try:
            made = export_repository(address.guideline, git.resolve())
        except (OSError, ProgramError, RepositoryError) as error:
            raise CommandError(str(error)) from error
        facts = {"count": made.versions, "folder": git, "path": made.path}
        text = ngettext(
            "%(folder)s: %(path)s with %(count)d version",
            "%(folder)s: %(path)s with %(count)d versions",
            made.versions,
        )
        self.stdout.write(text % facts)
