"""One's own flags as Web Annotations: everything of one's own, nothing that is hidden."""

import json

import pytest
from django.utils import timezone

from flags.models import Case
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like 🍰. {LEAK} to nobody."


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], b1=BODY)


def _mine(person):
    answer = signed_in(person).get("/flags/desk/annotations.jsonld")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/ld+json")
    assert "attachment" in answer["Content-Disposition"]
    return json.loads(answer.content)


def _quotes(person):
    items = _mine(person)["first"]["items"]
    return [s["exact"] for one in items for s in one["target"]["selector"] if s["type"] == "TextQuoteSelector"]


def test_the_desk_leads_to_my_flags_as_web_annotations(board, company, flagging):
    flagging(board).by(company.people[1], LEAK, note="Not announced")
    assert "annotations.jsonld" in signed_in(company.people[1]).get("/flags/desk/").content.decode()
    assert _quotes(company.people[1]) == [LEAK]
    [one] = _mine(company.people[1])["first"]["items"]
    assert "Not announced" in [body["value"] for body in one["body"]]


def test_nobody_gets_what_others_flagged(board, company, flagging):
    flagging(board).by(company.people[1], LEAK)
    assert _mine(company.people[2])["total"] == 0


def test_hidden_words_are_not_among_them(board, company, flagging):
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK, category="figures")
    mine = _mine(company.people[1])
    assert mine["total"] == 1
    assert "Nightfall" not in json.dumps(mine)


def test_words_that_were_taken_out_are_not_among_them(board, company, flagging):
    flagging(board).by(company.people[1], LEAK, category="figures")
    signed_in(company.people[0]).post(f"{Case.objects.get().get_absolute_url()}take-out/")
    assert "Nightfall" not in json.dumps(_mine(company.people[1]))


def test_a_text_that_is_gone_or_closed_to_me_leaves_the_place_alone(boards, board, company, flagging):
    flagging(board).by(company.people[1], LEAK)
    board.readers = set()
    assert _quotes(company.people[1]) == []
    boards.delete(board)
    assert _mine(company.people[1])["total"] == 1


def test_a_flag_taken_back_says_so(board, company, flagging):
    flagging(board).by(company.people[1], LEAK)
    signed_in(company.people[1]).post(f"{Case.objects.get().get_absolute_url()}withdraw/")
    [one] = _mine(company.people[1])["first"]["items"]
    assert "withdrawn" in [body["value"] for body in one["body"]]
    assert one["modified"][:10] == timezone.now().date().isoformat()
