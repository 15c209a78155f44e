"""A heat map drawn."""

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.heatgrid import LABELS, PITCH, SIZES, TOP, heat_grid
from guidelines.rules.heatmap import STEPS, Cell, HeatMap, Row
from guidelines.rules.periods import QUARTER, Period, period_of, periods_between

SQUARE = re.compile(r"M([\d.]+) ([\d.]+)h(\d+)v\3h-\3z")


@st.composite
def heat_maps(draw):
    """Some clauses over some quarters."""
    start = period_of(draw(st.dates(max_value=date(9000, 1, 1))), QUARTER)
    periods = [Period(QUARTER, start.place + each) for each in range(draw(st.integers(1, 8)))]
    steps = st.lists(st.integers(0, STEPS), min_size=len(periods), max_size=len(periods))
    rows = [
        Row(str(number), tuple(Cell(step, step, step) for step in each))
        for number, each in enumerate(draw(st.lists(steps, max_size=5)))
    ]
    return HeatMap(tuple(periods), tuple(rows), 0)


@given(heat_maps())
def test_each_change_has_a_square_of_its_size_in_the_middle_of_its_place(heat):
    grid = heat_grid(heat)
    drawn = {
        (float(x) + int(side) / 2, float(y) + int(side) / 2): each.step
        for each in grid.squares
        for x, y, side in SQUARE.findall(each.path)
        if int(side) == SIZES[each.step]
    }
    assert drawn == {
        (LABELS + PITCH * (column + 0.5), TOP + PITCH * (line + 0.5)): cell.step
        for line, row in enumerate(heat.rows)
        for column, cell in enumerate(row.cells)
        if cell.step
    }
    assert all(LABELS < x < grid.width and TOP < y < grid.height for x, y in drawn)


@given(heat_maps())
def test_names_of_periods_never_touch_and_there_is_always_one(heat):
    places = [tick.x for tick in heat_grid(heat).ticks]
    assert places
    assert all(later - earlier > PITCH for earlier, later in pairwise(places))


def test_years_are_named_where_they_begin():
    periods = tuple(periods_between(date(2023, 11, 1), date(2025, 2, 1), most=9, shortest=QUARTER))
    grid = heat_grid(HeatMap(periods, (), 0))
    assert [tick.period.year for tick in grid.ticks] == [2024, 2025]
    assert grid.years == (LABELS + PITCH, LABELS + 5 * PITCH)
