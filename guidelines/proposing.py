"""Every write about suggested changes: one verb each, keyword-only, in one transaction."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guidelines import gates, watching
from guidelines.actions import RecordingError
from guidelines.models import (
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
    Origin,
    Proposal,
    ProposalSupport,
)
from guidelines.publishing import PublishingError, ask, endorse
from guidelines.rules.content import ContentError
from guidelines.rules.gates import Asked, Endorsed, standing
from guidelines.rules.merge import merge
from guidelines.rules.proposing import Fit, Suggestion, fit
from guidelines.rules.richtext import plain_lines
from people.actions import notify
from people.models import User

NOTICE = "guideline_suggestion"


class ProposalError(Exception):
    """This cannot be done with a suggestion; nothing was changed. The message is for the person who tried."""


class NotInForceError(ProposalError):
    """The guideline is not in force."""


class NotYoursError(ProposalError):
    """Only the author of a suggestion may do this, or only others."""


class ClosedError(ProposalError):
    """The suggestion is not open any more."""


class ChangedError(ProposalError):
    """The suggestion, or the guideline, is not what the person saw."""


class ConflictError(ProposalError):
    """The suggestion contradicts what was changed since."""


class GatedError(ProposalError):
    """The guideline cannot be published this way, or not now."""


class Seen(NamedTuple):
    """What somebody had before them: the edition of a suggestion, and the newest version of the guideline."""

    edition: int
    number: int


class Words(NamedTuple):
    """What a suggestion says.

    base: number of the version it was written for. material: it changes what people may or must do.
    """

    suggestion: Suggestion
    base: int
    reason: str
    material: bool = False


@transaction.atomic
def propose(*, guideline: GuidelineRecord, person: User, words: Words, now: datetime) -> Proposal:
    """Suggest a change of one clause; return the suggestion, the same one for two clicks on one button.

    words: their base is a version of the guideline. Raises NotInForceError, ProposalError without a reason.
    """
    record = GuidelineRecord.objects.select_for_update().get(pk=guideline.pk)
    if not record.in_force:
        raise NotInForceError(_("This guideline is not in force any more, so nothing can be suggested for it."))
    proposal = Proposal(guideline=record, opened_at=now, author=person)
    _say(proposal, words, person)
    same = Proposal.objects.of(record.pk).open().filter(author=person, clause_id=proposal.clause_id)
    known = same.filter(content=proposal.content, reason=proposal.reason, base_number=words.base).first()
    if known:
        return known
    _store(proposal, person, now)
    news = _news(proposal, {person.pk}, now)
    watching.tell_of_proposal(record.pk, proposal.clause_id, reason=proposal.reason, news=news)
    return proposal


@transaction.atomic
def revise(*, proposal_id: int, person: User, edition: int, words: Words, now: datetime) -> Proposal:
    """Change what a suggestion says; what it said before stays in its history.

    edition: the one the author began with. Raises NotYoursError, ClosedError, ChangedError, and ProposalError
    without a reason.
    """
    proposal = _open_one(proposal_id)
    _only_author(proposal, person)
    if proposal.edition != edition:
        raise ChangedError(_("This suggestion was changed in another window after you opened it."))
    reason = proposal.reason
    _say(proposal, words, person)
    proposal.edition += 1
    watching.tell_of_mention(proposal.reason, before=reason, news=_news(proposal, {person.pk}, now))
    return _store(proposal, person, now)


@transaction.atomic
def decline(*, proposal_id: int, person: User, now: datetime) -> Proposal:
    """Withdraw a suggestion of one's own; it stays readable. Raises NotYoursError, ClosedError."""
    proposal = _open_one(proposal_id)
    _only_author(proposal, person)
    return _close(proposal, Proposal.State.DECLINED, person, now)


@transaction.atomic
def take_over(*, proposal_id: int, person: User, edition: int, now: datetime) -> Proposal:
    """Look after a colleague's suggestion from now on; who wrote its words stays credited for them.

    Raises NotYoursError for one's own, ClosedError, ChangedError.
    """
    proposal = _open_one(proposal_id)
    _not_author(proposal, person)
    if proposal.edition != edition:
        raise ChangedError(_("This suggestion was changed after you opened it. Read it again."))
    before, proposal.author = proposal.author, person
    proposal.edition += 1
    proposal.supports.filter(person=person).delete()
    _store(proposal, person, now)
    _tell(before, person, proposal, gettext_noop("A colleague looks after a change that you suggested."), now)
    return proposal


