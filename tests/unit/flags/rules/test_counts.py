"""Counts that give nobody away."""

from hypothesis import given
from hypothesis import strategies as st

from flags.rules.counts import LEAST, suppress, suppress_table, suppressed_total

cells = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 20), min_size=2)


@given(cells)
def test_no_small_number_is_shown_and_never_is_just_one_hidden(counted):
    shown = suppress(counted)
    if any(counted.values()):
        assert all(count is None or count >= LEAST for count in shown.values())
        assert list(shown.values()).count(None) != 1
    assert all(count in (None, counted[name]) for name, count in shown.items())


def test_a_house_without_cases_has_nothing_to_hide():
    assert suppress({"noted": 0, "fixed": 0}) == {"noted": 0, "fixed": 0}


@given(cells)
def test_a_small_total_is_hidden_too(counted):
    total = sum(counted.values())
    assert suppressed_total(counted) == (total if total == 0 or total >= LEAST else None)


@given(
    st.dictionaries(
        st.sampled_from("uvwxyz"), st.fixed_dictionaries({name: st.integers(0, 20) for name in "ab"}), min_size=2
    )
)
def test_no_cell_of_a_table_follows_from_the_others_and_the_total_of_its_column(table):
    shown = suppress_table(table)
    for name in "ab":
        column = [cells[name] for cells in shown.values()]
        assert all(count is None or count >= LEAST for count in column)
        assert column.count(None) != 1
