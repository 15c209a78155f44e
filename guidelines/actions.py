"""Every write of guidelines' record: one verb each, in one transaction."""

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from guidelines import gates, watching
from guidelines.blaming import remember_blame
from guidelines.models import (
    Acknowledgement,
    GuidelineAddress,
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
    Origin,
    Proposal,
    Withdrawal,
)
from guidelines.rules.content import ContentError, Guideline, normalise_guideline, word_changes
from guidelines.rules.hashing import SALT_BYTES, LeafRef, leaf_hash
from guidelines.rules.reading import Reading, leaf_contents
from guidelines.rules.richtext import plain_lines
from guidelines.searching import forget_leaf, index_version
from people.models import User

logger = logging.getLogger(__name__)


class RecordingError(Exception):
    """A guideline cannot be recorded as it is; nothing was changed. The message is for the person who tried."""


class NoteMissingError(RecordingError):
    """A version needs a change note."""


class AddressTakenError(RecordingError):
    """Another guideline has or had this address."""


class GateClosedError(RecordingError):
    """Colleagues have to agree first; see guidelines.rules.gates."""


class NoContainerError(RecordingError):
    """The list that holds all guidelines was deleted from the tree."""


class UnknownVersionError(Exception):
    """The guideline has no version with this number."""


class UnknownClauseError(Exception):
    """The version has no clause with this id."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is said about a version beside its content.

    note: why, in plain text. person_id: who made it; None where nobody is known. date: since when it is in
        force. by_id: who put it in force where that may be somebody else; they need not be told of it.
    co_authors: ids of everybody else who wrote it.
    """

    note: str
    person_id: int | None
    date: datetime
    origin: str = Origin.EDIT
    material: bool = False
    by_id: int | None = None
    co_authors: Sequence[int] = ()


@transaction.atomic
def record_version(*, page_id: int, slug: str, guideline: Guideline, change: Change) -> GuidelineVersion | None:
    """Record what is in force from now on; return the new version, or None when the content is what it was.

    guideline: in canonical form. Two calls at once for one page wait for each other. The guideline lives at
        `slug` from now on. What puts a withdrawn guideline back in force is a version of its own, also when it
        says what the last one said: somebody did it, on a day, for a reason. Raises NoteMissingError,
        AddressTakenError.
    """
    record = _locked_record(page_id, slug)
    before = Leaf.objects.read_one(record.current) if record.current else None
    unchanged = record.in_force and before is not None and before.says(guideline)
    record.slug, record.withdrawn_at = slug, None
    version = None if unchanged else _append_version(record, guideline, change, before)
    record.save()
    return version


@transaction.atomic
def record_unchanged(*, page_id: int, change: Change) -> GuidelineVersion:
    """Record a version that says what the one before it said; return it.

    Only imported histories have such: somebody once kept a version for a reason that readers do not see, and its
    author, date and note are part of the history. Raises NoteMissingError, GuidelineRecord.DoesNotExist.
    """
    record = GuidelineRecord.objects.select_for_update().get(page_id=page_id, current__isnull=False)
    before = Leaf.objects.read_one(record.current)
    version = _append_version(record, before.guideline, change, before)
    record.save()
    return version


def _locked_record(page_id: int, slug: str) -> GuidelineRecord:
    """Return the guideline's own row, held until the transaction ends; claims the slug for it."""
    if GuidelineAddress.objects.of_others(slug, page_id).exists():
        raise AddressTakenError(_("Another guideline has or had the address “%(slug)s”.") % {"slug": slug})
    GuidelineRecord.objects.get_or_create(page_id=page_id, defaults={"slug": slug})
    record = GuidelineRecord.objects.select_for_update().get(page_id=page_id)
    GuidelineAddress.objects.get_or_create(slug=slug, defaults={"guideline": record})
    return record


def _append_version(
    record: GuidelineRecord, guideline: Guideline, change: Change, before: Reading | None
) -> GuidelineVersion:
    """Return a new version after the record's current one, which says `before`; it is the current one now."""
    note = plain_lines(change.note)
    if not note:
        raise NoteMissingError(_("Say in a sentence what you changed and why."))
    parent = record.current
    version = _add_version(record.page_id, guideline, change, note, parent=parent, before=before)
    remember_blame(version, parent)
    index_version(version, parent)
    record.current = version
    record.material_number = version.number if version.material else record.material_number
    watching.tell_of_version(record, version, parent=parent, note=note, by=_makers(change))
    return version


