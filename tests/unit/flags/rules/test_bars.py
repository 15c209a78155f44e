"""The geometry of bars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.bars import LABELS, WIDTH, draw

tables = st.dictionaries(
    st.sampled_from("uvwxyz"),
    st.fixed_dictionaries({name: st.one_of(st.none(), st.integers(0, 500)) for name in "abc"}),
)


@given(tables)
def test_bars_stay_within_the_picture_and_stretches_follow_each_other(table):
    drawing = draw(table, "abc")
    if drawing is None:
        assert not any(any(cells.values()) for cells in table.values())
        return
    assert len(drawing.bars) == sum(any(cells.values()) for cells in table.values())
    for bar in drawing.bars:
        ends = [LABELS, *(one.x + one.width for one in bar.stretches)]
        assert [one.x for one in bar.stretches] == pytest.approx(ends[:-1], abs=0.2)
        assert ends[-1] <= WIDTH + 0.2
