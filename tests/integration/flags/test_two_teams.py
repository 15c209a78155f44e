"""A company of two teams: each person is one voice, and a panel of both teams sits."""

import pytest

from flags.models import Case
from tests.integration.flags.conftest import Company, shown
from tests.integration.flags.panels import BODY, LEAK, case_of, contested, judge

pytestmark = pytest.mark.django_db
HIDDEN = "hidden for now"


@pytest.fixture
def company():
    """Sixteen colleagues, eight of each team; the even ones are of the author's team."""
    two = Company(2)
    two.people += [two.join(two.teams[number % 2]) for number in range(14)]
    return two


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], b1=BODY)


@pytest.mark.parametrize("witnesses", [(1, 3, 5), (2, 4, 6), (1, 2, 3)], ids=["other team", "own team", "both"])
def test_in_a_company_of_two_teams_three_people_are_three_voices(board, company, flagging, witnesses):
    flag = flagging(board)
    first, second, third = (company.people[number] for number in witnesses)
    case = case_of(flag.by(first, LEAK))
    assert (case.frozen.voices, case.frozen.active, case.frozen.needed) == ("people", 16, 3)
    for person in (first, second):
        flag.by(person, LEAK)
        assert shown(board) == BODY
    flag.by(third, LEAK)
    assert HIDDEN in shown(board)
    assert shown(board, company.people[0]) == BODY


def test_in_a_company_of_two_teams_what_is_urgent_takes_two_people(board, company, flagging):
    for number in (1, 3):
        assert shown(board) == BODY
        flagging(board).by(company.people[number], LEAK, category="personal_data")
    assert HIDDEN in shown(board)


@pytest.mark.parametrize(("verdict", "state"), [("leak", "upheld"), ("no_leak", "cleared")])
def test_in_a_company_of_two_teams_a_panel_of_both_decides(board, company, flagging, verdict, state):
    panel = contested(board, company, flagging)
    asked = panel.asked.all()
    assert {seat.person_id for seat in asked} == {person.pk for person in company.people[2:]}
    assert {seat.person.team for seat in asked} == set(company.teams)
    assert len({seat.team_alias for seat in asked}) == len(asked)
    judge(panel, *[verdict] * 4)
    assert Case.objects.get().state == state
    assert (HIDDEN in shown(board)) is (state == "upheld")


def test_in_a_company_of_two_teams_and_four_people_the_two_left_decide_alike(boards, flagging):
    few = Company(2)
    few.people += [few.join(team) for team in few.teams]
    board = boards.add(few.people[0], b1=BODY)
    panel = contested(board, few, flagging)
    assert {seat.person_id for seat in panel.asked.all()} == {person.pk for person in few.people[2:]}
    judge(panel, "no_leak", "no_leak")
    assert Case.objects.get().state == "cleared"
