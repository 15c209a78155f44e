"""The figures of the public log: how cases ended, up to and including yesterday, with small numbers hidden.

Yesterday, so that nobody who reloads the page sees in which minute a case ended. Source: docs/adr/0036-guards.md.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format

from flags.models import Case, CaseState, Category
from flags.rules import bars, counts
from flags.rules.lifecycle import State
from flags.rules.outcomes import outcomes

KEPT_FOR = 3600
"""Seconds the figures of a day are kept; they change when the day does."""

MONTHS = 12
DAYS = 366

Table = Mapping[str, Mapping[str, int | None]]


@dataclass(frozen=True)
class Outcome:
    """A way in which cases ended: how many, and how many per cent of all; None where that is not shown."""

    state: str
    label: str
    count: int | None
    share: int | None


@dataclass(frozen=True)
class Figures:
    """What the log shows. answer: the median time to the authors' answer; until: the last day that is counted."""

    until: date
    outcomes: tuple[Outcome, ...]
    total: int | None
    answer: timedelta | None


def figures(now: datetime) -> Figures:
    """Return the figures of all cases that ended before today."""
    midnight = _midnight(now)
    return cache.get_or_set(f"flags.figures.{midnight.date()}", lambda: _figures(midnight), KEPT_FOR) or _figures(
        midnight
    )


def by_month(now: datetime) -> Table:
    """Return the ends by month, the last twelve one by one and what came before them together, oldest first."""
    midnight = _midnight(now)
    first = _months_before(midnight.date(), MONTHS - 1)
    months = [_months_before(midnight.date(), back) for back in reversed(range(MONTHS))]
    names = {month: date_format(month, "YEAR_MONTH_FORMAT") for month in months}

    def row(at: datetime, _category: str) -> str:
        month = timezone.localtime(at, timezone.get_default_timezone()).date().replace(day=1)
        return names[month] if month >= first else ""

    return _table(midnight, ["", *names.values()], row)


def by_category(now: datetime) -> Table:
    """Return the ends by what the passage gives away."""
    labels = {category.value: str(category.label) for category in Category}
    return _table(_midnight(now), list(labels.values()), lambda _at, category: labels[category])


def by_day(now: datetime) -> dict[date, Mapping[str, int | None]]:
    """Return the ends of each of the last 366 days, also of those on which none was, oldest first."""
    midnight = _midnight(now)
    days = [midnight.date() - timedelta(days=back) for back in range(DAYS, 0, -1)]
    since = midnight - timedelta(days=DAYS)

    def row(at: datetime, _category: str) -> str:
        return timezone.localtime(at, timezone.get_default_timezone()).date().isoformat() if at >= since else ""

    table = _table(midnight, ["", *(day.isoformat() for day in days)], row)
    return {day: table[day.isoformat()] for day in days}


def columns() -> list[tuple[str, str]]:
    """Return the ways a case can end that are told apart, each with its name."""
    return [(state, str(CaseState(state).label)) for state in outcomes({})]


def drawing(table: Table) -> bars.Drawing | None:
    """Return the picture of a table; None where all its numbers are hidden."""
    return bars.draw(table, [state for state, _label in columns()])


def _midnight(now: datetime) -> datetime:
    """Return when today began, in the house's own time zone."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(timezone.localdate(now, zone), time()), zone)


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before that of a day."""
    count = 12 * day.year + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _figures(midnight: datetime) -> Figures:
    ended = Case.objects.ended_before(midnight)
    cells = outcomes(ended.counts_by_state())
    shown, total = counts.suppress(cells), counts.suppressed_total(cells)
    made = (
        Outcome(state, label, count, round(100 * count / total) if count is not None and total else None)
        for state, label in columns()
        for count in [shown[state]]
    )
    seconds = [max((answered - told).total_seconds(), 0) for told, answered in ended.answers()]
    answer = timedelta(seconds=median(seconds)) if len(seconds) >= counts.LEAST else None
    return Figures(midnight.date() - timedelta(days=1), tuple(made), total, answer)


def _table(midnight: datetime, rows: list[str], row_of: Callable[[datetime, str], str]) -> Table:
    """Return how many cases ended in each way, by row; small cells hidden."""
    counted: dict[str, Counter[str]] = {row: Counter() for row in rows}
    for at, category, state in Case.objects.ended_before(midnight).values_list("ended_at", "category", "state"):
        if at is not None:
            counted[row_of(at, category)][State(state).value] += 1
    return counts.suppress_table({row: outcomes(states) for row, states in counted.items()})
