"""`manage.py import_guideline FILE`: bring in histories of guidelines that were kept elsewhere."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.importing import Imported, ImportRefusedError, import_histories
from guidelines.programs import ProgramError
from guidelines.repositories import RepositoryError, read_repository
from guidelines.rules.entries import BrokenHistoryError
from guidelines.rules.jsonlines import read_histories


class Command(BaseCommand):
    """All of the history or nothing; running it again adds only what is new."""

    help = (
        "Import histories of guidelines: JSON lines, plain or gzipped, each "
        '{"document", "version", "author", "date", "note", "markdown"}; '
        "or the history of a Markdown file in a Git repository. "
        "All of it is imported or nothing; doing it again adds only new versions."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, or the repository and the file in it."""
        parser.add_argument(
            "file", help="JSON lines, plain or gzipped; with --git the path of a Markdown file in it"
        )
        parser.add_argument("--git", type=Path, metavar="REPO", help="a Git repository on this machine")

    def handle(self, *args: Any, file: str, git: Path | None, **options: Any) -> None:
        """Import the history and say what came of it."""
        started = time.perf_counter()
        try:
            histories = read_repository(git.resolve(), file) if git else read_histories(Path(file).read_bytes())
            results = import_histories(histories, now=timezone.now())
        except OSError as error:
            raise CommandError(_("%(file)s can't be read: %(error)s") % {"file": file, "error": error}) from error
        except (BrokenHistoryError, ImportRefusedError, ProgramError, RepositoryError) as error:
            raise CommandError(
                _("%(file)s was not imported, nothing was changed. %(error)s") % {"file": file, "error": error}
            ) from error
        for result in results:
            self.stdout.write(f"{result.document} -> /guidelines/{result.slug}/: {_counts(result)}")
        seconds = time.perf_counter() - started
        facts = {"documents": len(results), "seconds": f"{seconds:.1f}", "counts": _counts(_sum(results))}
        self.stdout.write(_("Documents: %(documents)d, %(counts)s; %(seconds)s s.") % facts)


def _sum(results: list[Imported]) -> Imported:
    """Return the counts of all documents together."""
    return Imported(
        document="",
        slug="",
        added=sum(result.added for result in results),
        known=sum(result.known for result in results),
    )


def _counts(result: Imported) -> str:
    """Return in words what was done with some versions."""
    added, known = result.added, result.known
    parts = [ngettext("%(count)d version added", "%(count)d versions added", added) % {"count": added}]
    if known:
        parts.append(_("%(count)d here already") % {"count": known})
    return ", ".join(parts)
