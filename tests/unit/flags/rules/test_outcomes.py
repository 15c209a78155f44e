"""How cases that cite a clause ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.lifecycle import ENDED, OPEN, State
from flags.rules.outcomes import confuses, outcomes

by_states = st.dictionaries(st.sampled_from([state.value for state in State]), st.integers(0, 50))


@given(by_states)
def test_every_ended_case_is_counted_once_and_no_open_one(by_state):
    assert outcomes(by_state).total() == sum(by_state.get(state.value, 0) for state in ENDED)
    assert not {state.value for state in OPEN} & outcomes(by_state).keys()


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_withdrawn_flag_and_one_nobody_settled_look_alike(lapsed, closed):
    assert outcomes({"lapsed": lapsed, "closed": closed}) == outcomes({"lapsed": lapsed + closed})
    assert "closed" not in outcomes({"closed": closed})


@pytest.mark.parametrize(
    ("counted", "expected"),
    [({"lapsed": 4}, False), ({"lapsed": 5}, True), ({"lapsed": 2, "cleared": 3}, True), ({"fixed": 99}, False)],
)
def test_a_rule_confuses_once_enough_cases_came_to_nothing(counted, expected):
    assert confuses(counted, 5) == expected
