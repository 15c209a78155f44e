"""Taking in suggested changes: publishing one, or letting its text wait for colleagues where they have to agree.

A text that waits is published like any other (guidelines.publishing); its suggestion is closed after that.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guidelines import gates
from guidelines.actions import RecordingError
from guidelines.drafting import BegunDraft
from guidelines.models import (
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    Origin,
    PendingPublication,
    Proposal,
)
from guidelines.proposing import (
    ChangedError,
    ConflictError,
    GatedError,
    NotInForceError,
    ProposalError,
    Seen,
    close,
    fit_of,
    open_one,
    tell,
)
from guidelines.publishing import PublishingError, ask, endorse
from guidelines.rules.content import ContentError
from guidelines.rules.gates import Asked, Endorsed, standing
from guidelines.rules.proposing import Fit, find_clause
from people.models import User


def may_take_in(proposal: Proposal, person: User, now: datetime) -> bool:
    """Return whether a suggestion may be published once this person is for it.

    Where colleagues have to agree, taking in somebody else's words is to endorse them: that may be all that is
    missing.
    """
    authors = gates.voices([proposal.written_by_id] if proposal.written_by_id else [])
    gate = gates.gate_of(
        proposal.guideline_id, material=proposal.material, origin=Origin.EDIT, authors=authors, now=now
    )
    asked = Asked("", authors, now)
    endorsed = [Endorsed(voice, asked.text) for voice in gates.voices({person.pk})]
    return gate.is_open or standing(gate, asked, endorsed, []).may_publish(now)


@transaction.atomic
def take_in(*, proposal_id: int, person: User, seen: Seen, now: datetime) -> GuidelineVersion:
    """Publish what was suggested as a new version, credited to who wrote it; return the version.

    What others changed since stays, and so does a draft that somebody began in the CMS. The same suggestion is
    taken in once. Raises ClosedError, NotInForceError, ChangedError, ConflictError, GatedError, and ProposalError
    where the guideline says it already.
    """
    proposal, page = _held(proposal_id, seen)
    _taken_in(proposal)
    if not may_take_in(proposal, person, now):
        raise GatedError(_("More colleagues have to agree before this guideline changes. You can ask them here."))
    _put_in(proposal, page, person, now)
    version = _current(page.pk)
    if version is None or version.number == seen.number:
        raise GatedError(
            _("Somebody who has a draft of this guideline has to agree too, so it cannot be taken in right away.")
        )
    _close(proposal, version, person, now)
    return version


@transaction.atomic
def ask_colleagues(*, proposal_id: int, person: User, seen: Seen, now: datetime) -> bool:
    """Let what was suggested wait for colleagues, endorsed by this person if it is not theirs.

    Returns whether it is in force already, for nothing else was missing. Asking twice is asking once. Raises as
    `take_in`; GatedError also where somebody else's text waits.
    """
    proposal, page = _held(proposal_id, seen)
    found, before = _taken_in(proposal), gates.waiting(page.pk)
    if before and is_waiting(proposal, found, before):
        return False
    if before and before.credited_person_id != proposal.written_by_id:
        raise GatedError(_("Another text of this guideline waits for colleagues. One can wait at a time."))
    _put_in(proposal, page, person, now)
    version = _current(page.pk)
    if version is None or version.number == seen.number:
        return False
    _close(proposal, version, person, now)
    return True


def is_waiting(proposal: Proposal, found: Fit, pending: PendingPublication) -> bool:
    """Whether a text that waits says just what was suggested, for the same reason."""
    if (pending.credited_person_id, pending.text.note) != (proposal.written_by_id, proposal.reason):
        return False
    return find_clause(pending.text.guideline, proposal.clause_id) == found.clause_then


def close_due(now: datetime) -> int:
    """Close suggestions whose text waited and is in force by now; return how many it were."""
    pages = Proposal.objects.waited_for().values_list("guideline", flat=True).distinct()
    return sum(close_done(page_id=page_id, person=None, now=now) for page_id in list(pages))


@transaction.atomic
def close_done(*, page_id: int, person: User | None, now: datetime) -> int:
    """Close the suggestions of a guideline whose text waited and is in force now; return how many it were.

    person: whose endorsement was the last that was missing; None where nobody's was.
    """
    record = GuidelineRecord.objects.select_for_update().get(pk=page_id)
    closed = 0
    for each in Proposal.objects.waited_for().of(page_id).select_for_update(of=("self",)):
        each.guideline = record
        version = record.current
        if version and _is_done(each):
            _close(each, version, person, now)
            closed += 1
    return closed


def _current(page_id: int) -> GuidelineVersion | None:
    """Return the newest version of a guideline, as it is after publishing."""
    return GuidelineRecord.objects.select_related("current").get(pk=page_id).current


def _is_done(proposal: Proposal) -> bool:
    try:
        return fit_of(proposal).is_done
    except ContentError:
        return False


def _held(proposal_id: int, seen: Seen) -> tuple[Proposal, GuidelinePage]:
    """Return an open suggestion and its page, both held until the transaction ends. Raises as `take_in`."""
    page_id = Proposal.objects.values_list("guideline", flat=True).get(pk=proposal_id)
    page = GuidelinePage.objects.select_for_update().filter(pk=page_id).first()
    record = GuidelineRecord.objects.select_for_update().get(pk=page_id)
    proposal = open_one(proposal_id)
    proposal.guideline = record
    if page is None or record.current is None or not record.in_force:
        raise NotInForceError(_("This guideline is not in force any more, so nothing can be taken in."))
    if Proposal.objects.filter(pk=proposal_id).hidden().exists():
        raise GatedError(
            _("Words of this suggestion are hidden for now. It can be taken in once that is decided.")
        )
    if seen != Seen(proposal.edition, record.current.number):
        raise ChangedError(_("Something changed after you opened this page. Look at it again, then decide."))
    return proposal, page


def _taken_in(proposal: Proposal) -> Fit:
    try:
        found = fit_of(proposal)
    except ContentError as error:
        raise ConflictError(_("Too much was taken out of this guideline. Edit it in the CMS instead.")) from error
    if found.guideline is None:
        raise ConflictError(
            _("The same words were changed since. Whoever looks after it has to write it anew first.")
        )
    if found.is_done:
        raise ProposalError(_("The guideline says this already."))
    return found


def _put_in(proposal: Proposal, page: GuidelinePage, person: User, now: datetime) -> PendingPublication | None:
    """Save what was suggested and ask for it, and put a draft that somebody began on top again.

    Where this person's word is all that is missing it is published. Returns what waits; None for what need not.
    """
    found = _taken_in(proposal)
    if (lock := page.get_lock()) and lock.for_user(person):
        raise GatedError(_("This guideline is locked in the CMS, or its next version is scheduled. Try it later."))
    draft = BegunDraft.of(page)
    try:
        waits = _put_in_force_or_ask(proposal, page, found, person, now)
    except (RecordingError, PublishingError) as error:
        raise GatedError(str(error)) from error
    except (ContentError, ValidationError) as error:
        raise ProposalError(
            _("It cannot be published as it is. Edit the guideline in the CMS instead.")
        ) from error
    if draft:
        _keep_draft(draft, found, proposal, now)
    return waits


def _put_in_force_or_ask(
    proposal: Proposal, page: GuidelinePage, found: Fit, person: User, now: datetime
) -> PendingPublication | None:
    """Publish what was suggested, credited to who wrote it, or let it wait; this person endorses what they may."""
    live = page.get_latest_revision_as_object()
    live.slug, live.go_live_at, live.expire_at = proposal.guideline.slug, None, page.expire_at
    live.fill(found.merge.draft)
    live.describe_change(
        note=proposal.reason, material=proposal.material, person_id=proposal.written_by_id, date=now
    )
    revision = live.save_revision(user=proposal.written_by)
    waits = ask(page=live, revision=revision, person=proposal.written_by, now=now)
    if waits is None:
        revision.publish(user=person)
    elif person.pk not in waits.authors:
        endorse(page_id=page.pk, text_hash=waits.text_hash, person=person, now=now)
    return waits


def _keep_draft(draft: BegunDraft, found: Fit, proposal: Proposal, now: datetime) -> None:
    """Put a draft on top again, with what was taken in; its author hears where it touches the same words."""
    if not draft.put_on_top(before=found.now, after=found.merge.draft):
        text = gettext_noop(
            "A suggestion was taken in that changes words of your draft. Compare before you publish."
        )
        tell(draft.by, None, proposal, text, now)


def _close(proposal: Proposal, version: GuidelineVersion, person: User | None, now: datetime) -> None:
    """Close a suggestion that became a version, and tell who wrote it, and who looked after it."""
    proposal.taken_in_by, proposal.version_number = person, version.number
    close(proposal, Proposal.State.TAKEN_IN, person, now)
    text = gettext_noop("A change that you suggested was taken in. It is in force now.")
    for concerned in {proposal.author, proposal.written_by}:
        tell(concerned, person, proposal, text, now)