def _makers(change: Change) -> set[int | None]:
    return {change.person_id, change.by_id, *change.co_authors}


def _add_version(
    page_id: int,
    guideline: Guideline,
    change: Change,
    note: str,
    *,
    parent: GuidelineVersion | None,
    before: Reading | None,
) -> GuidelineVersion:
    leaves = _leaves_for(page_id, leaf_contents(guideline, note))
    added, removed = word_changes(before.guideline if before else None, guideline)
    version = GuidelineVersion(
        page_id=page_id,
        number=parent.number + 1 if parent else 1,
        date=change.date,
        person_id=change.person_id,
        co_authors=list(change.co_authors),
        origin=str(change.origin),
        material=change.material,
        parent_hash=parent.hash if parent else "",
        leaves=[list(leaf) for leaf in leaves],
        words_added=added,
        words_removed=removed,
    )
    version.hash = version.computed_hash()
    version.save()
    return version


def _leaves_for(page_id: int, contents: Iterable[tuple[str, str, str]]) -> list[LeafRef]:
    """Return a leaf for each piece of content, in order: one this page has already, or a new one.

    Change notes get a leaf of their own each: nobody should be able to tell that two are alike.
    """
    wanted = list(contents)
    clause_ids = {clause_id for kind, clause_id, _content in wanted if kind != "note"}
    known = {
        (kind, clause_id, content): key
        for kind, clause_id, content, key in Leaf.objects.shareable(page_id, clause_ids)
    }
    new, refs = [], []
    for piece in wanted:
        if piece not in known:
            leaf = _new_leaf(page_id, *piece)
            new.append(leaf)
            known[piece] = leaf.hash
        refs.append(LeafRef(piece[0], piece[1], known[piece]))
    Leaf.objects.bulk_create(new)
    return refs


def _new_leaf(page_id: int, kind: str, clause_id: str, content: str) -> Leaf:
    salt = secrets.token_hex(SALT_BYTES)
    key = leaf_hash(salt=salt, content=content)
    return Leaf(hash=key, page_id=page_id, kind=kind, clause_id=clause_id, salt=salt, content=content)


def record_published(*, page: GuidelinePage, revision: Revision, now: datetime) -> GuidelineVersion | None:
    """Record a page that Wagtail has just published; return its new version, or None when nothing changed.

    Whatever is published comes this way: the CMS, the scheduler, programs. Raises RecordingError (GateClosedError
    where colleagues have to agree first) and ContentError, so that the publishing is undone.
    """
    text = gates.text_of(page)
    if gates.is_closed(page, text=text, author_id=revision.user_id, now=now):
        raise GateClosedError(
            _(
                "Colleagues have to agree before this guideline changes. Press Publish in its editor to ask them; "
                "it is in force as soon as they did."
            )
        )
    person_id = page.credited_person_id or revision.user_id
    change = Change(
        note=page.change_note,
        person_id=person_id,
        co_authors=sorted({*page.draft_authors} - {person_id}),
        date=page.in_force_from or now,
        origin=page.origin,
        material=page.material,
        by_id=revision.user_id,
    )
    version = record_version(page_id=page.pk, slug=page.slug, guideline=text.guideline, change=change)
    if version:
        gates.settle(text, now)
    return version


@transaction.atomic
def withdraw(
    *,
    page_id: int,
    now: datetime,
    person_id: int | None = None,
    reason: str = "",
    how: str = Withdrawal.How.UNPUBLISHED,
) -> None:
    """Say that a guideline is not in force any more, who says so and why; its versions stay.

    person_id: None for a program, which needs no reason. how: what becomes of the page. A guideline that is not in
    force, or a page that was never published, is no error. Raises NoteMissingError.
    """
    text = plain_lines(reason)
    if person_id is not None and not text:
        raise NoteMissingError(_("Say in a sentence why nobody should follow it any more."))
    record = GuidelineRecord.objects.select_for_update().filter(page_id=page_id).first()
    if record is None or record.current is None or not record.in_force:
        return
    Withdrawal.objects.create(
        page_id=page_id, number=record.current.number, at=now, person_id=person_id, reason=text, how=how
    )
    record.withdrawn_at = now
    record.save(update_fields=["withdrawn_at"])
    watching.tell_of_withdrawal(record, watching.News(record.get_absolute_url(), now, {person_id}))