@transaction.atomic
def support(*, proposal_id: int, person: User, now: datetime) -> None:
    """Be for a suggestion as it reads now; twice is once. Raises NotYoursError for one's own, ClosedError."""
    proposal = _open_one(proposal_id)
    _not_author(proposal, person)
    _row, is_new = ProposalSupport.objects.update_or_create(
        proposal=proposal, person=person, defaults={"edition": proposal.edition, "at": now}
    )
    if is_new:
        keep_alive(proposal_id=proposal.pk, now=now)
        text = gettext_noop("A colleague supports a change that you suggested.")
        _tell(proposal.author, person, proposal, text, now)


@transaction.atomic
def take_back_support(*, proposal_id: int, person: User) -> None:
    """Be for a suggestion no more; having been silent is no error. Raises ClosedError."""
    _open_one(proposal_id).supports.filter(person=person).delete()


def keep_alive(*, proposal_id: int, now: datetime) -> None:
    """Remember that somebody said something about a suggestion, open or not: it lapses later."""
    Proposal.objects.filter(pk=proposal_id).update(active_at=now)


def lapse_due(now: datetime) -> int:
    """Close what nobody touched for PROPOSALS_LAPSE_DAYS days; return how many suggestions it were."""
    idle = Proposal.objects.idle_since(now - timedelta(days=settings.PROPOSALS_LAPSE_DAYS))
    return sum(_lapse(key, now) for key in list(idle.values_list("pk", flat=True)))


@transaction.atomic
def _lapse(proposal_id: int, now: datetime) -> bool:
    since = now - timedelta(days=settings.PROPOSALS_LAPSE_DAYS)
    proposal = Proposal.objects.idle_since(since).select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        return False
    _close(proposal, Proposal.State.LAPSED, None, now)
    text = gettext_noop("A change that you suggested lapsed, for nobody touched it. You can suggest it again.")
    _tell(proposal.author, None, proposal, text, now)
    return True


def fit_of(proposal: Proposal) -> Fit:
    """Return what a suggestion would do to its guideline now; two queries. Raises ContentError.

    Its guideline and the current version have to be at hand.
    """
    current = proposal.guideline.current
    base = GuidelineVersion.objects.of(proposal.guideline_id).numbered(proposal.base_number).first()
    if base is None or current is None:
        raise ContentError("The version this was written for is not there.")
    then, now = Leaf.objects.read([base, current], kinds={"title", "summary", "clause"})
    return fit(then.guideline, proposal.suggestion, now.guideline)


# Taking in


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
    page_id = Proposal.objects.values_list("guideline", flat=True).get(pk=proposal_id)
    page = GuidelinePage.objects.select_for_update().filter(pk=page_id).first()
    record = GuidelineRecord.objects.select_for_update().get(pk=page_id)
    proposal = _open_one(proposal_id)
    proposal.guideline = record
    if page is None or record.current is None or not record.in_force:
        raise NotInForceError(_("This guideline is not in force any more, so nothing can be taken in."))
    if seen != Seen(proposal.edition, record.current.number):
        raise ChangedError(_("Something changed after you opened this page. Look at it again, then decide."))
    _publish(proposal, page, _taken_in(proposal), person, now)
    record.refresh_from_db()
    version = record.current
    if version is None or version.number == seen.number:
        raise ProposalError(_("The guideline says this already."))
    proposal.taken_in_by, proposal.version_number = person, version.number
    _close(proposal, Proposal.State.TAKEN_IN, person, now)
    _tell_credited(proposal, person, now)
    return version


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


def _publish(proposal: Proposal, page: GuidelinePage, found: Fit, person: User, now: datetime) -> None:
    """Publish the guideline with what was suggested, and put a draft that somebody began on top again."""
    if not may_take_in(proposal, person, now):
        raise GatedError(
            _(
                "More colleagues have to agree before this guideline changes. Put the suggestion into its draft "
                "in the CMS and press Publish to ask them."
            )
        )
    if (lock := page.get_lock()) and lock.for_user(person):
        raise GatedError(_("This guideline is locked in the CMS, or its next version is scheduled. Try it later."))
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    drafted_by = page.latest_revision.user if draft and page.latest_revision else None
    try:
        _put_in_force(proposal, page, found, person, now)
    except (RecordingError, PublishingError) as error:
        raise GatedError(str(error)) from error
    except (ContentError, ValidationError) as error:
        raise ProposalError(
            _("It cannot be published as it is. Edit the guideline in the CMS instead.")
        ) from error
    if draft:
        _keep_draft(draft, found, drafted_by, proposal, now)


