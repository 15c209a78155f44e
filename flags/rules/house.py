"""The numbers of the rules, with their defaults. Settings may change them; a case freezes what it needs.

Source: docs/adr/0020-life-of-a-case.md and docs/adr/0021-one-voice-per-team.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

CATEGORIES = (
    "credentials",
    "personal_data",
    "customer",
    "figures",
    "unreleased",
    "legal",
    "strategy",
    "source",
)
URGENT_CATEGORIES = frozenset(CATEGORIES[:4])
"""What does harm within hours: the author hears at once and has one hour."""

_AT_LEAST_ONE = (
    "undo_minutes",
    "answer_hours",
    "veil_hours",
    "veil_hours_protected",
    "panel_days",
    "appeal_days",
    "veil_days_recognised",
    "active_days",
    "marks_per_day",
    "confusing_cases",
    "quiet_cleared",
    "quiet_days",
    "together_cases",
    "together_days",
    "links_days",
    "seats_added",
    "seat_hours",
    "seats_a_week",
)


@dataclass(frozen=True)
class House:
    """The rules' numbers in force in this house; the defaults are the design's."""

    veil_voices: int = 3
    veil_voices_urgent: int = 2
    veil_voices_small: int = 2
    small_below_voices: int = 9
    grace_hours: int = 24
    grace_hours_urgent: int = 1
    away_days: int = 14
    veil_hours: int = 48
    veil_hours_protected: int = 12
    veil_days_recognised: int = 14
    panel_days: int = 7
    appeal_days: int = 30
    undo_minutes: int = 10
    answer_hours: int = 72
    active_days: int = 30
    clause_settles_hours: int = 72
    new_account_days: int = 0
    marks_per_day: int = 30
    notice_hours: tuple[int, ...] = (8, 11, 14, 17)
    confusing_cases: int = 5
    quiet_cleared: int = 3
    quiet_of_last: int = 5
    quiet_days: int = 90
    together_cases: int = 5
    together_percent: int = 60
    together_days: int = 90
    links_days: int = 120
    seats: int = 5
    seats_added: int = 4
    seats_small: int = 3
    small_panel_below: int = 10
    invited: int = 15
    openings: int = 20
    seat_hours: int = 24
    seats_a_week: int = 2
    witness_margin: int = 6

    def __post_init__(self) -> None:
        """Refuse numbers under which a case could not end or a single voice could veil."""
        if min(self.veil_voices, self.veil_voices_urgent, self.veil_voices_small) < 2:
            raise ValueError("veil_voices: at least two voices are needed to veil")
        if not self.notice_hours or not all(0 <= hour <= 23 for hour in self.notice_hours):
            raise ValueError("notice_hours: at least one hour from 0 to 23 is needed")
        for name in _AT_LEAST_ONE:
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: must be at least 1")
        if self.quiet_of_last < self.quiet_cleared:
            raise ValueError("quiet_of_last: must not be below quiet_cleared")
        if not 1 <= self.together_percent <= 100:
            raise ValueError("together_percent: must be from 1 to 100")
        for name in ("grace_hours", "grace_hours_urgent", "away_days", "clause_settles_hours", "new_account_days"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: must not be below 0")
        self._check_panels()

    def _check_panels(self) -> None:
        """Refuse panels on which one person would decide, or that could not be filled."""
        if not 3 <= self.seats_small <= self.seats:
            raise ValueError("seats: a panel needs at least three, and a small one no more than others")
        if self.invited < self.seats or self.openings < self.seats + self.seats_added:
            raise ValueError("invited: must be enough for all seats, and openings for an enlarged panel")


DEFAULTS = House()


@dataclass(frozen=True)
class Numbers:
    """What one case is judged by, frozen when it opens: later settings and team changes do not touch it.

    voices: "teams" or "people" (see `flags.rules.teams.voice_mode`); active: voices active then;
    needed: voices that veil; lengths in seconds.
    """

    voices: str
    active: int
    needed: int
    grace_seconds: int
    veil_seconds: int
    new_account_days: int
    veil_seconds_protected: int = 12 * 3600
    panel_seconds: int = 7 * 86_400
    appeal_seconds: int = 30 * 86_400
    undo_seconds: int = 600
    answer_seconds: int = 72 * 3600
    quiet_cleared: int = 3
    quiet_of_last: int = 5
    quiet_days: int = 90
    together_cases: int = 5
    together_percent: int = 60
    together_days: int = 90
    seats: int = 5
    seats_added: int = 4
    seats_small: int = 3
    small_panel_below: int = 10
    invited: int = 15
    openings: int = 20
    seat_hours: int = 24
    seats_a_week: int = 2
    witness_margin: int = 6

    @property
    def grace(self) -> timedelta:
        """Return the author's time to answer before a panel sits."""
        return timedelta(seconds=self.grace_seconds)

    @property
    def veil(self) -> timedelta:
        """Return how long the veil lasts."""
        return timedelta(seconds=self.veil_seconds)

    @property
    def veil_protected(self) -> timedelta:
        """Return how long the veil lasts on what an author claims to be protected speech."""
        return timedelta(seconds=self.veil_seconds_protected)

    @property
    def panel(self) -> timedelta:
        """Return how long a panel may sit."""
        return timedelta(seconds=self.panel_seconds)

    @property
    def seat_time(self) -> timedelta:
        """Return how long people have to take a seat, and then to say what they think."""
        return timedelta(hours=self.seat_hours)

    @property
    def undo(self) -> timedelta:
        """Return how long an author may undo a settlement."""
        return timedelta(seconds=self.undo_seconds)

    @property
    def appeal(self) -> timedelta:
        """Return how long after an end a side may appeal."""
        return timedelta(seconds=self.appeal_seconds)


def thaw(stored: Mapping[str, Any]) -> Numbers:
    """Return the numbers a case stored; those of an older release are read without what is no longer used."""
    known = {field.name for field in fields(Numbers)}
    return Numbers(**{name: value for name, value in stored.items() if name in known})
