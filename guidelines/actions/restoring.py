"""Putting earlier versions in force again, and opening the pages of guidelines that were deleted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines import gates
from guidelines.actions.errors import NoteMissingError
from guidelines.actions.finding import container, version_numbered
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin
from guidelines.rules.content import Guideline, normalise_guideline
from guidelines.rules.richtext import plain_lines
from people.models import User


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
    guideline = normalise_guideline(Leaf.objects.read_one(version_numbered(page_id, number)).guideline)
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
        guideline = normalise_guideline(Leaf.objects.read_one(version_numbered(page_id, number)).guideline)
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
    remade = container().add_child(instance=page)
    gates.hang_again(record.page_id)
    return remade
