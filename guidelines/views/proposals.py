"""Suggested changes of a guideline: the list, one of them with what is said about it, and its buttons."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guidelines import gates, proposing, taking_in
from guidelines.models import GuidelineRecord, Leaf, Proposal
from guidelines.page_slots import on_proposal, proposal_facts
from guidelines.proposal_forms import SeenForm
from guidelines.rules.content import ContentError
from guidelines.rules.proposing import Fit
from guidelines.views.access import (
    current_version,
    finds_guideline,
    guideline_at,
    may_edit,
    not_found,
    signed_in,
)
from guidelines.views.rendered import people_of
from guidelines.views.suggested import ShownChange, listed, shown_change, shown_conflict
from people.models import User

PROPOSALS_A_PAGE = 10

ColleaguesView = Callable[Concatenate[HttpRequest, GuidelineRecord, ...], HttpResponse]


def for_colleagues(view: ColleaguesView) -> Callable[..., HttpResponse]:
    """Give a view the guideline at `slug`, for people who work here; strangers sign in first.

    What is sent to an address the guideline had before is taken as well: nothing typed is lost on the way.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *, slug: str, **kwargs: Any) -> HttpResponse:
        if not may_edit(request):
            raise PermissionDenied
        if request.method == "POST":
            return view(request, guideline_at(request, slug), **kwargs)
        return finds_guideline(view)(request, slug=slug, **kwargs)

    return guarded


def the_proposal(guideline: GuidelineRecord, proposal_id: int, person: User) -> Proposal:
    """Return a suggestion of a guideline that a person may read, with its people. Raises Http404."""
    readable = Proposal.objects.of(guideline.page_id).shown(person.pk)
    return get_object_or_404(readable.with_people().with_counts().annotate(**proposal_facts()), pk=proposal_id)


def clause_id_of(text: str) -> str:
    """Return what an address says of a clause as its id is stored, "" for what can be no id."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def title_of(guideline: GuidelineRecord) -> str:
    """Return the title of a guideline, "" where it was taken out; one query."""
    return Leaf.objects.read([current_version(guideline)], kinds={"title"})[0].guideline.title


@require_safe
@for_colleagues
def index(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """List what is suggested, the liveliest first; `?state=closed` what was, `?clause=` for one clause."""
    shows_closed, clause_id = request.GET.get("state") == "closed", clause_id_of(request.GET.get("clause", ""))
    proposals = Proposal.objects.of(guideline.page_id).shown(signed_in(request).pk)
    proposals = proposals.closed() if shows_closed else proposals.open()
    if clause_id:
        proposals = proposals.about(clause_id)
    ordered = proposals.with_people().with_counts().annotate(**proposal_facts()).liveliest_first()
    try:
        page = Paginator(ordered, PROPOSALS_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        return not_found(request, guideline)
    context = {
        "guideline": guideline,
        "title": title_of(guideline),
        "shows_closed": shows_closed,
        "clause_id": clause_id,
        "page": page,
        "listed": listed(guideline, page.object_list),
    }
    return render(request, "guidelines/proposals.html", context)


@require_safe
@for_colleagues
def proposal(request: HttpRequest, guideline: GuidelineRecord, proposal_id: int) -> HttpResponse:
    """Show a suggestion, what it would change now and what colleagues say."""
    found = the_proposal(guideline, proposal_id, signed_in(request))
    context = _page_context(signed_in(request), guideline, found)
    return render(request, "guidelines/proposal.html", context | {"parts": on_proposal(found, signed_in(request))})


def _page_context(person: User, guideline: GuidelineRecord, found: Proposal) -> dict[str, Any]:
    """Return what `guidelines/proposal.html` needs beside the parts of other apps."""
    fit = _fit(found)
    shown = listed(guideline, [found])[0]
    supports = list(found.supports.select_related("person").order_by("at"))
    return {
        "guideline": guideline,
        "current": current_version(guideline),
        "title": title_of(guideline),
        "proposal": found,
        "shown": shown,
        "fit": fit,
        "conflicts": [shown_conflict(each) for each in fit.conflicts] if fit else [],
        "change": _change_now(fit) if fit and fit.guideline else shown.change,
        "supports": supports,
        "supports_it": any(support.person == person for support in supports),
        "is_mine": found.author_id == person.pk,
        "is_hidden": Proposal.objects.filter(pk=found.pk).hidden().exists(),
        "earlier_authors": _earlier_authors(found),
        **_gate(person, found, fit),
    }


def _gate(person: User, found: Proposal, fit: Fit | None) -> dict[str, Any]:
    """Return whether more colleagues have to agree, what waits for them, and whether that is this one."""
    if not found.is_open or taking_in.may_take_in(found, person, timezone.now()):
        return {"is_gated": False}
    waits = gates.waiting(found.guideline_id)
    is_asked = bool(waits and fit and taking_in.is_waiting(found, fit, waits))
    return {"is_gated": True, "waits": waits, "is_asked": is_asked}


def _fit(found: Proposal) -> Fit | None:
    """Return what an open suggestion would do now; None for a closed one, or where too much was taken out."""
    if not found.is_open:
        return None
    try:
        return proposing.fit_of(found)
    except ContentError:
        return None


def _change_now(fit: Fit) -> ShownChange:
    return shown_change(fit.clause_now, fit.clause_then)


def _earlier_authors(found: Proposal) -> list[User]:
    """Return who looked after a suggestion before its author does, in order; two queries."""
    past = found.history.order_by("history_date", "history_id").values_list("author_id", flat=True)
    ids = dict.fromkeys(each for each in past if each and each != found.author_id)
    people = people_of(ids) if ids else {}
    return [people[each] for each in ids if each in people]


# Buttons


Button = Callable[[HttpRequest, Proposal], str]
"""Does something with a suggestion and returns what to say about it."""


def _button(press: Button) -> Callable[..., HttpResponse]:
    """Return the view of a button: it does its work, or says why it cannot, and leads back to the suggestion."""

    @require_POST
    @for_colleagues
    @wraps(press)
    def pressed(request: HttpRequest, guideline: GuidelineRecord, proposal_id: int) -> HttpResponse:
        found = the_proposal(guideline, proposal_id, signed_in(request))
        try:
            messages.success(request, press(request, found))
        except proposing.ProposalError as error:
            messages.error(request, str(error))
        return redirect(found)

    return pressed


def _seen(request: HttpRequest) -> proposing.Seen:
    """Return what somebody had before them. Raises ChangedError for a form that does not say."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise proposing.ChangedError(
            _("Something changed after you opened this page. Look at it again, then decide.")
        )
    return proposing.Seen(form.cleaned_data["edition"], form.cleaned_data["number"])


