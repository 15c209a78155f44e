""" "Does this settle it?": what witnesses say after an author settled a case."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from flags import actions
from flags.models import Answer, Case, Settlement
from people.models import Notice
from tests.html import assert_well_formed
from tests.integration.flags.conftest import shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."
INSTEAD = "Something that sleeps by day comes in spring"
REWRITTEN = BODY.replace(LEAK, INSTEAD)


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY, b2="Something about the weather.")


@pytest.fixture
def witness(company):
    return company.people[1]


def _settled(boards, board, company, flagging, *people, ago=timedelta(minutes=11), **blocks) -> Case:
    """Have people flag the leak and the author rewrite the text, so long ago."""
    for person in people:
        flagging(board).by(person, LEAK, category="figures", note="Not announced")
    case = Case.objects.get()
    version = boards.rewrite(board, **(board.versions[0] | {"b1": REWRITTEN} | blocks))
    now = timezone.now()
    actions.record_edit(
        kind="board",
        target_id=board.id,
        version=version,
        editor=company.people[0],
        settles=[case.pk],
        now=now,
    )
    case.refresh_from_db()
    assert case.state == "fixed"
    Settlement.objects.update(settled_at=now - ago)
    return case


def _page(person, case) -> str:
    page = signed_in(person).get(case.get_absolute_url())
    assert_well_formed(page)
    main = " ".join(page.content.decode().split("<main")[1].split())
    return re.sub(r'(csrfmiddlewaretoken" value)="\w+"', r"\1", main)


def _answer(person, case, settles):
    return signed_in(person).post(f"{case.get_absolute_url()}answer/", {"settles": settles}, follow=True)


def test_a_witness_is_asked_and_shown_what_was_written_instead(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness)
    page = _page(witness, case)
    assert "Does this settle it?" in page
    assert f'<mark class="passage">{INSTEAD}</mark>' in page
    assert "Nightfall" not in page


def test_nobody_is_asked_while_the_author_can_undo_it(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness, ago=timedelta(minutes=2))
    assert "Does this settle it?" not in _page(witness, case)
    assert _answer(witness, case, "no").status_code == 409
    assert not Answer.objects.exists()


def test_a_yes_is_kept_and_nothing_happens(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness)
    assert _answer(witness, case, "yes").status_code == 200
    assert "you said that this is enough" in _page(witness, case)
    assert Case.objects.count() == 1
    assert _answer(witness, case, "no").status_code == 409


def test_a_no_carries_the_flag_over_to_the_new_words(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness)
    page = _answer(witness, case, "no")
    assert_well_formed(page)
    new = Case.objects.exclude(pk=case.pk).get()
    assert REWRITTEN[new.start : new.end] == INSTEAD
    assert (new.state, new.target_version) == ("noted", 2)
    [flag] = new.testimonies.all()
    assert (flag.person, flag.category, flag.note) == (witness, "figures", "Not announced")
    assert new.get_absolute_url() in page.content.decode()
    case.refresh_from_db()
    assert case.state == "fixed"


def test_enough_witnesses_who_say_no_veil_the_new_words(boards, board, company, flagging):
    case = _settled(boards, board, company, flagging, *company.people[1:3])
    for person in company.people[1:3]:
        _answer(person, case, "no")
    assert Case.objects.exclude(pk=case.pk).get().state == "veiled"
    assert "sleeps" not in shown(board)


def test_a_no_follows_an_edit_that_came_after(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness)
    version = boards.rewrite(board, title="Plans", b1="A new paragraph.", b2=f"{REWRITTEN} And more.")
    edit = {"kind": "board", "target_id": board.id, "version": version, "editor": company.people[0]}
    actions.record_edit(**edit, now=timezone.now())
    _answer(witness, case, "no")
    new = Case.objects.exclude(pk=case.pk).get()
    assert (new.block, new.target_version) == ("b2", 3)


def test_where_nothing_was_written_instead_the_witness_is_led_to_the_paragraph(
    boards, board, witness, company, flagging
):
    case = _settled(boards, board, company, flagging, witness, b1=BODY.replace(f"{LEAK} ", ""))
    assert "as it reads now, without the passage" in _page(witness, case)
    page = " ".join(_answer(witness, case, "no").content.decode().split())
    assert Case.objects.count() == 1
    assert "could not be carried over" in page
    assert f"kind=board&amp;id={board.id}&amp;version=2&amp;block=b1" in page


def test_where_the_paragraph_is_gone_the_witness_is_led_to_the_text(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness, b1="", b2="Something about the weather.")
    Settlement.objects.update(block="", start=None, end=None)
    assert "nobody can tell what stands in its place" in _page(witness, case)
    assert _answer(witness, case, "no").status_code == 200
    assert Case.objects.count() == 1


def test_after_72_hours_the_question_is_over(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness, ago=timedelta(hours=72))
    assert "Does this settle it?" not in _page(witness, case)
    assert _answer(witness, case, "no").status_code == 409


def test_only_those_who_stood_by_their_flag_are_asked(boards, board, witness, company, flagging):
    for person in (witness, company.people[2]):
        flagging(board).by(person, LEAK, category="figures")
    actions.withdraw(person=company.people[2], case=Case.objects.get(), now=timezone.now())
    case = _settled(boards, board, company, flagging)
    assert "Does this settle it?" not in _page(company.people[2], case)
    assert _answer(company.people[2], case, "no").status_code == 404
    assert _answer(company.people[0], case, "no").status_code == 404
    assert _answer(company.people[3], case, "no").status_code == 404


def test_neither_yes_nor_no_is_refused_in_words(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness)
    answer = _answer(witness, case, "perhaps")
    assert answer.status_code == 422
    assert_well_formed(answer)


def test_the_author_learns_of_a_no_only_as_of_any_other_flag(boards, board, witness, company, flagging):
    case = _settled(boards, board, company, flagging, witness)
    author = company.people[0]
    before = _page(author, case)
    Notice.objects.all().delete()
    _answer(witness, case, "no")
    assert _page(author, case) == before
    assert list(Notice.objects.values_list("recipient", "kind")) == [(author.pk, "flags.noted")]


def test_a_note_that_repeats_the_new_words_is_left_out(boards, board, witness, company, flagging):
    flagging(board).by(witness, LEAK, category="figures", note=f"It is about {INSTEAD}")
    case = _settled(boards, board, company, flagging)
    _answer(witness, case, "no")
    assert Case.objects.exclude(pk=case.pk).get().testimonies.get().note == ""
