"""`manage.py import_guideline`: bring in guidelines, and histories of them, that were kept elsewhere."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.importing import (
    REMARKS,
    Imported,
    ImportRefusedError,
    Step,
    import_histories,
    import_version,
    markdown_entry,
    preview_histories,
    preview_version,
)
from guidelines.programs import ProgramError
from guidelines.repositories import RepositoryError, read_repository
from guidelines.rules.entries import BrokenHistoryError, Entry
from guidelines.rules.jsonlines import read_histories
from guidelines.rules.markdown_remarks import remarks
from guidelines.rules.previewing import ClausePreview, preview
from guidelines.wikis import read_wiki

MARKDOWN_SUFFIXES = {".md", ".markdown"}


class Command(BaseCommand):
    """All of the history or nothing; running it again adds only what is new."""

    help = (
        "Import histories of guidelines: JSON lines, plain or gzipped, each "
        '{"document", "version", "author", "date", "note", "markdown"}; the history of a Markdown file in a Git '
        "repository; pages of a MediaWiki dump; or one version from a Markdown file. "
        "All of it is imported or nothing; doing it again adds only new versions."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, what kind it is of, and what it does not say itself."""
        parser.add_argument("file", help="JSON lines, a file .md, a dump; with --git the path of a file in REPO")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--git", type=Path, metavar="REPO", help="a Git repository on this machine")
        source.add_argument("--mediawiki", action="store_true", help="the file is an XML dump of a MediaWiki")
        parser.add_argument("--title", default="", help="of the one page of the dump that is wanted")
        parser.add_argument("--slug", default="", help="of the guideline that a Markdown file is (or changes)")
        parser.add_argument("--author", default="", help="display name of who wrote the Markdown file")
        parser.add_argument("--note", default="", help="what the Markdown file changes, and why")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        """Import, or only look, and say what came of it."""
        started = time.perf_counter()
        try:
            results = _results(file, options, dry_run=dry_run, now=timezone.now())
        except OSError as error:
            raise CommandError(_("%(file)s can't be read: %(error)s") % {"file": file, "error": error}) from error
        except (BrokenHistoryError, ImportRefusedError, ProgramError, RepositoryError) as error:
            raise CommandError(
                _("%(file)s was not imported, nothing was changed. %(error)s") % {"file": file, "error": error}
            ) from error
        for result in results:
            name = result.document or file
            self.stdout.write(f"{name} -> /guidelines/{result.slug}/: {_counts(result.added, result.known)}")
            if dry_run:
                for step in result.steps:
                    self.stdout.write("\n".join(_preview(step)))
        seconds = time.perf_counter() - started
        counts = _counts(sum(each.added for each in results), sum(each.known for each in results))
        facts = {"documents": len(results), "seconds": f"{seconds:.1f}", "counts": counts}
        self.stdout.write(_("Documents: %(documents)d, %(counts)s; %(seconds)s s.") % facts)
        if dry_run:
            self.stdout.write(_("This was a rehearsal: nothing was changed."))


def _results(file: str, options: dict[str, Any], *, dry_run: bool, now: datetime) -> list[Imported]:
    if Path(file).suffix.lower() in MARKDOWN_SUFFIXES and not (options["git"] or options["mediawiki"]):
        entry = _markdown_file(file, options, now)
        return [(preview_version if dry_run else import_version)(entry, now=now)]
    return (preview_histories if dry_run else import_histories)(_histories(file, options), now=now)


def _histories(file: str, options: dict[str, Any]) -> dict[str, list[Entry]]:
    if options["git"]:
        return read_repository(options["git"].resolve(), file)
    data = Path(file).read_bytes()
    return read_wiki(data, title=options["title"]) if options["mediawiki"] else read_histories(data)


def _markdown_file(file: str, options: dict[str, Any], now: datetime) -> Entry:
    missing = [f"--{name}" for name in ("author", "note") if not options[name].strip()]
    if missing:
        raise CommandError(_("A Markdown file also needs %(options)s.") % {"options": ", ".join(missing)})
    facts = {name: options[name] for name in ("slug", "author", "note")}
    return markdown_entry(Path(file).read_bytes(), name=Path(file).name, now=now, **facts)


def _preview(step: Step) -> Iterator[str]:
    """Yield the lines that say what would become of a version."""
    entry, shown = step.entry, preview(step.before, step.after)
    facts = {"number": step.number, "date": f"{entry.date:%Y-%m-%d}", "author": entry.author, "note": entry.note}
    yield "  " + _("Version %(number)d, %(date)s, %(author)s: %(note)s") % facts
    for remark in remarks(entry.markdown):
        yield "    ! " + _("Line %(line)d: %(remark)s") % {"line": remark.line, "remark": REMARKS[remark.kind]}
    if shown.summary == "gone":
        yield "    - " + _("The summary goes: the file has none.")
    for clause in shown.clauses:
        yield f"    {_line(clause)}"
    for name in shown.gone:
        yield "    - " + _("gone: %(name)s") % {"name": name}


def _line(clause: ClausePreview) -> str:
    sign = {"new": "+", "changed": "~", "same": "="}[clause.fate]
    level = f"H{clause.level}" if clause.has_heading else "--"
    words = ngettext("%(count)d word", "%(count)d words", clause.words) % {"count": clause.words}
    changed = f" (+{clause.added} −{clause.removed})" if clause.fate == "changed" else ""
    return f"{sign} {level} {clause.name} · {words}{changed} · {clause.id}"


def _counts(added: int, known: int) -> str:
    """Return in words what was done with some versions."""
    parts = [ngettext("%(count)d version added", "%(count)d versions added", added) % {"count": added}]
    if known:
        parts.append(_("%(count)d here already") % {"count": known})
    return ", ".join(parts)