@_button
def support(request: HttpRequest, found: Proposal) -> str:
    """Be for a suggestion, or no more with `back`."""
    if "back" in request.POST:
        proposing.take_back_support(proposal_id=found.pk, person=signed_in(request))
        return _("You do not support it any more.")
    proposing.support(proposal_id=found.pk, person=signed_in(request), now=timezone.now())
    return _("You support it.")


@_button
def take_over(request: HttpRequest, found: Proposal) -> str:
    """Look after a colleague's suggestion."""
    seen = _seen(request)
    proposing.take_over(proposal_id=found.pk, person=signed_in(request), edition=seen.edition, now=timezone.now())
    return _("You look after this suggestion now. Whoever wrote its words stays credited for them.")


@_button
def decline(request: HttpRequest, found: Proposal) -> str:
    """Withdraw a suggestion of one's own."""
    proposing.decline(proposal_id=found.pk, person=signed_in(request), now=timezone.now())
    return _("You withdrew it. It stays readable here.")


@_button
def take_in(request: HttpRequest, found: Proposal) -> str:
    """Publish what was suggested."""
    version = taking_in.take_in(
        proposal_id=found.pk, person=signed_in(request), seen=_seen(request), now=timezone.now()
    )
    return _("It is in force now, as version %(number)d.") % {"number": version.number}


@require_POST
@for_colleagues
def ask(request: HttpRequest, guideline: GuidelineRecord, proposal_id: int) -> HttpResponse:
    """Let a suggestion wait for the colleagues who have to agree, and lead to the page where they say so."""
    found = the_proposal(guideline, proposal_id, signed_in(request))
    try:
        is_in_force = taking_in.ask_colleagues(
            proposal_id=found.pk, person=signed_in(request), seen=_seen(request), now=timezone.now()
        )
    except proposing.ProposalError as error:
        messages.error(request, str(error))
        return redirect(found)
    if is_in_force:
        messages.success(request, _("Nothing else was missing: it is in force now."))
        return redirect(found)
    messages.success(request, _("It waits for colleagues now. Whoever agrees says so on this page."))
    return redirect("guidelines:pending", slug=found.guideline.slug)
