"""Who may be asked to judge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.eligibility import Colleague, Parties, eligible, pool, seats_for, seats_of_one_voice
from flags.rules.house import House
from flags.rules.lifecycle import freeze


def _numbers(*, voices="teams", active=5):
    return freeze(voices=voices, active=active, urgent=False, recognised=False, author_away=False, house=House())


def _ids(colleagues, parties, numbers, **kinds):
    return [one.id for one in eligible(colleagues, parties, numbers, **kinds)]


COMPANY = [Colleague(number, number // 2, ("en",)) for number in range(20)]


def test_never_an_author_an_authors_team_or_a_witness():
    parties = Parties(authors=[(0, 0)], witnesses=[(2, 1)])
    assert _ids(COMPANY, parties, _numbers())[:3] == [3, 4, 5]


@pytest.mark.parametrize(("active", "mate_of_a_witness"), [(7, True), (8, False), (50, False)])
def test_a_witness_s_team_is_left_out_where_enough_teams_are_active(active, mate_of_a_witness):
    parties = Parties(authors=[(0, 0)], witnesses=[(2, 1)])
    numbers = _numbers(active=active)
    assert numbers.needed == (2 if active < 9 else 3)
    assert (3 in _ids(COMPANY, parties, numbers)) is mate_of_a_witness


def test_where_each_person_is_a_voice_an_author_s_colleagues_may_judge():
    one_team = [Colleague(number, 1, ()) for number in range(4)]
    parties = Parties(authors=[(0, 1)], witnesses=[(1, 1)])
    assert _ids(one_team, parties, _numbers(voices="people")) == [2, 3]
    assert _ids(one_team, parties, _numbers()) == []


def test_nobody_who_sat_before_or_has_two_seats_this_week():
    parties = Parties(authors=[(0, 0)], witnesses=[], heard=[4])
    colleagues = [*COMPANY[:6], Colleague(6, 3, (), seats=2), Colleague(7, 3, (), seats=1)]
    assert _ids(colleagues, parties, _numbers()) == [2, 3, 5, 7]


def test_those_who_named_languages_must_know_that_of_the_text():
    colleagues = [Colleague(1, 1, ("sv",)), Colleague(2, 2, ("sv", "en")), Colleague(3, 3, ())]
    parties = Parties(authors=[], witnesses=[])
    assert _ids(colleagues, parties, _numbers(), language="en") == [2, 3]
    assert _ids(colleagues, parties, _numbers()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("language", "asked"),
    [("en", 11), ("en-gb", 11), ("sv", 20), ("mi", 20), ("", 20)],
    ids=["ten know it", "another region", "nine know it", "nobody lists it", "nobody said"],
)
def test_a_language_few_people_list_keeps_nobody_out(language, asked):
    listed = [("en",)] * 10 + [("sv",)] * 8 + [("de", "fr"), ()]
    colleagues = [Colleague(number, number, codes) for number, codes in enumerate(listed)]
    parties = Parties(authors=[], witnesses=[])
    assert len(pool(colleagues, parties, _numbers(), language=language)) == asked


@pytest.mark.parametrize(("people", "seats"), [(0, 3), (9, 3), (10, 5), (50_000, 5)])
def test_below_ten_eligible_people_a_panel_has_three_seats(people, seats):
    assert seats_for(people, _numbers()) == seats


@pytest.mark.parametrize(
    ("seats", "voices", "rounds", "most"),
    [
        (5, 7, 1, 1),
        (5, 5, 1, 1),
        (5, 4, 1, 2),
        (5, 2, 1, 3),
        (5, 7, 2, 2),
        (5, 7, 6, 2),
        (9, 4, 1, 3),
        (3, 2, 1, 2),
    ],
)
def test_seats_are_spread_over_as_many_teams_as_there_are(seats, voices, rounds, most):
    assert seats_of_one_voice(seats=seats, voices=voices, rounds=rounds) == most


@given(st.sampled_from([3, 5, 7, 9]), st.integers(1, 30), st.integers(1, 7))
def test_the_teams_there_are_can_always_fill_the_panel(seats, voices, rounds):
    assert seats_of_one_voice(seats=seats, voices=voices, rounds=rounds) * voices >= min(seats, voices)
    if voices < seats:
        assert seats_of_one_voice(seats=seats, voices=voices, rounds=rounds) * voices >= seats