@transaction.atomic
def restore_version(
    *, page_id: int, number: int, person: User, note: str, now: datetime
) -> GuidelineVersion | None:
    """Put in force what a version said, as a version of its own; None when just that is in force.

    A withdrawn guideline is in force again afterwards; a page that was deleted is made anew, with the same number.
    Unpublished drafts stay in the CMS's history of the page. What was taken out of the version does not come back.
    Raises UnknownVersionError, NoteMissingError, GateClosedError, ContentError.
    """
    page = restored_page(page_id=page_id, number=number, person=person, note=note, now=now)
    before = GuidelineRecord.objects.get(page_id=page_id).current_id
    page.save_revision(user=person).publish(user=person)
    current = GuidelineRecord.objects.select_related("current").get(page_id=page_id).current
    return current if current and current.pk != before else None


@transaction.atomic
def restored_page(*, page_id: int, number: int, person: User, note: str, now: datetime) -> GuidelinePage:
    """Return the page of a guideline, filled with what a version said, not saved; a deleted one is made anew.

    Raises UnknownVersionError, NoteMissingError, ContentError.
    """
    if not plain_lines(note):
        raise NoteMissingError(_("Say in a sentence why this version should be in force again."))
    record = _held_record(page_id)
    guideline = normalise_guideline(Leaf.objects.read_one(_version(page_id, number)).guideline)
    page = (_page_of(record) or _remade_page(record, guideline, person)).get_latest_revision_as_object()
    page.slug, page.go_live_at, page.expire_at = record.slug, None, None
    page.fill(guideline)
    page.describe_change(note=note, origin=Origin.RESTORE, person_id=person.pk, date=now)
    return page


@transaction.atomic
def reopen_page(*, page_id: int, number: int, person: User) -> GuidelinePage:
    """Return the page of a guideline, to be edited; one that was deleted is made anew, as a draft of a version.

    Raises UnknownVersionError, ContentError.
    """
    record = _held_record(page_id)
    page = _page_of(record)
    if page is None:
        guideline = normalise_guideline(Leaf.objects.read_one(_version(page_id, number)).guideline)
        page = _remade_page(record, guideline, person)
        page.save_revision(user=person, clean=False)
    return page


def _held_record(page_id: int) -> GuidelineRecord:
    """Return a guideline's own row; it and its page are held for the transaction, the page first as in the CMS."""
    GuidelinePage.objects.select_for_update().filter(pk=page_id).first()
    return GuidelineRecord.objects.select_for_update().get(page_id=page_id)


def _page_of(record: GuidelineRecord) -> GuidelinePage | None:
    return GuidelinePage.objects.filter(pk=record.page_id).first()


def _remade_page(record: GuidelineRecord, guideline: Guideline, person: User) -> GuidelinePage:
    """Return the page of a guideline once more, not live yet: with its old number, which all its versions bear."""
    page = GuidelinePage(page_ptr_id=record.page_id, slug=record.slug, live=False, owner=person)
    page.fill(guideline)
    remade = _container().add_child(instance=page)
    gates.hang_again(record.page_id)
    return remade


@transaction.atomic
def publish_guideline(
    *,
    slug: str,
    guideline: Guideline,
    note: str,
    author_id: int | None,
    date: datetime,
    origin: str = Origin.IMPORT,
    material: bool = False,
    co_authors: Sequence[int] = (),
) -> GuidelineVersion | None:
    """Publish a guideline from a program: page, revision and version; None when it says what it said before.

    The page that lives (or lived) at `slug` takes the content, a new one is made where there is none.
    author_id, co_authors, date: who is credited, and since when it is in force. Raises RecordingError and
    ContentError; nothing is kept then.
    """
    canonical = normalise_guideline(guideline)
    page = GuidelinePage.objects.filter(pk__in=_page_ids_at(slug)).select_for_update().first()
    if page is None:
        page = _new_page(slug, canonical)
    before = GuidelineRecord.objects.filter(page_id=page.pk).values_list("current_id", flat=True).first()
    page = page.get_latest_revision_as_object()
    page.fill(canonical)
    page.go_live_at = None
    page.describe_change(
        note=note, material=material, origin=origin, person_id=author_id, date=date, authors=co_authors
    )
    page.save_revision(log_action=False).publish(log_action=False)
    current = GuidelineRecord.objects.select_related("current").get(page_id=page.pk).current
    return current if current and current.pk != before else None


def _page_ids_at(slug: str) -> list[int]:
    """Return the page that lives or lived at a slug: by the addresses given out, else by Wagtail's tree."""
    owners = list(GuidelineAddress.objects.filter(slug=slug).values_list("guideline_id", flat=True))
    return owners or list(GuidelinePage.objects.filter(slug=slug).values_list("pk", flat=True))


