"""Appeals, once for each side and before people who have not heard of it; and the note of an advisor."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from flags.models import Advice, Case, Seat
from people import ticker
from people.models import Notice
from tests.html import assert_well_formed
from tests.integration.flags.conftest import Company, shown, signed_in
from tests.integration.flags.panels import BODY, CONTEST, LEAK, case_of, contested, judge, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """Twenty teams of one person."""
    return Company(20)


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], b1=BODY)


@pytest.fixture
def case(board, company, flagging) -> Case:
    """A case that a panel upheld."""
    panel = contested(board, company, flagging)
    judge(panel, *["leak"] * 4)
    return Case.objects.get()


def appeal(case: Case, person):
    return signed_in(person).post(f"{case.get_absolute_url()}appeal/")


def test_the_author_appeals_and_a_second_panel_has_nobody_from_the_first(board, case, company):
    page = signed_in(company.people[0]).get(case.get_absolute_url())
    assert "Ask for a second panel" in page.content.decode()
    first = set(Seat.objects.filter(opened_at__isnull=False).values_list("person", flat=True))
    assert appeal(case, company.people[0]).status_code == 302
    second = case.panels.get(number=2)
    assert not first & set(second.asked.values_list("person", flat=True))
    assert "Nightfall" not in shown(board)
    judge(second, *["no_leak"] * 4)
    case.refresh_from_db()
    assert (case.state, shown(board)) == ("cleared", BODY)
    call_command("verify_log")


def test_while_an_appeal_is_heard_everything_stays_as_it_was(board, case, company):
    appeal(case, company.people[0])
    case.refresh_from_db()
    assert (case.state, case.appeal_side) == ("upheld", "authors")
    page = signed_in(company.people[1]).get(case.get_absolute_url())
    assert "A second panel" in page.content.decode()
    assert_well_formed(page)
    ticker.run(timezone.now() + timedelta(days=8))
    case.refresh_from_db()
    assert (case.state, case.appeal_side) == ("upheld", "")
    assert "Nightfall" not in shown(board)


def test_each_side_appeals_once_and_only_against_an_end_it_did_not_want(case, company):
    author, witness = company.people[:2]
    assert appeal(case, witness).status_code == 409
    assert appeal(case, author).status_code == 302
    judge(case.panels.get(number=2), *["no_leak"] * 4)
    assert appeal(case, author).status_code == 409
    assert appeal(case, witness).status_code == 302
    assert case.panels.count() == 3


def test_after_thirty_days_an_end_stands(case, company):
    Case.objects.update(ended_at=timezone.now() - timedelta(days=30))
    answer = appeal(case, company.people[0])
    assert answer.status_code == 409
    assert_well_formed(answer)
    assert (
        "Ask for a second panel" not in signed_in(company.people[0]).get(case.get_absolute_url()).content.decode()
    )


def test_a_stranger_cannot_appeal(case, company):
    assert appeal(case, company.people[5]).status_code == 404


def test_a_leak_that_no_rule_forbade_is_not_upheld(board, company, flagging):
    panel = contested(board, company, flagging, category="figures")
    seat = panel.asked.first()
    take(seat)
    assert "No rule forbade this" in signed_in(seat.person).get(seat.get_absolute_url()).content.decode()
    judge(panel, *["leak"] * 4)
    assert Case.objects.get().state == "lapsed"
    assert shown(board) == BODY


def test_an_advisor_reads_the_passage_and_writes_to_the_panel_without_a_vote(board, company, flagging):
    case = case_of(flagging(board).by(company.people[1], LEAK, category="personal_data"))
    advisor = company.people[7]
    answer = signed_in(company.people[0]).post(
        f"{case.get_absolute_url()}contest/", CONTEST | {"advisor": advisor.username}
    )
    assert answer.status_code == 302
    panel = case.panels.get()
    assert not panel.asked.filter(person=advisor).exists()
    address = f"{case.get_absolute_url()}advise/"
    assert Notice.objects.get(recipient=advisor).url == address
    browser = signed_in(advisor)
    page = browser.get(address)
    assert LEAK in page.content.decode()
    assert_well_formed(page)
    assert browser.post(address, {"note": f"It says {LEAK}"}).status_code == 422
    assert browser.post(address, {"note": "The name is a joke of ours."}).status_code == 302
    seat = panel.asked.first()
    take(seat)
    html = signed_in(seat.person).get(seat.get_absolute_url()).content.decode()
    assert "The name is a joke of ours." in html
    assert advisor.display_name not in html
    judge(panel, *["no_leak"] * 4)
    assert browser.get(address).status_code == 409


def test_naming_somebody_tells_nothing_about_who_flagged_or_judges(board, company, flagging):
    panel = contested(board, company, flagging)
    take(seat := panel.asked.first())
    address = f"{panel.case.get_absolute_url()}advisor/"
    answers = []
    for person in (company.people[1], seat.person, company.people[9]):
        Advice.objects.all().delete()
        answers.append(signed_in(company.people[0]).post(address, {"advisor": person.username}))
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, panel.case.get_absolute_url())}


def test_whoever_sits_on_the_panel_cannot_advise_it(board, company, flagging):
    panel = contested(board, company, flagging)
    take(seat := panel.asked.first())
    author = signed_in(company.people[0])
    author.post(f"{panel.case.get_absolute_url()}advisor/", {"advisor": seat.person.username})
    advise = signed_in(seat.person).post(f"{panel.case.get_absolute_url()}advise/", {"note": "Trust me."})
    assert advise.status_code == 403


@pytest.mark.parametrize("name", ["", "nobody.at.all", "self"])
def test_an_advisor_who_does_not_exist_is_refused_beside_the_field(board, company, flagging, name):
    panel = contested(board, company, flagging)
    author = company.people[0]
    typed = author.username if name == "self" else name
    answer = signed_in(author).post(f"{panel.case.get_absolute_url()}advisor/", {"advisor": typed})
    assert answer.status_code == 422
    assert_well_formed(answer)
    assert not Advice.objects.exists()
