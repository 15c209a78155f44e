"""Putting earlier versions in force again, and opening the pages of guidelines that were deleted."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guidelines import gates
from guidelines.actions.errors import HiddenError, NoteMissingError, PlannedError
from guidelines.actions.finding import container, version_numbered
from guidelines.drafting import BegunDraft
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin
from guidelines.rules.content import Guideline, normalise_guideline
from guidelines.rules.reading import Reading
from guidelines.rules.richtext import plain_lines
from people.actions import notify
from people.models import User

NOTICE = "guideline_draft"
"""Kind of the notices about words of a draft that somebody else changed."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A draft that somebody began beside what is restored. said: what the newest version said until then."""

    draft: BegunDraft
    said: Guideline


@transaction.atomic
def restore_version(
    *, page_id: int, number: int, person: User, note: str, now: datetime
) -> GuidelineVersion | None:
    """Put in force what a version said, as a version of its own; None when just that is in force.

    A withdrawn guideline is in force again afterwards; a page that was deleted is made anew, with the same number.
    A draft stays a draft, on top of it. What was taken out of the version does not come back. Raises
    UnknownVersionError, HiddenError, NoteMissingError, PlannedError, GateClosedError, ContentError.
    """
    beside = draft_beside(page_id)
    page = restored_page(page_id=page_id, number=number, person=person, note=note, now=now)
    before = GuidelineRecord.objects.get(page_id=page_id).current_id
    page.save_revision(user=person).publish(user=person)
    keep_beside(beside, page=page, by=person, now=now)
    current = GuidelineRecord.objects.select_related("current").get(page_id=page_id).current
    return current if current and current.pk != before else None


@transaction.atomic
def restored_page(*, page_id: int, number: int, person: User, note: str, now: datetime) -> GuidelinePage:
    """Return the page of a guideline, filled with what a version said, not saved; a deleted one is made anew.

    Raises UnknownVersionError, HiddenError, NoteMissingError, PlannedError, ContentError.
    """
    if not plain_lines(note):
        raise NoteMissingError(_("Say in a sentence why this version should be in force again."))
    record = _held_record(page_id)
    if planned := what_is_planned(page_id):
        raise PlannedError(planned)
    guideline = normalise_guideline(_readable(page_id, number).guideline)
    page = (_page_of(record) or _remade_page(record, guideline, person)).get_latest_revision_as_object()
    page.slug, page.go_live_at, page.expire_at = record.slug, None, None
    page.fill(guideline)
    page.describe_change(note=note, origin=Origin.RESTORE, person_id=person.pk, date=now)
    return page


def _readable(page_id: int, number: int) -> Reading:
    """Return what a version says. Raises UnknownVersionError, and HiddenError while part of it is hidden."""
    reading = Leaf.objects.read_one(version_numbered(page_id, number))
    if reading.hidden:
        raise HiddenError(_("Part of this version is hidden for now. It can be restored once that is decided."))
    return reading


def what_is_planned(page_id: int) -> str:
    """Return who planned what comes into force next, for when, and what to do about it; "" for nothing planned."""
    page = GuidelinePage.objects.filter(pk=page_id).first()
    revision = page.scheduled_revision if page else None
    if revision is None:
        return ""
    facts = {
        "name": revision.user.display_name if revision.user else _("Somebody"),
        "when": date_format(localtime(revision.approved_go_live_at), "DATETIME_FORMAT"),
    }
    return (
        _(
            "%(name)s planned another version for %(when)s. Talk to each other, or take that plan back in the "
            "CMS, in the history of the page; then an earlier version can be restored."
        )
        % facts
    )


def draft_beside(page_id: int) -> Beside | None:
    """Return the draft that somebody began after the newest version; None where the page says nothing else.

    The page is held until the transaction ends.
    """
    return _beside(_held_record(page_id))


def has_draft_beside(page_id: int) -> bool:
    """Whether somebody began a draft after the newest version; holds nothing."""
    return _beside(GuidelineRecord.objects.select_related("current").get(page_id=page_id)) is not None


def _beside(record: GuidelineRecord) -> Beside | None:
    draft = BegunDraft.of(_page_of(record))
    if draft is None or record.current is None:
        return None
    said = Leaf.objects.read_one(record.current, in_full=True).guideline
    return None if draft.says(said) else Beside(draft, said)


def keep_beside(beside: Beside | None, *, page: GuidelinePage, by: User, now: datetime) -> None:
    """Put a draft on top of a page that was restored; who saved it hears where its words clash. None for none."""
    if beside is None:
        return
    is_clean = beside.draft.put_on_top(before=beside.said, after=page.content())
    if not is_clean and beside.draft.by and beside.draft.by != by:
        notify(
            recipient=beside.draft.by,
            kind=NOTICE,
            text=gettext_noop(
                "An earlier version was restored that changes words of your draft. Compare before you publish."
            ),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            deliver_at=now,
        )


@transaction.atomic
def reopen_page(*, page_id: int, number: int, person: User) -> GuidelinePage:
    """Return the page of a guideline, to be edited; one that was deleted is made anew, as a draft of a version.

    Raises UnknownVersionError, HiddenError, ContentError.
    """
    record = _held_record(page_id)
    page = _page_of(record)
    if page is None:
        guideline = normalise_guideline(_readable(page_id, number).guideline)
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
