"""When somebody is told: urgent things at once, everything else at fixed hours.

The hours are fixed so that the moment of a notice gives nobody away who was seen at the keyboard.
Source: docs/adr/0024-when-people-are-told.md.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta


def tell_at(now: datetime, *, urgent: bool, hours: Iterable[int]) -> datetime:
    """Return when to tell: `now` if urgent, else the next fixed hour strictly after `now`.

    now: aware; the hours (0-23) are read in its own zone. ValueError without hours or for a naive time.
    """
    if now.tzinfo is None:
        raise ValueError("now: needs a time zone")
    if urgent:
        return now
    moments = (
        datetime.combine(now.date() + timedelta(days=day), time(hour), tzinfo=now.tzinfo)
        for day in (0, 1)
        for hour in sorted(hours)
    )
    for moment in moments:
        if moment > now:
            return moment
    raise ValueError("hours: at least one is needed")
