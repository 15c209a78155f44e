"""How many have read something, by team."""

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.teamcounts import LEAST, TeamCounts, merge_small

COUNTS = st.dictionaries(st.none() | st.text(max_size=3), st.integers(1, 12))


def test_large_teams_stand_by_name_and_small_ones_together():
    counts = {"Sales": 12, "Legal": 3, "Design": 8, None: 2}
    assert merge_small(counts) == TeamCounts((("Sales", 12), ("Design", 8)), others=5, total=25)


def test_a_large_group_of_people_without_a_team_has_no_name():
    assert merge_small({None: 9}) == TeamCounts((), others=9, total=9)


def test_others_too_few_take_in_the_smallest_team():
    assert merge_small({"Sales": 12, "Design": 6, "Legal": 1}) == TeamCounts((("Sales", 12),), others=7, total=19)


def test_too_few_in_all_are_not_even_counted():
    assert merge_small({"Sales": 4}) == merge_small({}) == TeamCounts((), others=0, total=None)


@given(COUNTS)
def test_no_number_is_that_of_a_small_group(counts):
    merged = merge_small(counts)
    shown = [count for _team, count in merged.teams]
    assert all(count >= LEAST for count in shown)
    assert merged.others == 0 or merged.others >= LEAST
    assert merged.total is None or merged.total == sum(counts.values()) == sum(shown) + merged.others


@given(COUNTS)
def test_a_team_that_is_shown_has_its_own_number(counts):
    assert all(counts[team] == count for team, count in merge_small(counts).teams)
