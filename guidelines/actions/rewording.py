"""Taking words out of what is in force by a version of its own, and putting them back: by who wrote them, at once.

No rule of publishing is asked: a leak must not stay until colleagues have agreed that it goes.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.models import Revision

from guidelines.actions.errors import UnknownVersionError
from guidelines.actions.recording import Change, record_withdrawn
from guidelines.actions.restoring import draft_beside, keep_beside
from guidelines.drafting import BegunDraft
from guidelines.models import GuidelinePage, GuidelineRecord, Leaf, Origin
from guidelines.rules.content import Guideline, normalise_guideline
from people.actions import notify
from people.models import User

TAKEN_OUT, PUT_BACK = "Took words out.", "Put words back."
"""Change notes of such versions; they say nothing about the words, and the same in every language."""

NOTICE = "guideline_plan"
"""Kind of the notices about plans that somebody else took back."""


@transaction.atomic
def reword(
    *,
    page_id: int,
    change: Callable[[Guideline], Guideline],
    person: User,
    note: str,
    now: datetime,
    origin: str = Origin.TAKEN_OUT,
    draft_too: bool = False,
) -> int:
    """Put in force what `change` makes of the newest version; return the number of the version it is.

    Whoever calls has asked who may. A withdrawn guideline stays so. A draft stays on top. What was planned is
    planned no more, for it may hold the words; whoever planned it is told. origin: with any other one colleagues
    may have to agree first. draft_too: a draft is changed as well, where that contradicts what its author made of
    the words. Nothing is recorded where nothing changes.

    Raises UnknownVersionError, GateClosedError, ContentError.
    """
    GuidelinePage.objects.select_for_update().filter(pk=page_id).first()
    record = GuidelineRecord.objects.select_for_update(of=("self",)).select_related("current").get(page_id=page_id)
    if record.current is None:
        raise UnknownVersionError
    said = Leaf.objects.read_one(record.current, in_full=True).guideline
    text = normalise_guideline(change(said))
    if text == said:
        if draft_too:
            _change_draft(page_id, change)
        return record.current.number
    page = GuidelinePage.objects.filter(pk=page_id).first()
    if page is None or not record.in_force:
        facts = Change(note=note, person_id=person.pk, date=now, origin=origin, by_id=person.pk)
        return record_withdrawn(record=record, guideline=text, change=facts).number
    _forget_plan(page, person, now)
    beside = draft_beside(page_id)
    page = page.get_latest_revision_as_object()
    page.slug, page.go_live_at, page.expire_at = record.slug, None, None
    page.fill(text)
    page.describe_change(note=note, origin=origin, person_id=person.pk, date=now)
    page.save_revision(user=person).publish(user=person, skip_permission_checks=True)
    keep_beside(beside, page=page, by=person, now=now)
    if draft_too:
        _change_draft(page_id, change)
    return GuidelineRecord.objects.newest_number(page_id)


def _change_draft(page_id: int, change: Callable[[Guideline], Guideline]) -> None:
    draft = BegunDraft.of(GuidelinePage.objects.get(pk=page_id))
    if draft is None:
        return
    said = draft.page.content()
    if change(said) != said:
        draft.page.fill(change(said))
        draft.page.save_revision(user=draft.by, clean=False, log_action=False)


def _forget_plan(page: GuidelinePage, person: User, now: datetime) -> None:
    planned = page.scheduled_revision
    if planned is None:
        return
    Revision.objects.filter(pk=planned.pk).update(approved_go_live_at=None)
    if planned.user and planned.user != person:
        notify(
            recipient=planned.user,
            kind=NOTICE,
            text=gettext_noop(
                "Words were taken out of a guideline you had planned a version of. Plan it again without them."
            ),
            url=GuidelineRecord.objects.get(page_id=page.pk).get_absolute_url(),
            deliver_at=now,
        )