def _put_in_force(proposal: Proposal, page: GuidelinePage, found: Fit, person: User, now: datetime) -> None:
    """Publish what was suggested, credited to who wrote it; where colleagues have to agree, this one does."""
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
    elif not endorse(page_id=page.pk, text_hash=waits.text_hash, person=person, now=now):
        raise GatedError(_("Somebody who has a draft of this guideline has to agree too. Publish it in the CMS."))


def _keep_draft(
    draft: GuidelinePage, found: Fit, drafted_by: User | None, proposal: Proposal, now: datetime
) -> None:
    """Put a draft on top again, with what was taken in; its author hears where it touches the same words."""
    try:
        merged = merge(found.now, draft.content(), found.merge.draft)
    except ContentError:
        is_clean = False
    else:
        is_clean = not merged.conflicts
        draft.fill(merged.draft)
    draft.save_revision(user=drafted_by, clean=False, log_action=False)
    if not is_clean:
        text = gettext_noop(
            "A suggestion was taken in that changes words of your draft. Compare before you publish."
        )
        _tell(drafted_by, None, proposal, text, now)


# Shared steps


def _open_one(proposal_id: int) -> Proposal:
    """Return an open suggestion, its row held until the transaction ends. Raises ClosedError."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if not proposal.is_open:
        raise ClosedError(_("This suggestion is not open any more."))
    return proposal


def _only_author(proposal: Proposal, person: User) -> None:
    if proposal.author_id != person.pk:
        raise NotYoursError(_("Only whoever looks after a suggestion can do this. You can take it over."))


def _not_author(proposal: Proposal, person: User) -> None:
    if proposal.author_id == person.pk:
        raise NotYoursError(_("This suggestion is yours already."))


def _say(proposal: Proposal, words: Words, person: User) -> None:
    """Take over what somebody suggests now. Raises ProposalError without a reason."""
    reason = plain_lines(words.reason)
    if not reason:
        raise ProposalError(_("Say in a sentence what you would change, and why."))
    before = proposal.content
    proposal.say(words.suggestion)
    if proposal.content != before or proposal.written_by_id is None:
        proposal.written_by = person
    proposal.reason, proposal.material = reason, words.material
    proposal.base_number = words.base
    proposal.base_leaf = _leaf_of(proposal.guideline_id, words.base, words.suggestion.clause_id)


def _leaf_of(page_id: int, number: int, clause_id: str) -> str:
    """Return the leaf of a clause in a version, "" where it has none."""
    version = GuidelineVersion.objects.of(page_id).numbered(number).get()
    leaves = (leaf for leaf in version.leaf_refs if leaf.kind == "clause")
    return next((leaf.leaf_hash for leaf in leaves if leaf.clause_id == clause_id), "")


def _store(proposal: Proposal, person: User | None, now: datetime) -> Proposal:
    """Save a suggestion and a row of its history."""
    proposal.active_at = now
    proposal._history_user, proposal._history_date = person, now
    proposal.save()
    return proposal


def _close(proposal: Proposal, state: str, person: User | None, now: datetime) -> Proposal:
    proposal.state, proposal.closed_at = state, now
    return _store(proposal, person, now)


def _tell_credited(proposal: Proposal, person: User, now: datetime) -> None:
    """Tell who wrote a suggestion, and who looked after it, that it is in force."""
    text = gettext_noop("A change that you suggested was taken in. It is in force now.")
    for concerned in {proposal.author, proposal.written_by}:
        _tell(concerned, person, proposal, text, now)


def _tell(recipient: User | None, by: User | None, proposal: Proposal, text: str, now: datetime) -> None:
    """Leave a notice that leads to a suggestion, unless its recipient did it, or is not known any more."""
    if recipient is not None and recipient != by:
        url = reverse("guidelines:proposal", args=[proposal.guideline.slug, proposal.pk])
        notify(recipient=recipient, kind=NOTICE, text=text, url=url, deliver_at=now)


def _news(proposal: Proposal, by: set[int | None], now: datetime) -> watching.News:
    """Return what others are told of a suggestion; by: ids of who need not be."""
    url = reverse("guidelines:proposal", args=[proposal.guideline.slug, proposal.pk])
    return watching.News(url, now, by)