def _new_page(slug: str, guideline: Guideline) -> GuidelinePage:
    """Return a new page in the tree, not live yet."""
    if GuidelineAddress.objects.filter(slug=slug).exists():
        raise AddressTakenError(_("A guideline that was deleted had the address “%(slug)s”.") % {"slug": slug})
    return _container().add_child(instance=GuidelinePage(slug=slug, title=guideline.title, live=False))


def _container() -> GuidelineIndexPage:
    """Return the list of guidelines, held until the transaction ends: one new page at a time."""
    container = GuidelineIndexPage.objects.select_for_update().first()
    if container is None:
        raise NoContainerError(_("There is no list of guidelines to put this one in."))
    return container


def publish_due(now: datetime) -> int:
    """Publish what was scheduled, withdraw what has expired, each on its own; return how many guidelines it were.

    One that cannot be recorded stays as it is and is logged; the others go on.
    """
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    return sum([_publish_scheduled(revision) for revision in due]) + sum(_expire(page, now) for page in expired)


def _publish_scheduled(revision: Revision) -> bool:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except (RecordingError, ContentError, ValidationError):
        logger.exception("Page %s was to be published now and cannot be recorded.", revision.object_id)
        return False
    return True


@transaction.atomic
def _expire(page: Page, now: datetime) -> bool:
    withdraw(page_id=page.pk, now=now, how=Withdrawal.How.EXPIRED)
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


@transaction.atomic
def take_out_leaf(*, leaf_hash: str, now: datetime) -> bool:
    """Take the content of a leaf out of every version that shares it; return whether there was any to take.

    Salt and content are gone for good, also from the search, from a text that waits to be published and from what
    was suggested for the clause; all hashes still verify. Does not touch drafts and revisions of the CMS. Raises
    Leaf.DoesNotExist for a hash that no leaf has.
    """
    leaf = Leaf.objects.get(hash=leaf_hash)
    record = GuidelineRecord.objects.select_for_update().get(page_id=leaf.page_id)
    gates.forget_leaf(leaf, now)
    if leaf.clause_id:
        Proposal.objects.forget(leaf.page_id, leaf.clause_id, now=now)
    emptied = Leaf.objects.filter(hash=leaf_hash).empty(now=now)
    forget_leaf(leaf_hash)
    record.taken_out += emptied
    record.save(update_fields=["taken_out"])
    return bool(emptied)


@transaction.atomic
def acknowledge_version(*, person: User, page_id: int, number: int, now: datetime) -> bool:
    """Remember that somebody has read a version; return whether that is news.

    It is none when they have read this one or a newer one already. Raises UnknownVersionError.
    """
    return _remember_read(person, _version(page_id, number), LeafRef("", "", ""), now)


@transaction.atomic
def acknowledge_clause(*, person: User, page_id: int, number: int, clause_id: str, now: datetime) -> bool:
    """Remember that somebody has read one clause of a version; return whether that is news.

    It is none when they have read it in this version or a newer one already. Raises UnknownVersionError and
    UnknownClauseError.
    """
    version = _version(page_id, number)
    found = [leaf for leaf in version.leaf_refs if leaf.kind == "clause" and leaf.clause_id == clause_id]
    if not found:
        raise UnknownClauseError(clause_id)
    return _remember_read(person, version, found[0], now)


def _version(page_id: int, number: int) -> GuidelineVersion:
    version = GuidelineVersion.objects.of(page_id).numbered(number).first()
    if version is None:
        raise UnknownVersionError(number)
    return version


def _remember_read(person: User, version: GuidelineVersion, part: LeafRef, now: datetime) -> bool:
    """Move somebody's acknowledgement on to a version, never back; `part` is a clause, or empty for a whole.

    The person's row is held meanwhile, so that two clicks at once are one.
    """
    User.objects.select_for_update().get(pk=person.pk)
    known = Acknowledgement.objects.of(person).on(version.page_id).select_related("version")
    row = known.filter(clause_id=part.clause_id).first()
    if row is None:
        row = Acknowledgement(person=person, page_id=version.page_id, clause_id=part.clause_id)
    elif row.version.number >= version.number:
        return False
    row.version, row.leaf_hash, row.at = version, part.leaf_hash, now
    row._history_user, row._history_date = person, now
    row.save()
    return True
