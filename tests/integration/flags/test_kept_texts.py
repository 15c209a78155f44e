"""What parties and jurors write outlives a session that ended."""

import pytest

from tests.factories.posts import PostFactory
from tests.integration.flags.conftest import Company, signed_in
from tests.integration.flags.panels import BODY, CONTEST, LEAK, case_of, take
from tests.integration.kept_texts import assert_keeps_its_texts

pytestmark = pytest.mark.django_db


def test_a_flag_is_kept():
    company = Company(2)
    post = PostFactory(author=company.people[0], body="Orders rose.")
    address = f"/flags/new/?kind=post&id={post.pk}&version=1&block=b1"
    assert_keeps_its_texts(signed_in(company.people[1]).get(address))


def test_answers_verdicts_and_advice_are_kept(boards, flagging):
    company = Company(12)
    for team in company.teams:
        company.join(team)
    board = boards.add(company.people[0], b0="Before.", b1=BODY, b2="After.")
    case = case_of(flagging(board).by(company.people[1], LEAK, category="personal_data"))
    author, advisor = signed_in(company.people[0]), company.people[7]
    contest = f"{case.get_absolute_url()}contest/"
    assert_keeps_its_texts(author.get(contest))
    author.post(contest, CONTEST | {"advisor": advisor.username})
    assert_keeps_its_texts(signed_in(advisor).get(f"{case.get_absolute_url()}advise/"))
    seat = case.panels.get().asked.first()
    take(seat)
    assert_keeps_its_texts(signed_in(seat.person).get(seat.get_absolute_url()))
