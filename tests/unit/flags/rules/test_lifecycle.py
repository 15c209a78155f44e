"""States, thresholds and deadlines of a case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules import lifecycle
from flags.rules.house import CATEGORIES, URGENT_CATEGORIES, House, thaw
from flags.rules.lifecycle import (
    APPEALS,
    ENDED,
    HIDING,
    MAY_APPEAL,
    OPEN,
    SITTING,
    TRANSITIONS,
    Event,
    Life,
    NotPossibleError,
    Side,
    State,
    after,
    answer_until,
    freeze,
    is_urgent,
    veil_threshold,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _numbers(*, urgent=False, recognised=False, away=False, active=5):
    return freeze(
        voices="teams", active=active, urgent=urgent, recognised=recognised, author_away=away, house=House()
    )


def _noted(**kinds) -> Life:
    return lifecycle.begin(told_at=NOW, numbers=_numbers(**kinds))


def _ended(state: State) -> Life:
    return Life(state, NOW, _numbers(), veiled_at=NOW, ended_at=NOW)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_no_open_state_is_without_an_exit_through_time_and_through_an_author(state):
    in_time = {Event.GRACE_OVER, Event.VEIL_OVER, Event.TIME_OVER}
    assert any((state, event) in TRANSITIONS for event in in_time)
    assert after(state, Event.SETTLED) is State.FIXED


@pytest.mark.parametrize("state", sorted(SITTING))
def test_whichever_panel_sits_can_decide_either_way(state):
    assert after(state, Event.UPHELD) is State.UPHELD
    assert after(state, Event.CLEARED) is State.CLEARED


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_ended_case_stays_ended_but_for_appeals(state):
    assert not any(before is state for before, _event in TRANSITIONS)
    assert all(end in ENDED for (before, _event), end in APPEALS.items() if before is state)


def test_a_withdrawn_case_cannot_be_appealed():
    assert not any(State.CLOSED in ends for ends in MAY_APPEAL.values())
    assert not any(before is State.CLOSED for before, _event in APPEALS)


def test_a_withdrawal_never_lifts_a_veil():
    with pytest.raises(NotPossibleError, match="all_withdrawn cannot happen to a case that is veiled"):
        after(State.VEILED, Event.ALL_WITHDRAWN)


def test_a_case_nobody_answers_comes_before_a_panel_and_lapses_after_seven_days():
    life = _noted()
    assert life.ends_at == NOW + DAY
    assert lifecycle.due(life, life.ends_at - timedelta(microseconds=1)) is None
    sitting = lifecycle.pass_time(life, NOW + DAY)
    assert (sitting.state, sitting.ends_at) == (State.PANEL, NOW + 8 * DAY)
    assert lifecycle.pass_time(sitting, NOW + 8 * DAY).state is State.LAPSED


def test_a_panel_that_starts_late_gets_all_of_its_time():
    late = lifecycle.pass_time(_noted(), NOW + 30 * DAY)
    assert late.ends_at == NOW + 37 * DAY


def test_an_author_who_disagrees_has_a_panel_at_once():
    contested = lifecycle.contest(_noted(), NOW + HOUR, protected=False)
    assert contested.state is State.PANEL
    assert contested.ends_at == NOW + HOUR + 7 * DAY


def test_a_veil_lasts_two_days_and_then_the_panel_goes_on_with_the_text_visible():
    veiled = lifecycle.veil(_noted(), NOW)
    assert (veiled.state, veiled.ends_at) == (State.VEILED, NOW + 48 * HOUR)
    shown = lifecycle.pass_time(veiled, NOW + 48 * HOUR)
    assert (shown.state, shown.ends_at) == (State.PANEL, NOW + 7 * DAY)
    assert lifecycle.pass_time(shown, shown.ends_at).state is State.LAPSED


def test_a_ticker_that_was_away_for_weeks_lets_a_veil_lapse_in_one_step():
    assert lifecycle.pass_time(lifecycle.veil(_noted(), NOW), NOW + 30 * DAY).state is State.LAPSED


def test_a_passage_is_veiled_once_without_a_verdict():
    shown = lifecycle.pass_time(lifecycle.veil(_noted(), NOW), NOW + 48 * HOUR)
    with pytest.raises(NotPossibleError, match="enough_voices"):
        lifecycle.veil(shown, NOW + 49 * HOUR)


def test_while_a_panel_sits_with_the_text_visible_enough_voices_still_veil():
    sitting = lifecycle.pass_time(_noted(), NOW + DAY)
    veiled = lifecycle.veil(sitting, NOW + 8 * DAY - HOUR)
    assert veiled.state is State.VEILED
    assert veiled.panel_until == veiled.ends_at == NOW + 10 * DAY - HOUR


@pytest.mark.parametrize("contested_after", [HOUR, 20 * HOUR])
def test_what_is_claimed_as_protected_speech_is_veiled_for_twelve_hours(contested_after):
    veiled = lifecycle.veil(_noted(), NOW)
    contested = lifecycle.contest(veiled, NOW + contested_after, protected=True)
    assert contested.state is State.VEILED
    assert contested.ends_at == NOW + max(12 * HOUR, contested_after)
    assert contested.panel_until == NOW + 7 * DAY


def test_claimed_before_the_veil_it_is_veiled_for_twelve_hours_too():
    contested = lifecycle.contest(_noted(), NOW, protected=True)
    assert lifecycle.veil(contested, NOW + HOUR).ends_at == NOW + 13 * HOUR


def test_any_other_reason_leaves_the_veil_as_it_is():
    veiled = lifecycle.veil(_noted(), NOW)
    assert lifecycle.contest(veiled, NOW + HOUR, protected=False).ends_at == veiled.ends_at


def test_an_author_disagrees_once():
    contested = lifecycle.contest(_noted(), NOW, protected=False)
    with pytest.raises(NotPossibleError, match="contested"):
        lifecycle.contest(contested, NOW, protected=False)


def test_a_recognised_credential_is_veiled_for_two_weeks_and_its_panel_sits_as_long():
    veiled = lifecycle.veil(_noted(recognised=True), NOW)
    assert veiled.ends_at == veiled.panel_until == NOW + 14 * DAY
    assert lifecycle.pass_time(veiled, NOW + 14 * DAY).state is State.LAPSED


def test_what_a_panel_upholds_without_a_veil_is_hidden_from_then_on():
    sitting = lifecycle.pass_time(_noted(), NOW + DAY)
    upheld = lifecycle.decide(sitting, Event.UPHELD, NOW + 2 * DAY)
    assert (upheld.state, upheld.veiled_at, upheld.ended_at) == (State.UPHELD, NOW + 2 * DAY, NOW + 2 * DAY)
    assert upheld.state in HIDING
    assert lifecycle.decide(sitting, Event.CLEARED, NOW).veiled_at is None


def test_nobody_can_decide_a_case_before_a_panel_sits():
    with pytest.raises(NotPossibleError, match="upheld cannot happen to a case that is noted"):
        lifecycle.decide(_noted(), Event.UPHELD, NOW)


@pytest.mark.parametrize(
    ("state", "side", "possible"),
    [
        (State.FIXED, Side.AUTHORS, True),
        (State.FIXED, Side.WITNESSES, False),
        (State.UPHELD, Side.AUTHORS, True),
        (State.UPHELD, Side.WITNESSES, False),
        (State.CLEARED, Side.AUTHORS, False),
        (State.CLEARED, Side.WITNESSES, True),
        (State.LAPSED, Side.AUTHORS, True),
        (State.LAPSED, Side.WITNESSES, True),
        (State.CLOSED, Side.AUTHORS, False),
        (State.CLOSED, Side.WITNESSES, False),
    ],
)
def test_the_side_that_did_not_get_what_it_asked_for_may_appeal(state, side, possible):
    life = _ended(state)
    assert lifecycle.may_appeal(life, side, NOW) is possible
    if not possible:
        with pytest.raises(NotPossibleError, match="appealed"):
            lifecycle.appeal(life, side, NOW)


def test_an_appeal_comes_within_thirty_days_and_once_for_each_side():
    lapsed = _ended(State.LAPSED)
    assert lifecycle.appeal_open_until(lapsed) == NOW + 30 * DAY
    assert lifecycle.may_appeal(lapsed, Side.AUTHORS, NOW + 30 * DAY - HOUR)
    assert not lifecycle.may_appeal(lapsed, Side.AUTHORS, NOW + 30 * DAY)
    first = lifecycle.appeal(lapsed, Side.AUTHORS, NOW)
    assert not lifecycle.may_appeal(first, Side.WITNESSES, NOW)
    cleared = lifecycle.decide(first, Event.CLEARED, NOW + DAY)
    second = lifecycle.appeal(cleared, Side.WITNESSES, NOW + 2 * DAY)
    upheld = lifecycle.decide(second, Event.UPHELD, NOW + 3 * DAY)
    assert upheld.state is State.UPHELD
    assert lifecycle.appeal_open_until(upheld) is None


def test_an_appeal_nobody_decides_leaves_everything_as_it_was():
    appealed = lifecycle.appeal(_ended(State.UPHELD), Side.AUTHORS, NOW + DAY)
    assert appealed.panel_sits
    assert lifecycle.due(appealed, NOW + 8 * DAY) is Event.APPEAL_OVER
    over = lifecycle.pass_time(appealed, NOW + 8 * DAY)
    assert (over.state, over.ended_at, over.panel_sits) == (State.UPHELD, NOW, False)
    assert lifecycle.due(over, NOW + 999 * DAY) is None


def test_time_that_has_not_come_does_nothing():
    with pytest.raises(ValueError, match="nothing is due"):
        lifecycle.pass_time(_noted(), NOW)


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
    assert answer_until(NOW, _numbers(urgent=urgent, away=away)) == NOW + timedelta(hours=hours)


def test_numbers_of_an_older_release_are_read_without_what_is_no_longer_used():
    old = {
        "voices": "teams",
        "active": 5,
        "needed": 2,
        "grace_seconds": 60,
        "unanswered_seconds": 9,
        "veil_seconds": 5,
        "new_account_days": 0,
    }
    assert thaw(old).grace == timedelta(minutes=1)
    assert thaw(old).panel == 7 * DAY


@pytest.mark.parametrize("contested", [False, True])
@pytest.mark.parametrize("veiled", [False, True])
def test_a_settlement_that_is_undone_leaves_a_case_as_it_was(contested, veiled):
    before = _noted()
    if contested:
        before = lifecycle.contest(before, NOW + HOUR, protected=True)
    if veiled:
        before = lifecycle.veil(before, NOW + 2 * HOUR)
    settled = lifecycle.settle(before, NOW + 3 * HOUR)
    assert lifecycle.reopen(settled, before.state, ends_at=before.ends_at) == before


def test_a_case_that_was_undone_too_late_for_its_deadline_moves_on_at_once():
    before = _noted()
    settled = lifecycle.settle(before, before.ends_at - timedelta(minutes=1))
    reopened = lifecycle.reopen(settled, before.state, ends_at=before.ends_at)
    assert lifecycle.due(reopened, before.ends_at + timedelta(minutes=5)) is Event.GRACE_OVER


@pytest.mark.parametrize("state", sorted(set(State) - {State.FIXED}))
def test_only_a_settlement_is_undone(state):
    life = _ended(state) if state in ENDED else replace(_noted(), state=state)
    with pytest.raises(NotPossibleError, match=f"undone cannot happen to a case that is {state}"):
        lifecycle.reopen(life, State.NOTED, ends_at=NOW + DAY)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_undoing_never_leads_to_another_end(state):
    with pytest.raises(NotPossibleError):
        lifecycle.reopen(_ended(State.FIXED), state, ends_at=NOW + DAY)


def test_what_was_appealed_is_not_undone_while_a_panel_sits_nor_after_its_verdict():
    appealed = lifecycle.appeal(_ended(State.FIXED), Side.AUTHORS, NOW)
    upheld = lifecycle.decide(appealed, Event.UPHELD, NOW)
    assert upheld.state is State.FIXED
    for life in (appealed, upheld):
        with pytest.raises(NotPossibleError):
            lifecycle.reopen(life, State.NOTED, ends_at=NOW + DAY)


def test_a_case_is_over_when_it_has_ended_and_nobody_can_appeal_any_more():
    settled, closed = _ended(State.FIXED), _ended(State.CLOSED)
    assert not lifecycle.is_over(_noted(), NOW + 300 * DAY)
    assert lifecycle.is_over(closed, NOW)
    assert not lifecycle.is_over(settled, NOW + 29 * DAY)
    assert lifecycle.is_over(settled, NOW + 30 * DAY)
    appealed = lifecycle.appeal(settled, Side.AUTHORS, NOW + 29 * DAY)
    assert not lifecycle.is_over(appealed, NOW + 31 * DAY)
    assert lifecycle.is_over(lifecycle.give_up(appealed, NOW + 36 * DAY), NOW + 36 * DAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"veil_voices": 1},
        {"veil_voices_urgent": 0},
        {"veil_hours": 0},
        {"panel_days": 0},
        {"appeal_days": 0},
        {"notice_hours": ()},
        {"notice_hours": (24,)},
        {"grace_hours": -1},
    ],
)
def test_numbers_under_which_one_voice_veils_or_a_case_never_ends_are_refused(changes):
    with pytest.raises(ValueError, match=next(iter(changes)).split("_urgent")[0]):
        House(**changes)
