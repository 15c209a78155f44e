"""Months, quarters, years: periods of the calendar that many dates are counted in."""

from datetime import date
from typing import Final, NamedTuple

MONTH: Final = 1
QUARTER: Final = 3

LENGTHS: Final = (MONTH, QUARTER, 12, 120, 1200, 12_000, 120_000)
"""Months that a period may have; the last one holds all dates there are."""


class Period(NamedTuple):
    """Some months of the calendar.

    months: how many, one of LENGTHS. place: how many such periods passed before it since the year 0.
    """

    months: int
    place: int

    @property
    def year(self) -> int:
        """The year it begins in."""
        return self.months * self.place // 12

    @property
    def quarter(self) -> int:
        """Which quarter of the year it begins in, from 1 to 4."""
        return self.months * self.place % 12 // QUARTER + 1

    @property
    def begins_year(self) -> bool:
        """Whether it begins with a January."""
        return self.months * self.place % 12 == 0


def period_of(day: date, months: int) -> Period:
    """Return the period of so many months that a day lies in."""
    return Period(months, (12 * day.year + day.month - 1) // months)


def periods_between(first: date, last: date, *, most: int, shortest: int = MONTH) -> list[Period]:
    """Return the periods from one day to another, all of one length: the shortest of which there are few enough.

    most: how many there may be, 2 at least. shortest: months that each of them has at least.
    """
    months = next(
        months
        for months in LENGTHS
        if months >= shortest and period_of(last, months).place - period_of(first, months).place < most
    )
    places = range(period_of(first, months).place, period_of(last, months).place + 1)
    return [Period(months, place) for place in places]
