"""The numbers of the rules, with their defaults. Settings may change them; a case freezes what it needs.

Source: docs/adr/0020-life-of-a-case.md and docs/adr/0021-one-voice-per-team.md.
"""

from dataclasses import dataclass
from datetime import timedelta

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
    "unanswered_days",
    "veil_hours",
    "veil_days_recognised",
    "active_days",
    "marks_per_day",
    "confusing_cases",
)


@dataclass(frozen=True)
class House:
    """The rules' numbers in force in this house. All but the last four are the design's defaults."""

    veil_voices: int = 3
    veil_voices_urgent: int = 2
    veil_voices_small: int = 2
    small_below_voices: int = 9
    grace_hours: int = 24
    grace_hours_urgent: int = 1
    away_days: int = 14
    unanswered_days: int = 7
    veil_hours: int = 48
    veil_days_recognised: int = 14
    active_days: int = 30
    clause_settles_hours: int = 72
    new_account_days: int = 0
    marks_per_day: int = 30
    notice_hours: tuple[int, ...] = (8, 11, 14, 17)
    confusing_cases: int = 5

    def __post_init__(self) -> None:
        """Refuse numbers under which a case could not end or a single voice could veil."""
        if min(self.veil_voices, self.veil_voices_urgent, self.veil_voices_small) < 2:
            raise ValueError("veil_voices: at least two voices are needed to veil")
        if not self.notice_hours or not all(0 <= hour <= 23 for hour in self.notice_hours):
            raise ValueError("notice_hours: at least one hour from 0 to 23 is needed")
        for name in _AT_LEAST_ONE:
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: must be at least 1")
        for name in ("grace_hours", "grace_hours_urgent", "away_days", "clause_settles_hours", "new_account_days"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: must not be below 0")


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
    unanswered_seconds: int
    veil_seconds: int
    new_account_days: int

    @property
    def grace(self) -> timedelta:
        """Return the author's time to answer before the waiting days begin."""
        return timedelta(seconds=self.grace_seconds)

    @property
    def unanswered(self) -> timedelta:
        """Return how long a case waits beyond grace before it lapses."""
        return timedelta(seconds=self.unanswered_seconds)

    @property
    def veil(self) -> timedelta:
        """Return how long the veil lasts."""
        return timedelta(seconds=self.veil_seconds)
