"""A seat on a panel: one passage, its context, the clause, and one question."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from flags import actions, citations
from flags.exhibits import exhibit
from flags.models import Advice, Seat
from flags.panel_forms import DeclineForm, VerdictForm
from flags.rules.tally import Verdict
from flags.views import refusals
from people.messages import SAVED

SHOWN = 30
"""Seats that are over, on the list, the newest."""


@require_safe
def seats(request):
    """List the seats that wait for the person, and those of the past as far as they are kept."""
    mine = Seat.objects.held_by(request.user, timezone.now()).select_related("panel__case").order_by("-invited_at")
    waiting = list(mine.waiting())
    past = [seat for seat in mine.exclude(pk__in=[seat.pk for seat in waiting])[:SHOWN] if seat.opened_at]
    return _private(render(request, "flags/panel_list.html", {"waiting": waiting, "past": past}))


@require_safe
def seat(request, seat_id):
    """Show a seat: the question whether to take it, then the passage, then thanks."""
    return _page(request, _own(request, seat_id))


@require_POST
def take(request, seat_id):
    """Take the seat and show the passage."""
    own = _own(request, seat_id)
    try:
        actions.take_seat(person=request.user, seat=own, now=timezone.now())
    except actions.FlagError as error:
        return _refusal(request, error)
    return redirect(own)


@require_POST
def decline(request, seat_id):
    """Give the invitation or the seat back."""
    own = _own(request, seat_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, own, declining=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        actions.decline(person=request.user, seat=own, reason=reason, now=timezone.now())
    except actions.FlagError as error:
        return _refusal(request, error)
    messages.success(request, _("Thank you for saying so. Somebody else will be asked."), extra_tags=SAVED)
    return redirect("flags:seats")


@require_POST
def verdict(request, seat_id):
    """Take the verdict in."""
    own = _own(request, seat_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, own, form=form, status=422)
    said = form.cleaned_data
    try:
        actions.give_verdict(
            person=request.user,
            seat=own,
            verdict=Verdict(said["verdict"]),
            counter_reason=said["counter_reason"],
            reason=said["reason"],
            now=timezone.now(),
        )
    except actions.NoteRepeatsPassageError:
        form.add_error("reason", _("This repeats words of the passage. Say why, without saying what."))
        return _page(request, own, form=form, status=422)
    except actions.FlagError as error:
        return _refusal(request, error)
    said_so = _("Thank you. Your verdict counts; nobody learns that it is yours.")
    messages.success(request, said_so, extra_tags=SAVED)
    return redirect("flags:seats")


def _own(request, seat_id) -> Seat:
    """Return the person's own seat; a foreign one and a missing one are both 404."""
    mine = Seat.objects.held_by(request.user, timezone.now()).select_related("panel__case")
    return get_object_or_404(mine, pk=seat_id)


def _page(request, own: Seat, *, form=None, declining=None, status: int = 200):
    case = own.panel.case
    is_over = own.panel.ended_at is not None or not case.life.panel_sits
    sees_it = bool(own.opened_at and not own.declined_at and not own.lost_at and not own.verdict and not is_over)
    shown = exhibit(case) if sees_it else None
    context = {
        "seat": own,
        "case": case,
        "is_over": is_over,
        "sees_it": sees_it,
        "exhibit": shown,
        "clause": citations.cited(case),
        "has_a_rule": citations.can_be_upheld(case),
        "advice": Advice.objects.filter(case=case, written_at__isnull=False).first() if sees_it else None,
        "form": form or VerdictForm(),
        "declining": declining or DeclineForm(),
    }
    return _private(render(request, "flags/panel_seat.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Let no cache keep a page that shows a hidden passage."""
    response["Cache-Control"] = "no-store, private"
    return response


def _refusal(request, error: actions.FlagError):
    """Say in plain words why a seat cannot be taken, or a verdict given."""
    if isinstance(error, actions.CaseEndedError):
        return refusals.panel_over(request)
    if isinstance(error, actions.SeatTakenError):
        return refusals.seats_taken(request)
    if isinstance(error, actions.MayNotSitError):
        return refusals.may_not_sit(request)
    return refusals.nothing_to_decide(request)
