"""What time alone does. Every action looks here first, the ticker regularly; both find the same."""

from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import transaction

from flags.actions import quoting, telling
from flags.actions.drawing import convene, dismiss, draw_anew, sitting_panel
from flags.actions.ending import conclude
from flags.actions.errors import CaseEndedError
from flags.actions.living import store
from flags.actions.locking import lock_person, lock_target
from flags.actions.log import record
from flags.models import Case, Panel
from flags.rules import lifecycle
from flags.rules.lifecycle import Event
from people.models import User

AT_ONCE = 20
"""Cases one run of the ticker moves on, and panels it sees to: it takes seconds whatever fell due at one moment.

Nobody sees the rest wait for the next run: whoever looks at a case, or acts on it, gets what time has done to it.
"""


def end_overdue(now: datetime) -> int:
    """Move on cases whose time is over, each in a transaction of its own, the longest over first; return how many.

    Safe to run twice, late, or beside another run: a case is looked at again under its lock.
    """
    overdue = Case.objects.overdue(now).values_list("pk", "target_kind", "target_id")
    return sum(_move_on(pk, kind, target_id, now) for pk, kind, target_id in list(overdue[:AT_ONCE]))


def draw_empty_seats_anew(now: datetime) -> int:
    """Ask further people where seats are empty, and end the panels of settled cases; return how many cases."""
    where = ("case", "case__target_kind", "case__target_id")
    panels = (Panel.objects.to_draw_anew(now), Panel.objects.idle(now))
    due = [some.values_list(*where)[:AT_ONCE] for some in panels]
    return sum(_see_to_panel(pk, kind, target_id, now) for pk, kind, target_id in dict.fromkeys(chain(*due)))


@transaction.atomic
def _see_to_panel(pk: UUID, kind: str, target_id: int, now: datetime) -> bool:
    lock_target(kind, target_id)
    case = Case.objects.filter(pk=pk).first()
    if case is None:
        return False
    catch_up(case, now)
    if case.life.panel_sits:
        panel = sitting_panel(case)
        if panel is not None and panel.next_draw_at and panel.next_draw_at <= now:
            draw_anew(panel, now)
    elif case.panels.idle(now).exists():
        dismiss(case, now)
    return True


@transaction.atomic
def _move_on(pk: UUID, kind: str, target_id: int, now: datetime) -> bool:
    lock_target(kind, target_id)
    case = Case.objects.filter(pk=pk).first()
    return case is not None and catch_up(case, now)


def lock_open_case(case: Case, now: datetime) -> Case:
    """Lock the case's target and return the case as it is now; CaseEndedError if it has ended."""
    fresh = lock_case(case, now)
    if not fresh.is_open:
        raise CaseEndedError(f"case: {case.pk} has ended")
    return fresh


def lock_case(case: Case, now: datetime, *, person: User | None = None) -> Case:
    """Lock the case's target, let time do to the case what it has done by now, and return it.

    person: is locked as well, for what they do is counted over all targets.
    """
    lock_target(case.target_kind, case.target_id)
    if person is not None:
        lock_person(person)
    fresh = Case.objects.get(pk=case.pk)
    catch_up(fresh, now)
    return fresh


def catch_up_on(kind: str, target_id: int, now: datetime) -> None:
    """Let time do to the cases of a locked target what it has done by now."""
    for case in Case.objects.on(kind, target_id).overdue(now):
        catch_up(case, now)


def catch_up(case: Case, now: datetime) -> bool:
    """Let time do to a locked case what it has done by now; return whether that was anything."""
    moved = False
    while event := lifecycle.due(case.life, now):
        _pass_time(case, event, now)
        moved = True
    return moved


def _pass_time(case: Case, event: Event, now: datetime) -> None:
    life = lifecycle.pass_time(case.life, now)
    if event is Event.TIME_OVER:
        conclude(case=case, life=life, event=event, now=now)
        return
    store(case, life)
    if event is Event.APPEAL_OVER:
        dismiss(case, now)
        telling.tell_of_end(case, now=now)
    if event is Event.GRACE_OVER:
        convene(case, now)
        telling.tell_authors_of_panel(case, now=now)
    record(case=case, event=event.value, now=now)
    if event is Event.VEIL_OVER:
        quoting.visibility_changed(case)
