"""The demonstration's dates move along with the calendar."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from home.rules.shift import shifted

AS_OF = date(2026, 11, 22)


@given(
    st.datetimes(datetime(2000, 1, 3), datetime(2026, 11, 21, 23), timezones=st.just(UTC)),
    st.datetimes(datetime(2020, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC)),
)
def test_what_is_past_in_the_files_is_past_at_any_clock(moment, now):
    told = shifted(moment, as_of=AS_OF, now=now)
    assert told < now
    assert told.weekday() == moment.weekday()
    assert told.time() == moment.time()
    as_written = datetime.combine(AS_OF, time(tzinfo=UTC)) - moment
    assert now - told < as_written + timedelta(days=8)


def test_in_the_week_of_writing_dates_stay_as_they_are():
    moment = datetime(2026, 10, 5, 7, 50, tzinfo=UTC)
    assert shifted(moment, as_of=AS_OF, now=datetime(2026, 11, 25, tzinfo=UTC)) == moment
