"""When votes decide: never one person, never one team, never a bare majority of five."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.tally import Verdict, Vote, decision, must_enlarge, needed

LEAK, NO_LEAK = Verdict.LEAK, Verdict.NO_LEAK
votes = st.lists(st.builds(Vote, st.sampled_from(Verdict), st.integers(0, 5)), max_size=9)


def _cast(leak: int, no_leak: int) -> list[Vote]:
    """Return votes of people of teams that are all different."""
    return [Vote(LEAK if number < leak else NO_LEAK, number) for number in range(leak + no_leak)]


@pytest.mark.parametrize(
    ("leak", "no_leak", "decided"),
    [(4, 0, LEAK), (4, 1, LEAK), (5, 0, LEAK), (0, 4, NO_LEAK), (3, 2, None), (3, 0, None), (0, 0, None)],
)
def test_four_or_five_alike_decide(leak, no_leak, decided):
    assert decision(_cast(leak, no_leak), seats=5, enlarged=False) is decided


@pytest.mark.parametrize(
    ("leak", "no_leak", "decided"), [(5, 4, LEAK), (4, 5, NO_LEAK), (5, 2, LEAK), (4, 4, None)]
)
def test_of_an_enlarged_panel_five_of_nine_decide(leak, no_leak, decided):
    assert decision(_cast(leak, no_leak), seats=9, enlarged=True) is decided


@pytest.mark.parametrize(("leak", "no_leak", "decided"), [(2, 0, LEAK), (1, 2, NO_LEAK), (1, 1, None)])
def test_of_three_seats_two_decide(leak, no_leak, decided):
    assert decision(_cast(leak, no_leak), seats=3, enlarged=False) is decided


@pytest.mark.parametrize(
    ("leak", "no_leak", "enlarge"), [(3, 2, True), (2, 3, True), (2, 2, True), (3, 1, False), (2, 1, False)]
)
def test_four_seats_are_added_as_soon_as_five_cannot_decide(leak, no_leak, enlarge):
    assert must_enlarge(_cast(leak, no_leak), seats=5, enlarged=False) is enlarge


def test_a_panel_is_enlarged_once():
    assert not must_enlarge(_cast(4, 4), seats=9, enlarged=True)


@given(votes, st.sampled_from([3, 5, 7, 9]), st.booleans())
def test_neither_one_person_nor_one_team_ever_decides(cast, seats, enlarged):
    decided = decision(cast, seats=seats, enlarged=enlarged)
    if decided:
        alike = [vote for vote in cast if vote.verdict is decided]
        assert len(alike) >= 2
        assert len({vote.voice for vote in alike}) >= 2
        assert len(alike) >= needed(seats, enlarged=enlarged)
        assert not must_enlarge(cast, seats=seats, enlarged=enlarged)


@given(votes.filter(lambda cast: len(cast) <= 5))
def test_whoever_votes_later_does_not_undo_a_decision_of_five(cast):
    decided = decision(cast[:4], seats=5, enlarged=False)
    if decided and len(cast) == 5:
        assert decision(cast, seats=5, enlarged=False) is decided
