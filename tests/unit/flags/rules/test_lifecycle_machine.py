"""Whatever happens to a case, in whatever order: the promises of its life hold after every step."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flags.rules import lifecycle
from flags.rules.house import House
from flags.rules.lifecycle import ENDED, HIDING, OPEN, SITTING, Event, Life, NotPossibleError, Side, State

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STEPS = st.sampled_from([timedelta(minutes=5), timedelta(hours=1), timedelta(hours=30), timedelta(days=4)])


class LifeMachine(RuleBasedStateMachine):
    """People act, time passes, the ticker comes late or not at all between two acts."""

    life: Life
    before_settling: Life | None

    @initialize(urgent=st.booleans(), recognised=st.booleans(), away=st.booleans())
    def open_case(self, urgent, recognised, away):
        numbers = lifecycle.freeze(
            voices="teams", active=9, urgent=urgent, recognised=recognised, author_away=away, house=House()
        )
        self.now = START
        self.life = lifecycle.begin(told_at=START, numbers=numbers)
        self.veils, self.ends, self.appeals = 0, 0, 0
        self.before_settling = None

    @rule(step=STEPS)
    def time_passes(self, step):
        self.now += step

    @rule()
    def ticker_comes(self):
        for _step in range(4):
            if lifecycle.due(self.life, self.now) is None:
                break
            before = self.life
            self._move(lifecycle.pass_time(before, self.now))
            if self.life.panel_until and before.panel_until:
                assert self.life.panel_until == before.panel_until
        assert lifecycle.due(self.life, self.now) is None, "the ticker never comes to rest"

    @rule()
    def enough_voices(self):
        if self._happens(lambda: lifecycle.veil(self.life, self.now)):
            self.veils += 1

    @rule(protected=st.booleans())
    def author_contests(self, protected):
        before = self.life
        if self._happens(lambda: lifecycle.contest(before, self.now, protected=protected)):
            assert self.life.panel_sits
            if before.state is State.VEILED:
                assert self.life.ends_at <= before.ends_at

    @rule()
    def author_settles(self):
        before = self.life
        if self._happens(lambda: lifecycle.settle(before, self.now)):
            assert self.life.state is State.FIXED
            self.before_settling = before

    @precondition(lambda self: self.before_settling is not None)
    @rule()
    def author_undoes_the_settlement(self):
        before = self.before_settling
        if self.life.state is not State.FIXED or self.life.appealed:
            with pytest.raises(NotPossibleError):
                lifecycle.reopen(self.life, before.state, ends_at=before.ends_at)
            return
        self.life = lifecycle.reopen(self.life, before.state, ends_at=before.ends_at)
        self.ends -= 1
        assert self.life == before

    @rule()
    def everybody_withdraws(self):
        before = self.life
        if self._happens(lambda: lifecycle.withdraw_all(before, self.now)):
            assert before.state is State.NOTED

    @precondition(lambda self: self.life.panel_sits)
    @rule(event=st.sampled_from([Event.UPHELD, Event.CLEARED]))
    def panel_decides(self, event):
        self._move(lifecycle.decide(self.life, event, self.now))
        if event is Event.CLEARED:
            assert self.life.state is State.CLEARED
        else:
            assert self.life.state in {State.UPHELD, State.FIXED}

    @precondition(lambda self: not self.life.panel_sits)
    @rule(event=st.sampled_from([Event.UPHELD, Event.CLEARED]))
    def nobody_decides_without_a_panel(self, event):
        with pytest.raises(NotPossibleError):
            lifecycle.decide(self.life, event, self.now)

    @rule(side=st.sampled_from(Side))
    def side_appeals(self, side):
        if self._happens(lambda: lifecycle.appeal(self.life, side, self.now)):
            self.appeals += 1

    def _happens(self, act) -> bool:
        """Try an act; one that the rules refuse changes nothing."""
        try:
            moved = act()
        except NotPossibleError:
            return False
        self._move(moved)
        return True

    def _move(self, moved: Life) -> None:
        before = self.life
        if before.state in ENDED and moved.state is not before.state:
            assert before.appeal is not None, "an ended case moved without an appeal"
        if moved.state in ENDED and before.state in OPEN:
            self.ends += 1
        self.life = moved

    @invariant()
    def an_open_case_has_a_deadline_and_an_ended_one_only_that_of_an_appeal(self):
        assert (self.life.ends_at is not None) == (self.life.state in OPEN)
        assert (self.life.ended_at is not None) == (self.life.state in ENDED)
        assert (self.life.appeal is None) == (self.life.appeal_until is None)
        if self.life.appeal:
            assert self.life.state in ENDED

    @invariant()
    def a_panel_has_its_time_and_a_veil_its_beginning(self):
        if self.life.state in SITTING:
            assert self.life.panel_until is not None
            assert self.life.ends_at <= self.life.panel_until
        if self.life.state in HIDING:
            assert self.life.veiled_at is not None

    @invariant()
    def a_case_ends_once_is_veiled_once_and_appealed_twice_at_most(self):
        assert self.ends <= 1
        assert self.veils <= 1
        assert self.appeals == len(self.life.appealed) <= 2

    @invariant()
    def left_alone_it_comes_to_an_end(self):
        life, now = self.life, self.now
        for _week in range(6):
            now += timedelta(days=15)
            while lifecycle.due(life, now):
                life = lifecycle.pass_time(life, now)
        assert life.state in ENDED
        assert life.appeal is None


LifeMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestWholeLife = LifeMachine.TestCase
