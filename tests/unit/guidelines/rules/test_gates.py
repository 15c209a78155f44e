"""Who and what has to agree before a text is published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.gates import (
    OPEN,
    Asked,
    Edition,
    Endorsed,
    Gate,
    Numbers,
    Objected,
    Voice,
    calm_until,
    material_gate,
    reverts,
    standing,
    strictest,
    text_hash,
)

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
TEXT, OTHER_TEXT = "this text", "another text"
ANN, BO, CY, DI = Voice(1, 1), Voice(2, 1), Voice(3, 2), Voice(4, None)

# A person is of one team: the one their id says.
voices = st.integers(1, 9).map(lambda person: Voice(person, person % 4 or None))
gates = st.builds(Gate, st.integers(0, 4), st.integers(0, 3), st.integers(0, 5), st.booleans())
endorsements = st.lists(st.builds(Endorsed, voices, st.sampled_from([TEXT, OTHER_TEXT])), max_size=12)
moments = st.integers(-200, 200).map(lambda hours: NOW + timedelta(hours=hours))
objections = st.lists(
    st.builds(Objected, st.sampled_from([TEXT, OTHER_TEXT]), st.none() | moments),
    max_size=4,
)
asked = st.builds(
    Asked, st.just(TEXT), st.frozensets(voices, min_size=1, max_size=4), moments, st.none() | moments
)


def asked_by(*authors, at=NOW, **fields):
    """This text, as its authors want to publish it."""
    return Asked(TEXT, frozenset(authors), at, **fields)


def endorsed_by(*people):
    """Endorsements of this text."""
    return [Endorsed(voice, TEXT) for voice in people]


@given(gates, asked, endorsements, objections, moments)
def test_what_is_published_was_endorsed_in_these_words_by_enough_others_and_nobody_waits(
    gate, asked, given_, said, now
):
    """The decision, said a second time from the outside."""
    counted = {each.voice for each in given_ if each.text == TEXT} - asked.authors
    teams = {voice.team for voice in counted}
    answers = [each.answered_at for each in said if each.text == TEXT]
    silent_since = max([asked.at, *filter(None, answers)])
    enough = len(counted) >= gate.endorsements and len(teams) >= gate.teams
    other = not gate.other_team or bool(teams - {author.team for author in asked.authors})
    silence = not gate.days or (None not in answers and now >= silent_since + timedelta(days=gate.days))
    planned = asked.not_before is None or now >= asked.not_before
    assert standing(gate, asked, given_, said).may_publish(now) == (enough and other and silence and planned)


@given(gates, asked, endorsements, objections, moments)
def test_an_endorsement_given_to_one_text_never_publishes_another(gate, asked, given_, said, now):
    elsewhere = [replace_text(each) for each in given_]
    needs_people = gate.endorsements or gate.teams or gate.other_team
    assert not (needs_people and standing(gate, asked, elsewhere, said).may_publish(now))


def replace_text(endorsement):
    """The same endorsement, of another text."""
    return endorsement._replace(text=OTHER_TEXT)


@given(gates, gates, asked, endorsements, objections, moments)
def test_what_passes_two_gates_at_once_passes_each(one, two, asked, given_, said, now):
    both = standing(strictest([one, two]), asked, given_, said).may_publish(now)
    each = [standing(gate, asked, given_, said).may_publish(now) for gate in (one, two)]
    assert both <= min(each)


@given(gates, asked, endorsements, objections, moments)
def test_a_gate_that_is_no_looser_lets_no_more_through(gate, asked, given_, said, now):
    looser = replace(gate, endorsements=gate.endorsements // 2, days=gate.days // 2)
    assert looser.is_looser_than(gate) == (looser != gate)
    assert not gate.is_looser_than(looser)
    strict, loose = (standing(each, asked, given_, said).may_publish(now) for each in (gate, looser))
    assert strict <= loose


@given(asked, endorsements, objections)
def test_edit_and_publish_asks_nobody(asked, given_, said):
    assert standing(OPEN, replace(asked, not_before=None), given_, said).may_publish(asked.at)


@pytest.mark.parametrize(
    ("endorsers", "missing"),
    [
        ([], (2, 2)),
        ([ANN], (2, 2)),
        ([BO, BO], (1, 1)),
        ([BO, Voice(5, 1)], (0, 1)),
        ([BO, CY], (0, 0)),
        ([BO, DI], (0, 0)),
    ],
    ids=["nobody", "the author", "one twice", "two of a team", "two teams", "no team is one team"],
)
def test_two_colleagues_of_two_teams(endorsers, missing):
    found = standing(Gate(endorsements=2, teams=2), asked_by(ANN), endorsed_by(*endorsers), [])
    assert (found.endorsements, found.teams) == missing


def test_an_answered_objection_starts_the_days_anew():
    answered = NOW + timedelta(days=2)
    gate, ask = Gate(days=3), asked_by(ANN)
    assert standing(gate, ask, [], []).opens_at == NOW + timedelta(days=3)
    waiting = standing(gate, ask, [], [Objected(TEXT, None)])
    assert (waiting.objections, waiting.may_publish(NOW + timedelta(days=99))) == (1, False)
    assert standing(gate, ask, [], [Objected(TEXT, answered)]).opens_at == answered + timedelta(days=3)


def test_a_material_change_needs_one_of_another_team_where_there_is_one():
    assert material_gate([ANN], [ANN, BO, CY]) == Gate(endorsements=1, other_team=True)
    found = standing(Gate(endorsements=1, other_team=True), asked_by(ANN), endorsed_by(BO), [])
    assert (found.endorsements, found.other_team) == (0, True)


@pytest.mark.parametrize(
    ("authors", "active", "gate"),
    [
        ([ANN], [ANN, BO], Gate(endorsements=1)),
        ([ANN, CY], [ANN, BO, CY], Gate(endorsements=1)),
        ([ANN], [ANN], OPEN),
        ([ANN], [], OPEN),
    ],
    ids=["one team", "authors of all teams", "one person", "nobody"],
)
def test_a_small_house_is_never_stuck_with_a_material_change(authors, active, gate):
    assert material_gate(authors, active) == gate


@given(st.lists(voices, min_size=1, max_size=3), st.lists(voices, max_size=6))
def test_a_material_change_can_always_be_published_by_somebody_who_is_here(authors, active):
    gate = material_gate(authors, active)
    everybody = [Endorsed(voice, TEXT) for voice in active]
    assert standing(gate, asked_by(*authors), everybody, []).may_publish(NOW)


def edition(hour, words, *, restored=False):
    """A version that came at an hour and says this."""
    return Edition(NOW + timedelta(hours=hour), restored, words)


def test_only_returning_to_earlier_words_is_a_revert():
    history = [edition(0, "a"), edition(1, "b"), edition(2, "a"), edition(3, "c"), edition(4, "c", restored=True)]
    assert reverts(history) == [NOW + timedelta(hours=2)]
    assert reverts([edition(0, "a"), edition(1, "b", restored=True)]) == [NOW + timedelta(hours=1)]


@pytest.mark.parametrize(
    ("hours", "until"),
    [([0, 1], None), ([0, 12, 24], 24), ([0, 12, 25], None), ([0, 1, 2, 40, 41], 2), ([0, 1, 2, 20], 20)],
)
def test_the_third_revert_within_a_day_calms_a_guideline_for_three_days(hours, until):
    found = calm_until(NOW + timedelta(hours=hour) for hour in hours)
    assert found == (None if until is None else NOW + timedelta(hours=until, days=3))


def test_the_same_words_in_another_place_or_after_others_are_another_text():
    facts = {"page_id": 1, "parent_hash": "a", "leaves": [("title", "", "Social media")], "material": False}
    changed = [{"page_id": 2}, {"parent_hash": "b"}, {"leaves": [("title", "", "Social")]}, {"material": True}]
    hashes = {text_hash(**facts | change) for change in [{}, *changed]}
    assert len(hashes) == 5


def test_a_number_below_one_is_refused_by_its_name():
    with pytest.raises(ValueError, match="reverts: must be at least 1"):
        Numbers(reverts=0)
