"""States, thresholds and deadlines of a case."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.house import CATEGORIES, URGENT_CATEGORIES, House
from flags.rules.lifecycle import (
    ENDED,
    OPEN,
    TRANSITIONS,
    Event,
    NotPossibleError,
    State,
    after,
    answer_until,
    deadline,
    freeze,
    is_urgent,
    lapses_at,
    veil_ends_at,
    veil_threshold,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _numbers(*, urgent=False, recognised=False, away=False, active=5):
    return freeze(
        voices="teams", active=active, urgent=urgent, recognised=recognised, author_away=away, house=House()
    )


@given(st.lists(st.sampled_from(Event)))
def test_whatever_happens_a_case_is_in_a_known_state_and_an_ended_one_stays_ended(events):
    state = State.NOTED
    for event in events:
        before = state
        if (state, event) in TRANSITIONS:
            state = after(state, event)
        else:
            with pytest.raises(NotPossibleError, match="cannot happen to a case"):
                after(state, event)
        if before in ENDED:
            assert state is before


@pytest.mark.parametrize("state", sorted(OPEN))
def test_no_open_state_is_without_an_exit_through_time_and_through_an_author(state):
    assert after(state, Event.TIME_OVER) in ENDED
    assert after(state, Event.SETTLED) is State.FIXED
    assert deadline(state, told_at=NOW, veiled_at=NOW, numbers=_numbers()) is not None


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_ended_case_has_no_deadline(state):
    assert deadline(state, told_at=NOW, veiled_at=NOW, numbers=_numbers()) is None


def test_a_withdrawal_never_lifts_a_veil():
    with pytest.raises(NotPossibleError, match="all_withdrawn cannot happen to a case that is veiled"):
        after(State.VEILED, Event.ALL_WITHDRAWN)


def test_time_over_makes_the_passage_visible_again():
    assert after(State.VEILED, Event.TIME_OVER) is State.LAPSED


@pytest.mark.parametrize(
    ("teams", "urgent", "needed"),
    [(0, False, 2), (3, False, 2), (8, False, 2), (9, False, 3), (500, False, 3), (500, True, 2), (3, True, 2)],
)
def test_two_or_three_voices_veil(teams, urgent, needed):
    assert veil_threshold(teams, urgent=urgent) == needed


@given(st.integers(min_value=0, max_value=10_000), st.booleans())
def test_one_voice_alone_never_veils(teams, urgent):
    assert veil_threshold(teams, urgent=urgent) >= 2


def test_fewer_than_no_teams_is_an_error():
    with pytest.raises(ValueError, match="active_teams: -1"):
        veil_threshold(-1, urgent=False)


def test_the_first_four_categories_are_urgent_and_a_recognised_credential_always_is():
    assert frozenset({"credentials", "personal_data", "customer", "figures"}) == URGENT_CATEGORIES
    assert [is_urgent(category) for category in CATEGORIES] == [True] * 4 + [False] * 4
    assert is_urgent("source", recognised=True)


@pytest.mark.parametrize(
    ("urgent", "away", "hours"), [(False, False, 24), (True, False, 1), (False, True, 0), (True, True, 0)]
)
def test_grace_is_a_day_or_an_hour_and_nothing_for_an_author_who_is_away(urgent, away, hours):
    numbers = _numbers(urgent=urgent, away=away)
    assert answer_until(NOW, numbers) == NOW + timedelta(hours=hours)
    assert lapses_at(NOW, numbers) == NOW + timedelta(hours=hours, days=7)


@pytest.mark.parametrize(("recognised", "hours"), [(False, 48), (True, 14 * 24)])
def test_a_veil_lasts_two_days_and_two_weeks_on_a_recognised_credential(recognised, hours):
    assert veil_ends_at(NOW, _numbers(recognised=recognised)) == NOW + timedelta(hours=hours)


def test_a_veiled_case_must_say_since_when():
    with pytest.raises(ValueError, match="veiled_at: a veiled case needs it"):
        deadline(State.VEILED, told_at=NOW, veiled_at=None, numbers=_numbers())


@pytest.mark.parametrize(
    "changes",
    [
        {"veil_voices": 1},
        {"veil_voices_urgent": 0},
        {"veil_hours": 0},
        {"unanswered_days": 0},
        {"notice_hours": ()},
        {"notice_hours": (24,)},
        {"grace_hours": -1},
    ],
)
def test_numbers_under_which_one_voice_veils_or_a_case_never_ends_are_refused(changes):
    with pytest.raises(ValueError, match=next(iter(changes)).split("_urgent")[0]):
        House(**changes)
