"""The door: who sees which stretch of which version."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.formats import date_format

from flags.models import Case, CaseAuthor, Category, Place, freeze
from flags.rules.house import Numbers
from flags.rules.lifecycle import OPEN, State
from flags.veil import Key, Text, visible, visible_many
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NUMBERS = Numbers("teams", 5, 2, 3600, 86_400, 172_800, 0)
BODY = "We sell Nightfall in March. Nobody knows yet."


def _case(*, state=State.VEILED, version=1, placed=1, places=((1, "b1", 8, 17),), target=1, authors=()):
    is_open = state in OPEN
    case = Case.objects.create(
        target_kind="post",
        target_id=target,
        target_version=version,
        block="b1",
        start=8,
        end=17,
        projection=1,
        category=Category.UNRELEASED,
        state=state,
        opened_at=NOW,
        told_at=NOW,
        veiled_at=NOW,
        ends_at=NOW + timedelta(hours=48) if is_open else None,
        panel_until=NOW + timedelta(days=7),
        ended_at=None if is_open else NOW,
        placed_version=placed,
        numbers=freeze(NUMBERS),
        key=b"k" * 32,
        fingerprint=b"f" * 32,
    )
    for v, block, start, end in places:
        Place.objects.create(case=case, version=v, block=block, start=start, end=end)
    for author in authors:
        CaseAuthor.objects.create(case=case, person=author)
    return case


def _text(version=1, target=1):
    return Text("post", target, version, {"title": "Plans", "b1": BODY})


def test_a_text_without_cases_is_shown_whole():
    view = visible(_text(), None, now=NOW)
    assert view.complete
    assert view.stamp == "open"
    assert view.plain("b1") == BODY


def test_a_veiled_stretch_is_hidden_from_everybody_but_its_authors():
    author = UserFactory()
    _case(authors=[author])
    for viewer in (None, UserFactory(), UserFactory(is_superuser=True)):
        view = visible(_text(), viewer, now=NOW)
        assert not view.complete
        hidden = f"[hidden for now: a few words, since {date_format(NOW)}]"
        assert view.plain("b1") == f"We sell {hidden} in March. Nobody knows yet."
        assert view.blocks["b1"].hidden == ((8, 17),)
    own = visible(_text(), author, now=NOW)
    assert own.complete
    assert own.plain("b1") == BODY
    assert [segment.text for segment in own.blocks["b1"].segments if segment.veil] == ["Nightfall"]


def test_other_versions_are_closed_while_a_veil_lies_on_the_text():
    author = UserFactory()
    _case(version=2, placed=2, places=((2, "b1", 8, 17),), authors=[author])
    old = visible(_text(version=1), UserFactory(), now=NOW)
    assert old.closed
    assert old.plain("b1") == "[closed]"
    assert not visible(_text(version=1), author, now=NOW).closed


def test_a_new_version_that_nobody_reported_shows_nothing():
    _case()
    assert visible(_text(version=2), None, now=NOW).closed


def test_a_veil_whose_time_is_over_hides_nothing_even_before_the_ticker_ran():
    _case()
    assert visible(_text(), None, now=NOW + timedelta(hours=48)).complete


def test_a_cover_that_does_not_fit_the_text_hides_the_whole_block():
    _case(places=((1, "b1", 8, 900),))
    assert visible(_text(), None, now=NOW).blocks["b1"].hidden == ((0, len(BODY)),)


def test_what_two_cases_hide_is_the_sum_of_both_and_an_author_of_one_sees_only_that_one():
    author = UserFactory()
    _case(places=((1, "b1", 0, 17),), authors=[author])
    _case(places=((1, "b1", 8, 26),))
    assert visible(_text(), None, now=NOW).blocks["b1"].hidden == ((0, 26),)
    assert visible(_text(), author, now=NOW).blocks["b1"].hidden == ((8, 26),)


def test_a_settled_case_closes_only_the_older_versions_that_hold_the_passage():
    author = UserFactory()
    _case(state=State.FIXED, places=((2, "", None, None), (3, "", None, None)), authors=[author])
    stranger = UserFactory()
    assert [visible(_text(version=v), stranger, now=NOW).closed for v in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        False,
    ]
    assert not visible(_text(version=2), author, now=NOW).closed


@pytest.mark.parametrize("state", [State.NOTED, State.CLOSED, State.LAPSED])
def test_other_states_hide_nothing(state):
    _case(state=state)
    assert visible(_text(), None, now=NOW).stamp == "open"


def test_the_door_costs_one_query_however_many_targets(django_assert_num_queries):
    viewer = UserFactory()
    for target in range(1, 6):
        _case(target=target)
    with django_assert_num_queries(1):
        views = visible_many([_text(target=target) for target in range(1, 30)], viewer, now=NOW)
    assert [views[Key("post", target, 1)].complete for target in (1, 5, 6, 29)] == [False, False, True, True]


def test_the_stamp_changes_with_every_veil_and_differs_for_authors():
    author = UserFactory()
    stamps = {visible(_text(), author, now=NOW).stamp}
    _case(authors=[author])
    stamps |= {visible(_text(), author, now=NOW).stamp, visible(_text(), None, now=NOW).stamp}
    _case(places=((1, "title", 0, 5),))
    stamps |= {visible(_text(), None, now=NOW).stamp, visible(_text(), None, now=NOW + timedelta(days=3)).stamp}
    assert len(stamps) == 4
