"""Periods of the calendar."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.periods import LENGTHS, QUARTER, Period, period_of, periods_between

spans = st.tuples(st.dates(), st.dates()).map(sorted)


@given(spans, st.integers(2, 60), st.sampled_from(LENGTHS[:4]))
def test_periods_follow_each_other_from_the_first_day_to_the_last_and_are_few_enough(span, most, shortest):
    first, last = span
    periods = periods_between(first, last, most=most, shortest=shortest)
    months = periods[0].months
    assert months >= shortest
    assert len(periods) <= most
    assert [each.place for each in periods] == list(range(periods[0].place, periods[0].place + len(periods)))
    assert (periods[0], periods[-1]) == (period_of(first, months), period_of(last, months))


@given(st.dates())
def test_a_day_lies_in_the_quarter_of_its_month(day):
    found = period_of(day, QUARTER)
    assert (found.year, found.quarter) == (day.year, (day.month + 2) // 3)
    assert found.begins_year == (day.month <= 3)


def test_they_are_as_short_as_they_may_be():
    first = date(2020, 2, 1)
    assert periods_between(first, date(2020, 12, 31), most=4, shortest=QUARTER)[0] == Period(3, 4 * 2020)
    assert [each.year for each in periods_between(first, date(2022, 1, 1), most=4)] == [2020, 2021, 2022]
