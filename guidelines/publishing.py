"""Publishing with colleagues' agreement: asking for it, endorsing, objecting, and what then comes into force.

Every write holds the guideline's page first, as the CMS does, so that two endorsements in the same moment publish
a text once.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page, Revision

from guidelines import actions, gates
from guidelines.models import (
    Endorsement,
    GuidelineAddress,
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineVersion,
    Objection,
    Origin,
    PendingPublication,
    RuleChange,
)
from guidelines.rules.content import ContentError
from guidelines.rules.gates import Gate
from guidelines.rules.richtext import plain_lines
from people.actions import notify_all
from people.models import User

logger = logging.getLogger(__name__)

State = PendingPublication.State


class PublishingError(Exception):
    """This cannot be done with a text that waits; nothing was changed. The message is for the person who tried."""


class NothingWaitsError(PublishingError):
    """The text waits no more, or another one does."""


class NotYoursError(PublishingError):
    """Only an author may do this, or only others."""


@transaction.atomic
def ask(
    *, page: GuidelinePage, revision: Revision, person: User | None, now: datetime
) -> PendingPublication | None:
    """Let what a revision says wait for colleagues; return None where it may be published now.

    page: as the revision holds it. person: who asks. Asking again for the same text changes nothing; another text
    takes the place of what waited, and has to be endorsed anew. Raises RecordingError and ContentError.
    """
    _hold(page.pk)
    text = gates.text_of(page)
    if not gates.is_closed(page, text=text, author_id=revision.user_id, now=now):
        return None
    if not plain_lines(page.change_note):
        raise actions.NoteMissingError(_("Say in a sentence what you changed and why."))
    if GuidelineAddress.objects.of_others(page.slug, page.pk).exists():
        raise actions.AddressTakenError(
            _("Another guideline has or had the address “%(slug)s”.") % {"slug": page.slug}
        )
    before = gates.waiting(page.pk)
    if before and before.text_hash == text.hash:
        return before
    if before:
        gates.close(before, State.REPLACED, now, by=person)
    authors = gates.authors_of(page, revision.user_id, person.pk if person else None)
    gate = gates.gate_of(
        page.pk, material=page.material, origin=page.origin, authors=gates.voices(authors), now=now
    )
    return PendingPublication.objects.create(
        page_id=page.pk,
        slug=page.slug,
        text_hash=text.hash,
        parent_hash=text.parent_hash,
        leaves=text.leaves,
        material=page.material,
        origin=page.origin,
        authors=sorted(authors),
        asked_by=person,
        credited_person_id=page.credited_person_id or revision.user_id,
        asked_at=now,
        not_before=page.go_live_at if page.go_live_at and page.go_live_at > now else None,
        days=gate.days,
    )


def restore_version(
    *, page_id: int, number: int, person: User, note: str, now: datetime
) -> GuidelineVersion | PendingPublication | None:
    """Put in force what a version said, or let it wait for colleagues; None when just that is in force.

    Raises as guidelines.actions.restore_version.
    """
    facts: dict[str, Any] = {"page_id": page_id, "number": number, "person": person, "note": note, "now": now}
    try:
        return actions.restore_version(**facts)
    except actions.GateClosedError:
        with transaction.atomic():
            beside = actions.draft_beside(page_id)
            page = actions.restored_page(**facts)
            waits = ask(page=page, revision=page.save_revision(user=person), person=person, now=now)
            actions.keep_beside(beside, page=page, by=person, now=now)
            return waits


@transaction.atomic
def endorse(*, page_id: int, text_hash: str, person: User, now: datetime) -> bool:
    """Say that exactly this text should be in force; return whether it is now, because nothing else was missing.

    Twice is once. Raises NothingWaitsError where the text was changed, NotYoursError for one's own.
    """
    pending = _waiting(page_id, text_hash)
    _only_others(pending, person)
    row = Endorsement.objects.filter(text_hash=text_hash, person=person).first()
    if row is None:
        row = Endorsement(person=person, page_id=page_id, text_hash=text_hash, team_id=person.team_id, at=now)
        row._history_user, row._history_date = person, now
        row.save()
    return publish_if_open(page_id=page_id, now=now) is not None


@transaction.atomic
def take_back_endorsement(*, page_id: int, text_hash: str, person: User, now: datetime) -> None:
    """Endorse a text no more; having been silent is no error. Raises NothingWaitsError."""
    _waiting(page_id, text_hash)
    for row in Endorsement.objects.filter(text_hash=text_hash, person=person):
        row._history_user, row._history_date = person, now
        row.delete()


@transaction.atomic
def object_to(*, page_id: int, text_hash: str, person: User, reason: str, now: datetime) -> Objection:
    """Say why a text should not be in force; its authors hear of it, and those who endorsed it.

    Where the text waits for some days, it now waits until an author has answered; elsewhere an objection stops
    nothing by itself. One of a person's objections waits at a time; a second one adds to its reason. Raises
    NothingWaitsError, NotYoursError for one's own, PublishingError without a reason.
    """
    pending = _waiting(page_id, text_hash)
    _only_others(pending, person)
    text = plain_lines(reason)
    if not text:
        raise PublishingError(_("Say in a sentence what is wrong with this text."))
    objection = pending.objections.filter(person=person, answered_at=None).first()
    if objection is None:
        objection = Objection(pending=pending, person=person, reason=text, at=now)
    elif text not in objection.reason:
        objection.reason += f"\n{text}"
    objection.save()
    if gates.gate_of_pending(pending, now).days:
        said = gettext_noop("A colleague objects to a text you want to publish. It waits for your answer.")
    else:
        said = gettext_noop("A colleague says what is wrong with a text you want to publish.")
        endorsers = gates.endorsers(pending) - {person.pk}
        _tell(endorsers, gettext_noop("A colleague says what is wrong with a text you endorsed."), pending, now)
    _tell(pending.authors, said, pending, now)
    return objection


@transaction.atomic
def answer(*, objection_id: int, person: User, text: str, now: datetime) -> Objection:
    """Answer an objection; the days of silence start anew, and whoever objected hears of it.

    Raises NothingWaitsError, NotYoursError for who is no author, PublishingError without words.
    """
    pending_of = Objection.objects.select_related("pending").get(pk=objection_id).pending
    pending = _waiting(pending_of.page_id, pending_of.text_hash)
    if person.pk not in pending.authors:
        raise NotYoursError(_("Only those who wrote this text can answer for it."))
    said = plain_lines(text)
    if not said:
        raise PublishingError(_("Answer in a sentence what you make of the objection."))
    objection = pending.objections.get(pk=objection_id)
    if objection.answered_at is None:
        objection.answer, objection.answered_by, objection.answered_at = said, person, now
        objection.save()
        news = gettext_noop("Your objection was answered. Read the answer, and object again if you still have to.")
        _tell([objection.person_id], news, pending, now)
    return objection


@transaction.atomic
def take_back(*, page_id: int, text_hash: str, person: User, now: datetime) -> None:
    """Ask no more for a text of one's own; it stays a draft. Raises NothingWaitsError, NotYoursError."""
    pending = _waiting(page_id, text_hash)
    if person.pk not in pending.authors:
        raise NotYoursError(_("Only those who wrote this text can take it back."))
    gates.close(pending, State.TAKEN_BACK, now, by=person)


