"""Which clauses change, and when."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.heatmap import (
    MOST_CLAUSES,
    MOST_PERIODS,
    STEPS,
    DatedClauses,
    clause_changes,
    heat_map,
    leaves_of,
)

START = date(2024, 1, 15)
LEAVES = {
    "a1": "Be kind.",
    "a2": "Be very kind.",
    "b1": "Say who you are.",
    "b2": "Nothing of it.",
    "secret": None,
}

names = st.sampled_from("abcdef")
histories = st.lists(
    st.tuples(st.integers(0, 400), st.dictionaries(names, st.sampled_from(sorted(LEAVES)), max_size=5)),
    min_size=1,
    max_size=12,
)


def dated(history):
    """Versions some days after each other."""
    day, found = START, []
    for days, hashes in history:
        day += timedelta(days=days)
        found.append(DatedClauses(day, hashes))
    return found


def picture(versions):
    """The picture of a history."""
    return heat_map(versions, clause_changes(versions), LEAVES.get)


@given(histories)
def test_every_change_of_a_standing_clause_is_counted_once(history):
    versions = dated(history)
    found = picture(versions)
    assert len(found.periods) <= MOST_PERIODS
    assert [row.clause_id for row in found.rows] == list(versions[-1].hashes)
    for row in found.rows:
        leaves = [version.hashes.get(row.clause_id, "") for version in versions]
        assert row.versions == sum(old != new for old, new in pairwise(leaves))
        assert len(row.cells) == len(found.periods)


@given(histories)
def test_any_change_can_be_seen_and_more_words_never_look_like_fewer(history):
    cells = [cell for row in picture(dated(history)).rows for cell in row.cells]
    assert all((cell.step > 0) == (cell.versions > 0) and cell.step <= STEPS for cell in cells)
    by_words = sorted(cells, key=lambda cell: (cell.words, cell.step))
    assert [cell.step for cell in by_words if cell.versions] == sorted(
        cell.step for cell in cells if cell.versions
    )


def test_words_are_counted_in_the_quarter_they_came_and_went_in():
    versions = dated([(0, {"a": "a1", "b": "b1"}), (10, {"a": "a2", "b": "b1"}), (91, {"a": "a1", "b": "b2"})])
    a, b = picture(versions).rows
    assert [(cell.versions, cell.words) for cell in a.cells] == [(1, 1), (1, 1)]
    assert [(cell.versions, cell.words) for cell in b.cells] == [(0, 0), (1, 7)]
    assert (a.cells[0].step, b.cells[1].step) == (2, STEPS)


def test_words_that_were_taken_out_count_as_a_change_of_no_words():
    (row,) = picture(dated([(0, {"a": "a1"}), (1, {"a": "secret"})])).rows
    assert (row.versions, row.words, row.cells[0].step) == (1, 0, 1)


def test_of_very_many_clauses_those_that_changed_most_are_shown_in_order_of_the_text():
    ids = [f"c{number}" for number in range(MOST_CLAUSES + 5)]
    before = dict.fromkeys(ids, "a1")
    found = picture(dated([(0, before), (1, {**before, "c64": "a2", "c3": "b1"})]))
    assert found.left_out == 5
    assert len(found.rows) == MOST_CLAUSES
    assert found.rows[-1].clause_id == "c64"


def test_only_leaves_of_changes_need_to_be_read():
    versions = dated([(0, {"a": "a1", "b": "b1"}), (1, {"a": "a2", "b": "b1"})])
    assert leaves_of(clause_changes(versions)) == {"a1", "a2"}
