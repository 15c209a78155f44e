"""Take in posts from elsewhere: `manage.py import_posts FILE`."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from posts.actions import import_posts
from posts.rules.records import Record, RecordError, read_record


class Command(BaseCommand):
    """Import posts, all or none; doing it again changes nothing."""

    help = (
        "Import posts from JSON lines (plain or .gz), one object a line with slug, title, date, authors, tags, "
        "excerpt, markdown and perhaps language (a code). All or none; slugs that are here already are skipped. "
        "Authors are found by their display name, or added as former colleagues who cannot sign in."
    )

    def add_arguments(self, parser):
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options):
        """Read all lines first, so that a broken one is found before anything is stored."""
        began = monotonic()
        counts = import_posts(records=_records(options["file"]))
        self.stdout.write(
            f"{counts.posts} posts imported, {counts.already_here} were here already, "
            f"{counts.people} people added; {monotonic() - began:.1f} s"
        )


def _records(path: Path) -> list[Record]:
    """Return the posts of a file; raises CommandError that names the broken line."""
    records: dict[str, Record] = {}
    for number, line in _numbered_lines(path):
        try:
            record = read_record(line)
        except RecordError as error:
            raise CommandError(f"Line {number}: {error} Nothing was imported.") from error
        if record.slug in records:
            raise CommandError(f"Line {number}: the slug {record.slug} stands twice. Nothing was imported.")
        records[record.slug] = record
    return list(records.values())


def _numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers from 1."""
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise CommandError(f"{path.name} cannot be read: {error}") from error