@transaction.atomic
def publish_if_open(*, page_id: int, now: datetime) -> GuidelineVersion | None:
    """Publish the text of a guideline that waits, if it has passed all it has to; return its version.

    Exactly the text that was asked for: a draft that somebody went on with stays a draft, on top of it. Doing it
    twice, late, or in two places at once publishes once. What waits for a page that was deleted is taken
    back. Raises RecordingError, ContentError and ValidationError.
    """
    page = _hold(page_id)
    pending = gates.waiting(page_id)
    if pending and page is None:
        gates.close(pending, State.TAKEN_BACK, now)
    if page is None or pending is None or not gates.may_be_published(pending, now):
        return None
    before = page.latest_revision
    waited = page.get_latest_revision_as_object()
    goes_on = not _says(waited, pending)
    _fill(waited, pending, now)
    waited.save_revision(user=pending.asked_by).publish(user=pending.asked_by, skip_permission_checks=True)
    if goes_on and before:
        before.as_object().save_revision(user=before.user, clean=False, log_action=False)
    return GuidelineVersion.objects.of(page_id).newest_first().first()


def _says(page: GuidelinePage, pending: PendingPublication) -> bool:
    """Whether a draft says just what waits."""
    try:
        return gates.text_of(page).hash == pending.text_hash
    except ContentError:
        return False


def _fill(page: GuidelinePage, pending: PendingPublication, now: datetime) -> None:
    endorsed = pending.origin == Origin.EDIT and Endorsement.objects.to(pending.text_hash).exists()
    said = pending.text
    page.slug, page.go_live_at = pending.slug, None
    page.fill(said.guideline)
    page.describe_change(
        note=said.note,
        material=pending.material,
        origin=Origin.ENDORSED if endorsed else pending.origin,
        person_id=pending.credited_person_id,
        date=now,
        authors=pending.authors,
    )


