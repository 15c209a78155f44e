"""Bringing in histories of guidelines that were kept elsewhere: all of a file, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidelines import actions
from guidelines.models import (
    GuidelineAddress,
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    ImportedVersion,
    Leaf,
    LeafCover,
    Origin,
)
from guidelines.rules.clause_ids import carry_ids
from guidelines.rules.content import Clause, ContentError, Guideline
from guidelines.rules.entries import MAX_LENGTHS, BrokenHistoryError, Entry, guideline_of
from guidelines.rules.histories import clauses_gone, differences
from guidelines.rules.reading import Reading
from guidelines.rules.richtext import plain_line, plain_lines
from people.actions import find_or_create_author

CLAUSE_IDS = UUID("5c1a3f0e-8d0b-5d55-9a3c-6f0c2b1d7e44")
"""Namespace of the ids that imported clauses get, so that the same file gives the same ids anywhere."""

IMPORT_ACTION = "guidelines.import"
"""Under which name the CMS notes down who imported versions that are credited to others."""

SLUG_LENGTH = 200
"""Characters of a slug made of a title; leaves room for a number behind it."""


REMARKS = {
    "front matter": gettext_lazy("fields before the text other than its title are left out"),
    "comment": gettext_lazy("a comment is left out"),
    "picture": gettext_lazy("a picture becomes a link to it"),
    "title of a link": gettext_lazy("the title of a link is left out"),
    "footnote": gettext_lazy("a footnote stays as it is written"),
    "template tag": gettext_lazy("a template tag stays as it is written"),
}
"""What is said about each kind of remark (guidelines.rules.markdown_remarks)."""


class ImportRefusedError(Exception):
    """A version can't be imported; nothing was. `place` says where it stands."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Step:
    """A version that an import added: where it stood, its number here, what it and the one before it say."""

    entry: Entry
    number: int
    before: Guideline | None
    after: Guideline


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with one document: the versions that are new here, and how many were here already."""

    document: str
    slug: str
    steps: tuple[Step, ...]
    known: int

    @property
    def added(self) -> int:
        """How many versions are new here."""
        return len(self.steps)


@transaction.atomic
def import_histories(
    histories: Mapping[str, Sequence[Entry]], *, now: datetime, by_id: int | None = None
) -> list[Imported]:
    """Publish the versions of each document that are not here yet, with their authors, dates and notes.

    histories: entries of each document by its name, in ascending order of versions. A document that is new here
        becomes a guideline of its own; of one that is known, only versions after those imported before are added,
        and only if nobody has edited it here since. Authors nobody knows become former colleagues who can't sign
        in.

    by_id: who brings them in at a screen: what comes into force passes the gates of an edit of theirs. What a new
        guideline said before that is history. None for a program.

    Doing it twice changes nothing. Raises ImportRefusedError, and nothing is kept then.
    """
    return [_import_document(document, entries, now, by_id) for document, entries in histories.items()]


def _import_document(document: str, entries: Sequence[Entry], now: datetime, by_id: int | None) -> Imported:
    rows = {row.version: row for row in ImportedVersion.objects.of(document)}
    known = [entry for entry in entries if entry.version in rows]
    fresh = [entry for entry in entries if entry.version not in rows]
    if rows:
        _refuse_hidden(next(iter(rows.values())).page_id, entries[0])
        history = _History.stored(document, list(rows.values()))
        for entry in known:
            history.compare(entry, rows[entry.version])
    else:
        history = _History(document=document, slug=_free_slug(entries[-1]))
    steps = tuple(history.add(entry, now, by_id=by_id if rows or entry is fresh[-1] else None) for entry in fresh)
    return Imported(document, history.slug, steps, len(known))


@transaction.atomic
def import_version(entry: Entry, *, now: datetime, by_id: int | None = None) -> Imported:
    """Publish a single version: of the guideline that lives at the slug of the entry, or of a new one.

    Without a slug it is a new one, unless the guideline that bears its title says just that already. Its clauses
    keep the ids of those they were. A version that says what is in force already is none. by_id: who brings it in
    at a screen, and passes the gates of an edit; None for a program. Raises ImportRefusedError, and nothing is
    kept then.
    """
    slug = entry.slug or _wished_slug(entry)
    record = GuidelineRecord.objects.filter(addresses__slug=slug, current__isnull=False).first()
    if record:
        _refuse_hidden(record.page_id, entry)
    history = _History.of_page(record) if record else None
    if record is None or history is None or not (entry.slug or history.says(entry)):
        history = _History(document="", slug=entry.slug or _free_slug(entry))
        return Imported("", history.slug, (history.add(entry, now, by_id=by_id),), known=0)
    entry = replace(entry, version=history.number + 1)
    if problem := _problem_of_single(record):
        raise ImportRefusedError(entry.place, problem)
    if history.says(entry):
        return Imported("", record.slug, (), known=1)
    return Imported("", record.slug, (history.add(entry, now, by_id=by_id),), known=0)


def markdown_entry(
    data: bytes, *, name: str, slug: str, note: str, now: datetime, author: str = "", username: str = ""
) -> Entry:
    """Return a Markdown file as a version that comes into force now. Raises BrokenHistoryError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenHistoryError("", f"“{name}” is no UTF-8") from error
    return Entry(
        place=name,
        document=name,
        version=1,
        author=plain_line(author)[: MAX_LENGTHS["author"]],
        username=username,
        date=now,
        note=note,
        guideline=guideline_of(text, name, name),
        slug=slug,
        markdown=text,
    )


