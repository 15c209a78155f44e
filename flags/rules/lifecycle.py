"""The life of a case: states, what moves them, and when. Time is always an argument; nothing here knows a clock.

`Life` is what the rules know of one case. Every function returns a new one, or raises NotPossibleError.
Source: docs/adr/0032-panel-by-lot.md and docs/adr/0033-appeals.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flags.rules.house import DEFAULTS, URGENT_CATEGORIES, House, Numbers


class State(StrEnum):
    """Where a case stands.

    PANEL: a panel sits, the passage can be seen. VEILED: a panel sits, the passage is hidden.
    """

    NOTED = "noted"
    PANEL = "panel"
    VEILED = "veiled"
    FIXED = "fixed"
    UPHELD = "upheld"
    CLEARED = "cleared"
    CLOSED = "closed"
    LAPSED = "lapsed"


class Event(StrEnum):
    """What can happen to a case."""

    ENOUGH_VOICES = "enough_voices"
    SETTLED = "settled"
    UNDONE = "undone"
    ALL_WITHDRAWN = "all_withdrawn"
    CONTESTED = "contested"
    GRACE_OVER = "grace_over"
    VEIL_OVER = "veil_over"
    TIME_OVER = "time_over"
    UPHELD = "upheld"
    CLEARED = "cleared"
    APPEALED = "appealed"
    APPEAL_OVER = "appeal_over"


class Side(StrEnum):
    """Who may appeal: the authors of the text, or those who flagged it."""

    AUTHORS = "authors"
    WITNESSES = "witnesses"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.NOTED, Event.ENOUGH_VOICES): State.VEILED,
    (State.NOTED, Event.SETTLED): State.FIXED,
    (State.NOTED, Event.ALL_WITHDRAWN): State.CLOSED,
    (State.NOTED, Event.CONTESTED): State.PANEL,
    (State.NOTED, Event.GRACE_OVER): State.PANEL,
    (State.PANEL, Event.ENOUGH_VOICES): State.VEILED,
    (State.PANEL, Event.SETTLED): State.FIXED,
    (State.PANEL, Event.CONTESTED): State.PANEL,
    (State.PANEL, Event.UPHELD): State.UPHELD,
    (State.PANEL, Event.CLEARED): State.CLEARED,
    (State.PANEL, Event.TIME_OVER): State.LAPSED,
    (State.VEILED, Event.SETTLED): State.FIXED,
    (State.VEILED, Event.CONTESTED): State.VEILED,
    (State.VEILED, Event.VEIL_OVER): State.PANEL,
    (State.VEILED, Event.UPHELD): State.UPHELD,
    (State.VEILED, Event.CLEARED): State.CLEARED,
    (State.VEILED, Event.TIME_OVER): State.LAPSED,
}
"""All moves of an open case; a withdrawal never lifts a veil, and an ended case stays ended but for appeals."""

APPEALS: Mapping[tuple[State, Event], State] = {
    (State.FIXED, Event.UPHELD): State.FIXED,
    (State.FIXED, Event.CLEARED): State.CLEARED,
    (State.UPHELD, Event.UPHELD): State.UPHELD,
    (State.UPHELD, Event.CLEARED): State.CLEARED,
    (State.CLEARED, Event.UPHELD): State.UPHELD,
    (State.CLEARED, Event.CLEARED): State.CLEARED,
    (State.LAPSED, Event.UPHELD): State.UPHELD,
    (State.LAPSED, Event.CLEARED): State.CLEARED,
}
"""What the panel of an appeal makes of an ended case; if it does not decide, everything stays."""

OPEN = frozenset({State.NOTED, State.PANEL, State.VEILED})
ENDED = frozenset(State) - OPEN
SITTING = frozenset({State.PANEL, State.VEILED})
"""States in which the first panel sits."""
HIDING = frozenset({State.VEILED, State.UPHELD})
"""States in which the passage is hidden from everybody but the authors."""

MAY_APPEAL: Mapping[Side, frozenset[State]] = {
    Side.AUTHORS: frozenset({State.FIXED, State.UPHELD, State.LAPSED}),
    Side.WITNESSES: frozenset({State.CLEARED, State.LAPSED}),
}
"""Ends against which each side may appeal: those that did not give it what it asked for."""


class NotPossibleError(ValueError):
    """The event cannot happen to a case in this state."""

    def __init__(self, state: State, event: Event) -> None:
        """Name both in the message."""
        super().__init__(f"{event.value} cannot happen to a case that is {state.value}")
        self.state = state
        self.event = event


@dataclass(frozen=True)
class Life:
    """What the rules know of one case.

    ends_at: when time alone moves it on; None once it has ended.
    veiled_at: when its words were first hidden; that happens once.
    protected: an author claims that the passage is protected speech.
    panel_until: when the first panel's time is over; None before there is one.
    appeal, appeal_until: the side on whose appeal a panel sits now, and until when.
    appealed: the sides that have appealed; each may once.
    """

    state: State
    told_at: datetime
    numbers: Numbers
    ends_at: datetime | None = None
    veiled_at: datetime | None = None
    contested_at: datetime | None = None
    protected: bool = False
    panel_until: datetime | None = None
    ended_at: datetime | None = None
    appeal: Side | None = None
    appeal_until: datetime | None = None
    appealed: frozenset[Side] = frozenset()

    @property
    def panel_sits(self) -> bool:
        """Whether a panel may decide now: the first one, or that of an appeal."""
        return self.state in SITTING or self.appeal is not None


def after(state: State, event: Event) -> State:
    """Return the state of an open case that `event` leads to; NotPossibleError if it cannot happen."""
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
        veil_seconds=house.veil_days_recognised * 86_400 if recognised else house.veil_hours * 3600,
        veil_seconds_protected=house.veil_hours_protected * 3600,
        panel_seconds=house.panel_days * 86_400,
        appeal_seconds=house.appeal_days * 86_400,
        undo_seconds=house.undo_minutes * 60,
        answer_seconds=house.answer_hours * 3600,
        new_account_days=house.new_account_days,
        quiet_cleared=house.quiet_cleared,
        quiet_of_last=house.quiet_of_last,
        quiet_days=house.quiet_days,
        together_cases=house.together_cases,
        together_percent=house.together_percent,
        together_days=house.together_days,
        seats=house.seats,
        seats_added=house.seats_added,
        seats_small=house.seats_small,
        small_panel_below=house.small_panel_below,
        invited=house.invited,
        openings=house.openings,
        seat_hours=house.seat_hours,
        seats_a_week=house.seats_a_week,
        witness_margin=house.witness_margin,
    )


def answer_until(told_at: datetime, numbers: Numbers) -> datetime:
    """Return the end of grace, which starts when the author is told."""
    return told_at + numbers.grace


def begin(*, told_at: datetime, numbers: Numbers) -> Life:
    """Return the life of a case that somebody has just opened."""
    return Life(State.NOTED, told_at, numbers, ends_at=answer_until(told_at, numbers))


def veil(life: Life, now: datetime) -> Life:
    """Hide the passage, once; the panel sits at least as long as the veil lies.

    Raises NotPossibleError if it was hidden before, or the case has ended.
    """
    state = after(life.state, Event.ENOUGH_VOICES)
    if life.veiled_at is not None:
        raise NotPossibleError(life.state, Event.ENOUGH_VOICES)
    lifted = now + (life.numbers.veil_protected if life.protected else life.numbers.veil)
    panel_until = max(life.panel_until or now + life.numbers.panel, lifted)
    told_at = min(life.told_at, now)
    return replace(life, state=state, told_at=told_at, veiled_at=now, panel_until=panel_until, ends_at=lifted)


def contest(life: Life, now: datetime, *, protected: bool) -> Life:
    """Let an author disagree, once: a panel sits if none does, and protected speech is hidden for less time."""
    state = after(life.state, Event.CONTESTED)
    if life.contested_at is not None:
        raise NotPossibleError(life.state, Event.CONTESTED)
    told = replace(life, state=state, contested_at=now, protected=protected)
    if life.state is State.NOTED:
        return _convene(told, now)
    if life.veiled_at and life.ends_at and state is State.VEILED and protected:
        shorter = max(now, life.veiled_at + life.numbers.veil_protected)
        return replace(told, ends_at=min(life.ends_at, shorter))
    return told


def _convene(life: Life, now: datetime) -> Life:
    until = now + life.numbers.panel
    return replace(life, panel_until=until, ends_at=until)


def settle(life: Life, now: datetime) -> Life:
    """Let an author settle an open case."""
    return _end(life, after(life.state, Event.SETTLED), now)


def reopen(life: Life, state: State, *, ends_at: datetime) -> Life:
    """Undo a settlement: the case is where it was before, and its clock has gone on.

    state, ends_at: where it was. Raises NotPossibleError for a case that is not FIXED, or that was appealed: what
    a panel said, or is about to say, is not undone.
    """
    if life.state is not State.FIXED or life.appealed or state not in OPEN:
        raise NotPossibleError(life.state, Event.UNDONE)
    return replace(life, state=state, ends_at=ends_at, ended_at=None)


def withdraw_all(life: Life, now: datetime) -> Life:
    """Close a case that nobody stands for any more, while no panel sits."""
    return _end(life, after(life.state, Event.ALL_WITHDRAWN), now)


def decide(life: Life, event: Event, now: datetime) -> Life:
    """Let the panel that sits decide; event: UPHELD or CLEARED.

    The panel of an appeal changes how the case ended, or leaves it as it was.
    """
    state = after(life.state, event) if life.appeal is None else _after_appeal(life.state, event)
    hidden_since = life.veiled_at or (now if state is State.UPHELD else None)
    decided = replace(life, veiled_at=hidden_since, appeal=None, appeal_until=None)
    return _end(decided, state, now)


def _after_appeal(state: State, event: Event) -> State:
    try:
        return APPEALS[state, event]
    except KeyError:
        raise NotPossibleError(state, event) from None


def give_up(life: Life, now: datetime) -> Life:
    """Let the panel that sits end without a decision: a first one lapses, an appeal changes nothing."""
    if life.appeal is not None:
        return replace(life, appeal=None, appeal_until=None)
    return _end(life, after(life.state, Event.TIME_OVER), now)


def _end(life: Life, state: State, now: datetime) -> Life:
    return replace(life, state=state, ends_at=None, ended_at=now)


def appeal_open_until(life: Life) -> datetime | None:
    """Return until when somebody could still appeal; None if nobody can any more, or the case is open."""
    if life.ended_at is None or not any(_can_appeal(life, side) for side in Side):
        return None
    return life.ended_at + life.numbers.appeal


def may_appeal(life: Life, side: Side, now: datetime) -> bool:
    """Tell whether a side may appeal now: once, in time, against an end it did not want, one appeal at a time."""
    in_time = life.ended_at is not None and now < life.ended_at + life.numbers.appeal
    return in_time and life.appeal is None and _can_appeal(life, side)


def _can_appeal(life: Life, side: Side) -> bool:
    return life.state in MAY_APPEAL[side] and side not in life.appealed


def is_over(life: Life, now: datetime) -> bool:
    """Tell whether nothing can happen to a case any more: it has ended, and nobody appeals or still could."""
    can_go_on = life.appeal is not None or any(may_appeal(life, side, now) for side in Side)
    return life.ended_at is not None and not can_go_on


def appeal(life: Life, side: Side, now: datetime) -> Life:
    """Let a side appeal: a new panel sits, and nothing else changes until it decides."""
    if not may_appeal(life, side, now):
        raise NotPossibleError(life.state, Event.APPEALED)
    until = now + life.numbers.panel
    return replace(life, appeal=side, appeal_until=until, appealed=life.appealed | {side})


def due(life: Life, now: datetime) -> Event | None:
    """Return what time alone does to a case by `now`; None for nothing yet."""
    if life.appeal_until is not None and life.appeal_until <= now:
        return Event.APPEAL_OVER
    if life.ends_at is None or life.ends_at > now:
        return None
    if life.state is State.NOTED:
        return Event.GRACE_OVER
    panel_is_over = life.panel_until is None or life.panel_until <= now
    return Event.TIME_OVER if panel_is_over else Event.VEIL_OVER


def pass_time(life: Life, now: datetime) -> Life:
    """Return the case after what is `due`, one step; a panel that starts late still gets all of its time.

    Raises ValueError when nothing is due.
    """
    event = due(life, now)
    if event is None:
        raise ValueError("now: nothing is due yet")
    if event in {Event.APPEAL_OVER, Event.TIME_OVER}:
        return give_up(life, now)
    moved = replace(life, state=after(life.state, event))
    if event is Event.GRACE_OVER:
        return _convene(moved, now)
    return replace(moved, ends_at=life.panel_until)