@transaction.atomic
def set_rule(*, page_id: int, person: User, gate: Gate, reason: str, now: datetime) -> RuleChange:
    """Choose what the next versions of a guideline, or of all in the list, have to pass; it is shown with a name.

    gate: open for nothing of its own. A rule that is looser than what holds now begins some days later, so that
    nobody gets past it by taking it off. Raises PublishingError without a reason.
    """
    Page.objects.select_for_update().get(pk=page_id)
    text = plain_lines(reason)
    if not text:
        raise PublishingError(_("Say in a sentence why."))
    waits = timedelta(days=gates.numbers().loosen_days)
    loosens = _follows(page_id, gate).is_looser_than(gates.gate_set(page_id))
    change = RuleChange.objects.create(
        page_id=page_id,
        person=person,
        reason=text,
        at=now,
        endorsements=gate.endorsements,
        teams=gate.teams,
        days=gate.days,
        in_force_from=now + waits if loosens else now,
    )
    apply_rules(now)
    change.refresh_from_db()
    return change


def _follows(page_id: int, gate: Gate) -> Gate:
    """Return what would hold for a page with this gate: that of the list where it has none of its own."""
    if not gate.is_open:
        return gate
    container = GuidelineIndexPage.objects.exclude(pk=page_id).first()
    return gates.gate_set(container.pk) if container else gate


@transaction.atomic
def apply_rules(now: datetime) -> int:
    """Hang rules on their pages whose time has come; return how many it were."""
    due = list(RuleChange.objects.due(now).select_for_update())
    for change in due:
        if Page.objects.filter(pk=change.page_id).exists():
            gates.hang(change.page_id, change.gate)
        change.applied_at = now
        change.save(update_fields=["applied_at"])
    return len(due)


def publish_due(now: datetime) -> int:
    """Do what is due: rules, scheduled and expired guidelines, texts nobody objects to; return how many it were.

    Safe to run twice, late, or beside another run of itself.
    """
    rules = apply_rules(now)
    asked = sum(_ask_for_scheduled(revision, now) for revision in _scheduled(now))
    done = actions.publish_due(now)
    waiting = list(PendingPublication.objects.waiting().values_list("page_id", flat=True))
    return rules + asked + done + sum(_publish_waiting(page_id, now) for page_id in waiting)


def _scheduled(now: datetime) -> list[Revision]:
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now)
    return list(due.order_by("approved_go_live_at"))


@transaction.atomic
def _ask_for_scheduled(revision: Revision, now: datetime) -> bool:
    """Let a scheduled revision wait that may not be published yet; its schedule is over. True where it waits."""
    page = revision.as_object()
    if not isinstance(page, GuidelinePage):
        return False
    try:
        with transaction.atomic():
            pending = ask(page=page, revision=revision, person=revision.user, now=now)
    except (actions.RecordingError, ContentError):
        return False
    if pending is None:
        return False
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    said = gettext_noop("A text of yours was to be published now, and waits for colleagues.")
    _tell(pending.authors, said, pending, now)
    return True


def _publish_waiting(page_id: int, now: datetime) -> bool:
    """Publish what waits if it may be; what never can be is taken back, and its authors hear of it."""
    try:
        return publish_if_open(page_id=page_id, now=now) is not None
    except (actions.RecordingError, ContentError, ValidationError):
        logger.exception("What waits for page %s cannot be published.", page_id)
    with transaction.atomic():
        _hold(page_id)
        if pending := gates.waiting(page_id):
            gates.close(pending, State.TAKEN_BACK, now)
    return False


def _hold(page_id: int) -> GuidelinePage | None:
    """Return the page of a guideline, held until the transaction ends."""
    return GuidelinePage.objects.select_for_update().filter(pk=page_id).first()


def _waiting(page_id: int, text_hash: str) -> PendingPublication:
    """Return what waits for a guideline, its page held. Raises NothingWaitsError where it is not this text."""
    page = _hold(page_id)
    pending = gates.waiting(page_id)
    if page is None or pending is None or pending.text_hash != text_hash:
        raise NothingWaitsError(_("This text waits no more: it was published, changed or taken back meanwhile."))
    return pending


def _only_others(pending: PendingPublication, person: User) -> None:
    if person.pk in pending.authors:
        raise NotYoursError(_("You wrote part of this text, so others have to say what they think of it."))


def _tell(person_ids: Collection[int], text: str, pending: PendingPublication, now: datetime) -> None:
    people = User.voices.working_here().filter(pk__in=person_ids).values_list("pk", flat=True)
    notify_all(
        recipient_ids=list(people), kind=gates.NOTICE, text=text, url=pending.get_absolute_url(), deliver_at=now
    )
