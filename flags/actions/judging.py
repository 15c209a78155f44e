"""What people do who were drawn by lot: take a seat, decline it, say what they think."""

from datetime import datetime

from django.db import transaction

from flags import jury
from flags.actions import drawing, errors
from flags.actions.copying import refuse_copies
from flags.actions.deadlines import lock_case
from flags.actions.deciding import decide_if_enough
from flags.actions.log import record
from flags.models import Panel, Seat
from flags.rules.eligibility import seats_of_one_voice
from flags.rules.tally import Verdict
from people.models import User


@transaction.atomic
def take_seat(*, person: User, seat: Seat, now: datetime) -> Seat:
    """Give a seat to the first who open the case; every opening is recorded. Taking it again changes nothing.

    Raises NotYoursError for somebody else's, CaseEndedError when the panel has ended, NothingToDecideError for a
    seat that was given back, SeatTakenError when none is left, MayNotSitError when the person may not judge now.
    """
    seat, panel = _locked(person, seat, now)
    if seat.opened_at is not None:
        return seat
    if seat.declined_at is not None:
        raise errors.NothingToDecideError("seat: was declined")
    if not jury.may_sit(panel, person, now):
        raise errors.MayNotSitError("person: is a party to the case, or has too many seats this week")
    if not _is_free(panel, seat):
        raise errors.SeatTakenError("seat: all are taken")
    seat.opened_at = now
    seat.save(update_fields=["opened_at"])
    record(case=panel.case, event="seat_taken", now=now, panel=panel.number, alias=seat.alias)
    return seat


@transaction.atomic
def decline(*, person: User, seat: Seat, reason: str, now: datetime) -> None:
    """Give an invitation or a seat back; for a seat, others are asked at once. Twice changes nothing."""
    seat, panel = _locked(person, seat, now)
    if seat.declined_at is not None or seat.lost_at is not None:
        return
    if seat.verdict:
        raise errors.NothingToDecideError("seat: has a verdict")
    seat.declined_at, seat.decline_reason = now, reason
    seat.save(update_fields=["declined_at", "decline_reason"])
    record(case=panel.case, event="declined", now=now, panel=panel.number, alias=seat.alias)
    if seat.opened_at is not None and drawing.has_openings(panel):
        drawing.ask(panel, now)


@transaction.atomic
def give_verdict(
    *, person: User, seat: Seat, verdict: Verdict, counter_reason: str, reason: str, now: datetime
) -> None:
    """Record what a juror says; enough alike decide the case. counter_reason: of those who see no leak, else "".

    Raises as `take_seat` does; NothingToDecideError without a seat that was taken, or with a verdict already.
    """
    seat, panel = _locked(person, seat, now)
    if seat.opened_at is None or seat.declined_at or seat.lost_at or seat.verdict:
        raise errors.NothingToDecideError("seat: nothing is to be decided on it")
    if panel.case.testimonies.filter(person=person).exists():
        raise errors.MayNotSitError("person: flagged the passage meanwhile")
    refuse_copies(panel.case, reason)
    seat.verdict, seat.counter_reason, seat.reason = verdict.value, counter_reason, reason
    seat.decided_at = now
    seat.save(update_fields=["verdict", "counter_reason", "reason", "decided_at"])
    record(case=panel.case, event="verdict", now=now, panel=panel.number, alias=seat.alias)
    decide_if_enough(panel, now)


def _locked(person: User, seat: Seat, now: datetime) -> tuple[Seat, Panel]:
    """Lock the case of a seat and its person, and return the seat and its panel as they are now."""
    if seat.person_id != person.pk or seat.invited_at > now:
        raise errors.NotYoursError("person: was not asked")
    case = lock_case(seat.panel.case, now, person=person)
    fresh = Seat.objects.select_related("panel").get(pk=seat.pk)
    panel = fresh.panel
    panel.case = case
    if panel.ended_at is not None or not case.life.panel_sits:
        raise errors.CaseEndedError("case: the panel has ended")
    return fresh, panel


def _is_free(panel: Panel, seat: Seat) -> bool:
    taken = list(panel.asked.taken())
    if len(taken) >= panel.seats or not drawing.has_openings(panel):
        return False
    most = seats_of_one_voice(seats=panel.seats, voices=jury.voices_of(panel), rounds=panel.rounds)
    return sum(other.team_alias == seat.team_alias for other in taken) < most
