"""Every write about suggested changes: one verb each, keyword-only, in one transaction."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guidelines import watching
from guidelines.models import (
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
    Proposal,
    ProposalSupport,
)
from guidelines.rules.content import ContentError
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
    proposal = open_one(proposal_id)
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
    proposal = open_one(proposal_id)
    _only_author(proposal, person)
    return close(proposal, Proposal.State.DECLINED, person, now)


@transaction.atomic
def take_over(*, proposal_id: int, person: User, edition: int, now: datetime) -> Proposal:
    """Look after a colleague's suggestion from now on; who wrote its words stays credited for them.

    Raises NotYoursError for one's own, ClosedError, ChangedError.
    """
    proposal = open_one(proposal_id)
    _not_author(proposal, person)
    if proposal.edition != edition:
        raise ChangedError(_("This suggestion was changed after you opened it. Read it again."))
    before, proposal.author = proposal.author, person
    proposal.edition += 1
    proposal.supports.filter(person=person).delete()
    _store(proposal, person, now)
    tell(before, person, proposal, gettext_noop("A colleague looks after a change that you suggested."), now)
    return proposal


@transaction.atomic
def support(*, proposal_id: int, person: User, now: datetime) -> None:
    """Be for a suggestion as it reads now; twice is once. Raises NotYoursError for one's own, ClosedError."""
    proposal = open_one(proposal_id)
    _not_author(proposal, person)
    _row, is_new = ProposalSupport.objects.update_or_create(
        proposal=proposal, person=person, defaults={"edition": proposal.edition, "at": now}
    )
    if is_new:
        keep_alive(proposal_id=proposal.pk, now=now)
        text = gettext_noop("A colleague supports a change that you suggested.")
        tell(proposal.author, person, proposal, text, now)


@transaction.atomic
def take_back_support(*, proposal_id: int, person: User) -> None:
    """Be for a suggestion no more; having been silent is no error. Raises ClosedError."""
    open_one(proposal_id).supports.filter(person=person).delete()


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
    close(proposal, Proposal.State.LAPSED, None, now)
    text = gettext_noop("A change that you suggested lapsed, for nobody touched it. You can suggest it again.")
    tell(proposal.author, None, proposal, text, now)
    return True


def fit_of(proposal: Proposal) -> Fit:
    """Return what a suggestion would do to its guideline now; two queries. Raises ContentError.

    Its guideline and the current version have to be at hand.
    """
    current = proposal.guideline.current
    base = GuidelineVersion.objects.of(proposal.guideline_id).numbered(proposal.base_number).first()
    if base is None or current is None:
        raise ContentError("The version this was written for is not there.")
    then, now = Leaf.objects.read([base, current], kinds={"title", "summary", "clause"}, in_full=True)
    return fit(then.guideline, proposal.suggestion, now.guideline)


# Shared steps


def open_one(proposal_id: int) -> Proposal:
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


def close(proposal: Proposal, state: str, person: User | None, now: datetime) -> Proposal:
    """Let a suggestion be open no more; who took it in, and as which version, has to be said before."""
    proposal.state, proposal.closed_at = state, now
    return _store(proposal, person, now)


def tell(recipient: User | None, by: User | None, proposal: Proposal, text: str, now: datetime) -> None:
    """Leave a notice that leads to a suggestion, unless its recipient did it, or is not known any more."""
    if recipient is not None and recipient != by:
        url = reverse("guidelines:proposal", args=[proposal.guideline.slug, proposal.pk])
        notify(recipient=recipient, kind=NOTICE, text=text, url=url, deliver_at=now)


def _news(proposal: Proposal, by: set[int | None], now: datetime) -> watching.News:
    """Return what others are told of a suggestion; by: ids of who need not be."""
    url = reverse("guidelines:proposal", args=[proposal.guideline.slug, proposal.pk])
    return watching.News(url, now, by)
