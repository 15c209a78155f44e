"""How a case ends."""

from datetime import datetime

from flags import registry
from flags.actions import telling
from flags.actions.log import record
from flags.models import Case
from flags.rules import lifecycle
from flags.rules.lifecycle import Event, State


def end(*, case: Case, event: Event, now: datetime) -> None:
    """End a case by an event, in the caller's transaction and lock; tell those who know of it."""
    case.state = lifecycle.after(State(case.state), event)
    case.ends_at, case.ended_at = None, now
    case.save(update_fields=["state", "ends_at", "ended_at"])
    telling.tell_of_end(case, now=now)
    record(case=case, event=event.value, now=now)
    registry.get(case.target_kind).visibility_changed(case.target_id)
