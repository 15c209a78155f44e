"""People who flag without a cause, or always together."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.guards import Ended, acting_together, quiet_until, speakers

START = datetime(2026, 1, 1, tzinfo=UTC)
QUIET = timedelta(days=90)


def _ends(letters: str) -> list[Ended]:
    """Return ends a day apart: "c" for cleared, anything else for another end."""
    return [Ended(START + timedelta(days=day), letter == "c") for day, letter in enumerate(letters)]


def _until(letters: str):
    return quiet_until(_ends(letters), cleared=3, of_last=5, quiet=QUIET)


@pytest.mark.parametrize("letters", ["", "cc", "ccuuuc", "cuucuuc", "uuuuu"])
def test_fewer_than_three_cleared_of_the_last_five_cost_nothing(letters):
    assert _until(letters) is None


@pytest.mark.parametrize(("letters", "day"), [("ccc", 2), ("cuucc", 4), ("cccuuu", 2), ("cccc", 3), ("ucucuc", 5)])
def test_three_cleared_of_the_last_five_are_quiet_for_ninety_days_from_the_last_that_made_it_so(letters, day):
    assert _until(letters) == START + timedelta(days=day) + QUIET


@given(st.lists(st.sampled_from("cu")).map("".join))
def test_the_order_in_which_ends_are_given_does_not_matter(letters):
    ends = _ends(letters)
    rule = {"cleared": 3, "of_last": 5, "quiet": QUIET}
    assert quiet_until(ends[::-1], **rule) == quiet_until(ends, **rule)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (range(5), range(5), True),
        (range(4), range(4), False),
        (range(5), range(2, 7), True),
        (range(5), range(3, 8), False),
        (range(5), range(200), True),
        (range(10), range(4, 14), True),
        (range(10), range(5, 15), False),
    ],
)
def test_three_in_five_of_at_least_five_cases_in_common_make_a_pair(one, other, together):
    pairs = acting_together({1: list(one), 2: list(other)}, cases=5, share=60)
    assert pairs == (frozenset({frozenset({1, 2})}) if together else frozenset())


def test_whoever_is_tied_through_others_is_spoken_for_by_the_first_of_them():
    pairs = [frozenset({1, 2}), frozenset({2, 3}), frozenset({7, 8})]
    assert speakers([3, 5, 1, 2], pairs) == {3: 3, 2: 3, 1: 3, 5: 5}


@given(
    st.lists(st.integers(1, 9), unique=True),
    st.sets(st.sets(st.integers(1, 9), min_size=2, max_size=2).map(frozenset)),
)
def test_everybody_is_spoken_for_by_somebody_who_flagged_no_later(people, pairs):
    speaks = speakers(people, pairs)
    assert all(people.index(speaks[person]) <= people.index(person) for person in people)
    assert len({speaks[person] for person in people}) <= len(people)
