"""When people are told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.notices import tell_at

HOURS = (8, 11, 14, 17)
moments = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.sampled_from([UTC, ZoneInfo("Europe/Stockholm")])
)


@given(moments)
def test_what_is_urgent_is_told_at_once(now):
    assert tell_at(now, urgent=True, hours=HOURS) == now


@given(moments)
def test_the_rest_is_told_at_the_next_fixed_hour(now):
    at = tell_at(now, urgent=False, hours=HOURS)
    assert at > now
    assert at - now <= timedelta(hours=16)
    assert (at.hour in HOURS, at.minute, at.second, at.microsecond) == (True, 0, 0, 0)


def test_the_fixed_hour_itself_waits_for_the_next_one():
    now = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    assert tell_at(now, urgent=False, hours=HOURS) == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_two_people_within_the_same_hours_cannot_be_told_apart():
    early, late = datetime(2026, 11, 22, 11, 1, tzinfo=UTC), datetime(2026, 11, 22, 13, 59, tzinfo=UTC)
    assert tell_at(early, urgent=False, hours=HOURS) == tell_at(late, urgent=False, hours=HOURS)


def test_a_time_without_a_zone_and_no_hours_are_errors():
    with pytest.raises(ValueError, match="now"):
        tell_at(datetime(2026, 11, 22), urgent=True, hours=HOURS)
    with pytest.raises(ValueError, match="hours"):
        tell_at(datetime(2026, 11, 22, tzinfo=UTC), urgent=False, hours=())
