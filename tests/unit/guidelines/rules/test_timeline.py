"""The picture of a history."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.timeline import BAR, HALF, MOST_BARS, WIDTH, Size, timeline

START = datetime(2023, 11, 6, tzinfo=UTC)
words = st.integers(0, 10_000)
steps = st.lists(st.tuples(st.integers(0, 900), words, words), max_size=40)


def sizes(changes):
    """Versions some days after each other."""
    day, found = 0, []
    for number, (days, added, removed) in enumerate(changes, start=1):
        day += days
        found.append(Size(number, START + timedelta(days=day), added, removed))
    return found


@given(steps)
def test_every_bar_stands_within_the_picture_in_order(changes):
    picture = timeline(sizes(changes))
    assert [bar.size.number for bar in picture.bars] == list(range(1, len(changes) + 1))
    assert all(0 <= bar.x <= WIDTH - BAR for bar in picture.bars)
    assert all(0 <= height <= HALF for bar in picture.bars for height in (bar.up, bar.down, bar.top))
    assert sorted(bar.x for bar in picture.bars) == [bar.x for bar in picture.bars]


@given(steps)
def test_any_change_can_be_seen_and_none_cannot(changes):
    for bar in timeline(sizes(changes)).bars:
        assert (bar.up > 0) == (bar.size.added > 0)
        assert (bar.down > 0) == (bar.size.removed > 0)


def test_more_words_make_a_taller_bar():
    picture = timeline(sizes([(0, 500, 0), (30, 10, 0), (30, 100, 0), (30, 1000, 0)]))
    assert [bar.up for bar in picture.bars[1:]] == [6, 19, 60]


def test_the_first_version_does_not_dwarf_the_others():
    picture = timeline(sizes([(0, 10_000, 0), (30, 10, 5)]))
    assert [bar.up for bar in picture.bars] == [HALF, HALF]


def test_each_year_that_begins_in_between_is_marked():
    picture = timeline(sizes([(0, 1, 0), (800, 1, 0)]))
    assert [year.year for year in picture.years] == [2024, 2025, 2026]


def test_dates_that_go_back_are_drawn_at_the_edge():
    backwards = [Size(1, START, 1, 0), Size(2, START - timedelta(days=9), 1, 0)]
    assert [bar.x for bar in timeline(backwards).bars] == [0, 0]


def test_no_versions_make_an_empty_picture():
    assert timeline([]).bars == ()


@given(st.lists(st.tuples(st.integers(0, 60), words, words), min_size=MOST_BARS + 1, max_size=2 * MOST_BARS))
def test_many_versions_are_drawn_together_and_none_is_lost(changes):
    found = [bar.size for bar in timeline(sizes(changes)).bars]
    assert len(found) <= MOST_BARS
    assert sum(size.count for size in found) == len(changes)
    assert sum(size.added for size in found) == sum(added for _days, added, _removed in changes)
    assert sum(size.removed for size in found) == sum(removed for _days, _added, removed in changes)
    assert found[0] == sizes(changes)[0]
