"""Who counts as one voice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.teams import PEOPLE, TEAMS, active_voices, voice_mode, voices

counts = st.dictionaries(st.one_of(st.none(), st.integers(1, 9)), st.integers(0, 50), max_size=9)
people = st.lists(st.tuples(st.integers(1, 99), st.one_of(st.none(), st.integers(1, 9))))


@given(st.sets(st.integers(1, 999), min_size=1), st.one_of(st.none(), st.integers(1, 9)))
def test_one_team_however_large_is_one_voice_and_so_are_people_of_no_team(persons, team):
    assert voices([(person, team) for person in persons], TEAMS) == 1


@given(people)
def test_where_people_are_counted_each_is_one_however_often_they_testify(testimonies):
    assert voices([*testimonies, *testimonies], PEOPLE) == len({person for person, _team in testimonies})


@given(people)
def test_counting_teams_never_gives_more_voices_than_counting_people(testimonies):
    one_team_each = dict(testimonies)
    assert voices(one_team_each.items(), TEAMS) <= voices(one_team_each.items(), PEOPLE)


@pytest.mark.parametrize(
    ("active", "mode"),
    [
        ({}, PEOPLE),
        ({1: 3}, PEOPLE),
        ({1: 3, 2: 3}, PEOPLE),
        ({1: 3, 2: 3, 3: 1}, TEAMS),
        ({1: 3, 2: 3, 3: 0}, PEOPLE),
        ({1: 1, 2: 1, 3: 1, None: 3}, TEAMS),
        ({1: 1, 2: 1, 3: 1, None: 4}, PEOPLE),
    ],
)
def test_people_count_where_teams_are_few_or_most_have_none(active, mode):
    assert voice_mode(active) == mode


@given(counts)
def test_active_voices_are_people_or_teams_with_somebody_active(active):
    assert active_voices(active, PEOPLE) == sum(active.values())
    assert active_voices(active, TEAMS) == len([team for team, people in active.items() if people])
