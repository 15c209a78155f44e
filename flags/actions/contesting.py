"""What the sides of a case do about a panel: an author disagrees, a side appeals, an advisor writes a note."""

from datetime import datetime

from django.db import transaction

from flags.actions import drawing, errors, telling
from flags.actions.copying import refuse_copies
from flags.actions.deadlines import lock_case, lock_open_case
from flags.actions.living import store
from flags.actions.log import record
from flags.actions.own_cases import require_author
from flags.models import Advice, Case, CounterReason, Seat
from flags.rules import lifecycle
from flags.rules.lifecycle import Event, NotPossibleError, Side
from people.models import User


@transaction.atomic
def contest(
    *, person: User, case: Case, reason: str, note: str, advisor: User | None = None, now: datetime
) -> None:
    """Let an author disagree, with a counter-reason and a note that the panel reads; it sits from now on.

    advisor: a colleague who may write to the panel. Raises NotYoursError for anybody but an author who was told,
    CaseEndedError for a case that has ended, TooLateError when an author has disagreed before.
    """
    case = lock_open_case(case, now)
    require_author(person, case, now)
    protected = reason == CounterReason.PROTECTED
    try:
        life = lifecycle.contest(case.life, now, protected=protected)
    except NotPossibleError as error:
        raise errors.TooLateError(str(error)) from error
    refuse_copies(case, note)
    case.counter_reason, case.counter_note = reason, note
    store(case, life, "counter_reason", "counter_note")
    if advisor is not None:
        _name(case, advisor, person, now)
    drawing.convene(case, now)
    record(case=case, event=Event.CONTESTED.value, now=now)


@transaction.atomic
def name_advisor(*, person: User, case: Case, advisor: User, now: datetime) -> None:
    """Let an author name the one colleague who may write to the panel that sits. Raises as `appeal` does."""
    case = lock_case(case, now)
    require_author(person, case, now)
    if not case.life.panel_sits or Advice.objects.filter(case=case).exists():
        raise errors.TooLateError("case: no panel sits, or somebody was named")
    _name(case, advisor, person, now)


@transaction.atomic
def advise(*, person: User, case: Case, note: str, now: datetime) -> None:
    """Write the advisor's note, or write it anew while the panel sits.

    Raises NotYoursError for anybody who was not named, or sits on the panel, CaseEndedError when no panel sits.
    """
    case = lock_case(case, now)
    advice = Advice.objects.filter(case=case, person=person).first()
    if advice is None or sits_on(person, case):
        raise errors.NotYoursError("person: was not named, or sits on the panel")
    if not case.life.panel_sits:
        raise errors.CaseEndedError("case: no panel sits")
    refuse_copies(case, note)
    advice.note, advice.written_at = note, now
    advice.save(update_fields=["note", "written_at"])


@transaction.atomic
def appeal(*, person: User, case: Case, side: Side, now: datetime) -> None:
    """Ask for a second panel on behalf of a side; nobody who saw the case on the first is on it.

    Raises NotYoursError for who is not on that side, TooLateError when it cannot appeal (any more).
    """
    case = lock_case(case, now)
    _require_side(person, case, side, now)
    try:
        life = lifecycle.appeal(case.life, side, now)
    except NotPossibleError as error:
        raise errors.TooLateError(str(error)) from error
    drawing.dismiss(case, now)
    store(case, life)
    seed_hash = drawing.prepare(case, side=side.value)
    record(case=case, event=Event.APPEALED.value, now=now, side=side.value, seed_hash=seed_hash)
    drawing.convene(case, now)
    telling.tell_of_appeal(case, now=now)


def sits_on(person: User, case: Case) -> bool:
    """Tell whether somebody has taken a seat on any panel of the case."""
    return Seat.objects.filter(panel__case=case, person=person, opened_at__isnull=False).exists()


def _require_side(person: User, case: Case, side: Side, now: datetime) -> None:
    if side is Side.AUTHORS:
        require_author(person, case, now)
    elif not case.testimonies.standing().filter(person=person).exists():
        raise errors.NotYoursError("person: has no standing testimony on this case")


def _name(case: Case, advisor: User, author: User, now: datetime) -> None:
    """Write down who may advise. Whoever it is, the answer is alike: it must not tell who flagged or judges."""
    if advisor.pk == author.pk or not advisor.works_here:
        raise errors.UnknownAdvisorError("advisor: is the author, or does not work here")
    telling.tell_advisor(Advice.objects.create(case=case, person=advisor, named_at=now), now=now)
