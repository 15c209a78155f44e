"""How a case ends."""

from datetime import datetime

from flags.actions import quoting, telling
from flags.actions.drawing import dismiss, dismiss_later
from flags.actions.living import store
from flags.actions.log import record
from flags.models import Case
from flags.rules import lifecycle
from flags.rules.lifecycle import Event, Life

_MOVES = {Event.SETTLED: lifecycle.settle, Event.ALL_WITHDRAWN: lifecycle.withdraw_all}


def end(*, case: Case, event: Event, now: datetime) -> None:
    """End a case because an author settled it or everybody withdrew, in the caller's transaction and lock."""
    conclude(case=case, life=_MOVES[event](case.life, now), event=event, now=now)


def conclude(*, case: Case, life: Life, event: Event, now: datetime) -> None:
    """Write down how a case ended, tell those who know of it, and show or hide its passage accordingly."""
    store(case, life)
    if event is Event.SETTLED:  # which can be undone: the ticker ends the panel when it cannot any more
        dismiss_later(case, now + life.numbers.undo)
    else:
        dismiss(case, now)
    telling.tell_of_end(case, now=now)
    record(case=case, event=event.value, now=now)
    quoting.visibility_changed(case)