def _refuse_hidden(page_id: int, entry: Entry) -> None:
    """Raise ImportRefusedError while words of a guideline are hidden: a comparison would help whoever guesses."""
    if LeafCover.objects.of_page(page_id).exists():
        said = _("words of this guideline are hidden for now; nothing can be added until that is decided")
        raise ImportRefusedError(entry.place, said)


def _problem_of_single(record: GuidelineRecord) -> str:
    """Return why nobody should publish over what is there, "" when they may."""
    if not record.in_force:
        return _("the guideline at “%(slug)s” is not in force any more") % {"slug": record.slug}
    if record.taken_out:
        return _("something was taken out of the guideline at “%(slug)s”; the file could bring it back") % {
            "slug": record.slug
        }
    if GuidelinePage.objects.filter(pk=record.page_id, has_unpublished_changes=True).exists():
        return _("the guideline at “%(slug)s” has a draft, which would be lost; publish it first") % {
            "slug": record.slug
        }
    return ""


def preview_histories(
    histories: Mapping[str, Sequence[Entry]], *, now: datetime, by_id: int | None = None
) -> list[Imported]:
    """Return what `import_histories` would do, and do nothing. Raises ImportRefusedError as it would."""
    with transaction.atomic():
        results = import_histories(histories, now=now, by_id=by_id)
        transaction.set_rollback(True)
    return results


def preview_version(entry: Entry, *, now: datetime, by_id: int | None = None) -> Imported:
    """Return what `import_version` would do, and do nothing. Raises ImportRefusedError as it would."""
    with transaction.atomic():
        result = import_version(entry, now=now, by_id=by_id)
        transaction.set_rollback(True)
    return result


def _wished_slug(entry: Entry) -> str:
    named = (slugify(words) for words in (entry.slug, entry.guideline.title, entry.document))
    return next(filter(None, named), "guideline")[:SLUG_LENGTH].strip("-_")


