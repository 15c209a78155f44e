"""The life of a case: states, what moves them, and when. Time is always an argument.

Source: docs/adr/0020-life-of-a-case.md.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from flags.rules.house import DEFAULTS, URGENT_CATEGORIES, House, Numbers


class State(StrEnum):
    """Where a case stands. Panel states join this list with the panel itself."""

    NOTED = "noted"
    VEILED = "veiled"
    FIXED = "fixed"
    CLOSED = "closed"
    LAPSED = "lapsed"


class Event(StrEnum):
    """What can happen to a case."""

    ENOUGH_VOICES = "enough_voices"
    SETTLED = "settled"
    ALL_WITHDRAWN = "all_withdrawn"
    TIME_OVER = "time_over"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.NOTED, Event.ENOUGH_VOICES): State.VEILED,
    (State.NOTED, Event.SETTLED): State.FIXED,
    (State.NOTED, Event.ALL_WITHDRAWN): State.CLOSED,
    (State.NOTED, Event.TIME_OVER): State.LAPSED,
    (State.VEILED, Event.SETTLED): State.FIXED,
    (State.VEILED, Event.TIME_OVER): State.LAPSED,
}
"""All moves there are; a withdrawal never lifts a veil, and an ended case stays ended."""

OPEN = frozenset({State.NOTED, State.VEILED})
ENDED = frozenset(State) - OPEN


class NotPossibleError(ValueError):
    """The event cannot happen to a case in this state."""

    def __init__(self, state: State, event: Event) -> None:
        """Name both in the message."""
        super().__init__(f"{event.value} cannot happen to a case that is {state.value}")
        self.state = state
        self.event = event


def after(state: State, event: Event) -> State:
    """Return the state that `event` leads to; NotPossibleError if it cannot happen."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise NotPossibleError(state, event) from None


def is_urgent(category: str, *, recognised: bool = False) -> bool:
    """Tell whether the author must hear at once: by category, or because a credential was recognised."""
    return recognised or category in URGENT_CATEGORIES


def veil_threshold(active_teams: int, *, urgent: bool, house: House = DEFAULTS) -> int:
    """Return how many voices must testify before a passage is veiled.

    active_teams: voices with a person active in the last 30 days (teams; people in a small house).
    Returns 2 or 3 with the default numbers. Raises ValueError below 0.
    """
    if active_teams < 0:
        raise ValueError(f"active_teams: {active_teams} is below 0")
    if urgent:
        return house.veil_voices_urgent
    return house.veil_voices_small if active_teams < house.small_below_voices else house.veil_voices


def freeze(
    *, voices: str, active: int, urgent: bool, recognised: bool, author_away: bool, house: House
) -> Numbers:
    """Return the numbers a case that opens now will keep.

    recognised: a structural detector saw a credential; the veil then lasts longer (14 days).
    author_away: every author is gone or away for 14 days; there is no grace then.
    """
    grace_hours = house.grace_hours_urgent if urgent else house.grace_hours
    return Numbers(
        voices=voices,
        active=active,
        needed=veil_threshold(active, urgent=urgent, house=house),
        grace_seconds=0 if author_away else grace_hours * 3600,
        unanswered_seconds=house.unanswered_days * 86_400,
        veil_seconds=house.veil_days_recognised * 86_400 if recognised else house.veil_hours * 3600,
        new_account_days=house.new_account_days,
    )


def answer_until(told_at: datetime, numbers: Numbers) -> datetime:
    """Return the end of grace, which starts when the author is told."""
    return told_at + numbers.grace


def lapses_at(told_at: datetime, numbers: Numbers) -> datetime:
    """Return when an unanswered, unveiled case ends by itself."""
    return answer_until(told_at, numbers) + numbers.unanswered


def veil_ends_at(veiled_at: datetime, numbers: Numbers) -> datetime:
    """Return when a veil without a verdict ends."""
    return veiled_at + numbers.veil


def deadline(state: State, *, told_at: datetime, veiled_at: datetime | None, numbers: Numbers) -> datetime | None:
    """Return when time alone ends the case; None for an ended one.

    Raises ValueError for a veiled case that does not say since when.
    """
    if state in ENDED:
        return None
    if state is State.NOTED:
        return lapses_at(told_at, numbers)
    if veiled_at is None:
        raise ValueError("veiled_at: a veiled case needs it")
    return veil_ends_at(veiled_at, numbers)
