"""A company of one team: there each person is one voice, and colleagues of the author's own team judge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flags.models import Case, Panel, Seat
from people import ticker
from tests.integration.flags.conftest import Company, shown, signed_in
from tests.integration.flags.panels import BODY, LEAK, case_of, contested, judge

pytestmark = pytest.mark.django_db
HIDDEN = "hidden for now"


@pytest.fixture(params=["of one team", "of no team"])
def company(request):
    """Sixteen colleagues who are all of one team, or all of none."""
    one = Company(1)
    if request.param == "of no team":
        one.people[0].team = None
        one.people[0].save()
    one.people += [one.join(one.people[0].team) for _number in range(15)]
    return one


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], b1=BODY)


def test_company_of_one_team_each_person_has_a_voice_and_nobody_has_two(board, company, flagging):
    flag = flagging(board)
    for person in [company.people[1], company.people[1], company.people[2]]:
        flag.by(person, LEAK)
        assert shown(board) == BODY
    flag.by(company.people[3], LEAK)
    assert HIDDEN in shown(board)
    assert shown(board, company.people[0]) == BODY


def test_company_of_one_team_a_case_goes_on_counting_people_when_teams_come(board, company, flagging):
    case = case_of(flagging(board).by(company.people[1], LEAK))
    assert (case.frozen.voices, case.frozen.active, case.frozen.needed) == ("people", 16, 3)
    Company(12)
    for person in company.people[2:4]:
        assert Case.objects.get().state == "noted"
        flagging(board).by(person, LEAK)
    assert Case.objects.get().state == "veiled"


def test_company_of_one_team_everybody_but_the_parties_may_judge_each_with_one_voice(board, company, flagging):
    panel = contested(board, company, flagging)
    asked = panel.asked.all()
    assert {seat.person_id for seat in asked} == {person.pk for person in company.people[2:]}
    assert len({seat.team_alias for seat in asked}) == len(asked) == 14
    judge(panel, *["leak"] * 4)
    assert Case.objects.get().state == "upheld"
    assert HIDDEN in shown(board)


def test_company_of_one_team_with_hardly_anybody_left_to_judge(boards, flagging):
    few = Company(1)
    few.people += [few.join(few.teams[0]) for _number in range(4)]
    board = boards.add(few.people[0], b1=BODY)
    panel = contested(board, few, flagging)
    assert (panel.seats, panel.asked.count()) == (3, 3)
    judge(panel, "no_leak", "no_leak")
    assert Case.objects.get().state == "cleared"
    assert shown(board) == BODY


def test_company_of_one_team_and_two_people_nobody_is_left_so_the_case_lapses(boards, flagging):
    pair = Company(1)
    pair.people += [pair.join(pair.teams[0])]
    board = boards.add(pair.people[0], b1=BODY)
    panel = contested(board, pair, flagging)
    assert not Seat.objects.exists()
    ticker.run(timezone.now() + timedelta(days=7, minutes=1))
    assert Case.objects.get().state == "lapsed"
    assert Panel.objects.get(pk=panel.pk).ended_at
    assert shown(board) == BODY
    assert signed_in(pair.people[0]).get(Case.objects.get().get_absolute_url()).status_code == 200