def _free_slug(entry: Entry) -> str:
    """Return the slug a document wishes for, or one made of its title, that no page has and no guideline had."""
    stem = _wished_slug(entry)
    taken = set(GuidelineAddress.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(GuidelinePage.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(slug for slug in candidates if slug not in taken)


def _account_of(author: str, username: str) -> int | None:
    if not author and not username:
        return None
    return find_or_create_author(display_name=author, username=username).pk


@dataclass
class _History:
    """What is here of one document while its versions come in.

    versions, readings: those recorded before this import, by number. guideline: what the newest one says, None
    for none yet. gone: the last state of clauses that only earlier ones had, by id. newest: the newest version of
    the file that is here, 0 for none; number: the version it is here.
    """

    document: str
    slug: str
    page_id: int = 0
    versions: dict[int, GuidelineVersion] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    newest: int = 0
    number: int = 0
    guideline: Guideline | None = None
    gone: dict[str, Clause] = field(default_factory=dict)

    @classmethod
    def stored(cls, document: str, rows: Sequence[ImportedVersion]) -> "_History":
        """Return the history of a document that was imported before."""
        record = GuidelineRecord.objects.get(page_id=rows[0].page_id)
        versions = list(GuidelineVersion.objects.of(record.page_id).oldest_first())
        readings = Leaf.objects.read(versions, in_full=True)
        newest = max(rows, key=lambda row: row.version)
        return cls(
            document=document,
            slug=record.slug,
            page_id=record.page_id,
            versions={version.number: version for version in versions},
            readings={version.number: reading for version, reading in zip(versions, readings, strict=True)},
            newest=newest.version,
            number=newest.number,
            guideline=readings[-1].guideline,
            gone=clauses_gone(readings),
        )

    @classmethod
    def of_page(cls, record: GuidelineRecord) -> "_History":
        """Return the history of a guideline, wherever its versions came from."""
        versions = GuidelineVersion.objects.of(record.page_id).oldest_first()
        readings = Leaf.objects.read(versions, in_full=True)
        return cls(
            document="",
            slug=record.slug,
            page_id=record.page_id,
            number=len(readings),
            guideline=readings[-1].guideline,
            gone=clauses_gone(readings),
        )

    def says(self, entry: Entry) -> bool:
        """Whether the newest version says what an entry says."""
        guideline = replace(entry.guideline, clauses=self._with_ids(entry))
        return self.guideline == guideline

    def compare(self, entry: Entry, row: ImportedVersion) -> None:
        """Refuse an entry that says something else than the version it was imported as.

        Authors are not compared: people change their names.
        """
        reading = self.readings[row.number]
        title = reading.guideline.title if entry.titled_today else entry.guideline.title
        differing = differences(reading, replace(entry.guideline, title=title))
        if self.versions[row.number].date != entry.date:
            differing.append("date")
        if plain_lines(entry.note) != reading.note and "note" not in {leaf.kind for leaf in reading.taken_out}:
            differing.append("note")
        if differing:
            reason = _("version %(version)d of “%(document)s” is here already, with another %(what)s")
            what = ", ".join(differing)
            facts = {"version": entry.version, "document": self.document, "what": what}
            raise ImportRefusedError(entry.place, reason % facts)

    def add(self, entry: Entry, now: datetime, *, by_id: int | None) -> Step:
        """Publish an entry after those that are here; one that says the same is a version of its own too.

        by_id: who brings it in and passes the gates; None for what was decided elsewhere.
        """
        if problem := self._problem(entry, now):
            raise ImportRefusedError(entry.place, problem)
        guideline = replace(entry.guideline, clauses=self._with_ids(entry))
        before = self.guideline
        bringer = actions.Bringer(by_id, now) if by_id else None
        self._remember(entry, guideline, self._record(entry, guideline, bringer))
        return Step(entry, self.number, before, guideline)

    def _problem(self, entry: Entry, now: datetime) -> str:
        """Return why an entry can't be added, "" when it can."""
        facts = {"version": entry.version, "document": self.document}
        if entry.date > now:
            return _("version %(version)d of “%(document)s” is dated in the future") % facts
        if entry.version < self.newest:
            return _("version %(version)d of “%(document)s” would come before one that is here already") % facts
        return self._problem_of_page() % facts if self.newest else ""

    def _problem_of_page(self) -> str:
        """Return why nothing can be added to the guideline that is here, "" when it can."""
        record = GuidelineRecord.objects.select_related("current").get(page_id=self.page_id)
        if not record.in_force:
            return _("the guideline made of “%(document)s” is not in force here any more")
        if record.taken_out:
            return _(
                "something was taken out of the guideline made of “%(document)s”; the file could bring it back"
            )
        drafted = GuidelinePage.objects.filter(pk=self.page_id, has_unpublished_changes=True).exists()
        if drafted or record.current != self._last_version():
            return _("the guideline made of “%(document)s” was edited here since; nothing can be added to it")
        return ""

    def _last_version(self) -> GuidelineVersion:
        return GuidelineVersion.objects.of(self.page_id).numbered(self.number).get()

    def _with_ids(self, entry: Entry) -> tuple[Clause, ...]:
        """Return the clauses of an entry with ids: the file's, or else those of the clauses they were."""
        clauses = entry.guideline.clauses
        name = self.document or self.slug
        given = {clause.id for clause in clauses if clause.id}
        carried = iter(
            carry_ids(
                [clause for clause in self._clauses if clause.id not in given],
                [clause for clause in clauses if not clause.id],
                new_id=lambda place: str(uuid5(CLAUSE_IDS, f"{name}\n{entry.version}\n{place}")),
                gone=[clause for clause in self.gone.values() if clause.id not in given],
            )
        )
        return tuple(clause if clause.id else next(carried) for clause in clauses)

    @property
    def _clauses(self) -> Sequence[Clause]:
        return self.guideline.clauses if self.guideline else ()

    def _record(self, entry: Entry, guideline: Guideline, bringer: actions.Bringer | None) -> GuidelineVersion:
        author_id = _account_of(entry.author, entry.username)
        others = {_account_of(*other) for other in entry.co_authors} - {author_id, None}
        co_authors = sorted(other for other in others if other)
        try:
            version = actions.publish_guideline(
                slug=self.slug,
                guideline=guideline,
                note=entry.note,
                author_id=author_id,
                date=entry.date,
                origin=Origin.IMPORT,
                material=entry.material,
                co_authors=co_authors,
                brought_by=bringer,
            )
            if version is None:
                change = actions.Change(
                    entry.note, author_id, entry.date, Origin.IMPORT, entry.material, co_authors=co_authors
                )
                version = actions.record_unchanged(page_id=self.page_id, change=change)
            return version
        except (actions.RecordingError, ContentError) as error:
            raise ImportRefusedError(entry.place, str(error)) from error
        except ValidationError as error:
            raise ImportRefusedError(entry.place, " ".join(error.messages)) from error

    def _remember(self, entry: Entry, guideline: Guideline, version: GuidelineVersion) -> None:
        """Note where the entry stands now, so that the next import and the next entry know."""
        self.newest = entry.version
        self.page_id, self.number = version.page_id, version.number
        if self.document:
            ImportedVersion.objects.create(
                document=self.document, version=entry.version, page_id=self.page_id, number=self.number
            )
        self.gone |= {clause.id: clause for clause in self._clauses}
        self.guideline = guideline
        for clause in guideline.clauses:
            self.gone.pop(clause.id, None)
