"""Moves the demonstration's dates along with the calendar, so that its newest post is always some days old."""

from datetime import date, datetime, timedelta


def shifted(moment: datetime, *, as_of: date, now: datetime) -> datetime:
    """Return a moment of the files as it is told at `now`: moved by whole weeks, so that weekdays stay.

    as_of: the day from which the files tell their dates; nothing in them is later. All are in UTC. What is
    returned is never later than `now`, and at most a week further back from it than the file says.
    """
    return moment + timedelta(weeks=(now.date() - as_of).days // 7)
