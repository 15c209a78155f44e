"""Undoing a settlement within ten minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flags import actions
from flags.models import Case, LogOpening
from people.models import Notice
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY)


@pytest.fixture
def author(board, company):
    return company.people[0]


def _flagged(flagging, board, *people) -> Case:
    for person in people:
        flagging(board).by(person, LEAK, category="figures")
    return Case.objects.get()


def _take_out(case, author) -> Case:
    signed_in(author).post(f"{case.get_absolute_url()}take-out/")
    case.refresh_from_db()
    assert case.state == "fixed"
    return case


def test_undoing_restores_the_text_and_the_case(board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    due = case.ends_at
    _take_out(case, author)
    actions.undo(person=author, case=case, now=timezone.now())
    case.refresh_from_db()
    assert (case.state, case.ends_at, case.ended_at) == ("noted", due, None)
    assert board.versions[2] == board.versions[0]
    assert shown(board) == shown(board, version=1) == BODY
    assert "undone" in LogOpening.objects.filter(case=case).values_list("payload__event", flat=True)


def test_undoing_after_a_veil_lays_the_veil_on_the_restored_text(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, *company.people[1:3]), author)
    actions.undo(person=author, case=case, now=timezone.now())
    assert "Nightfall" not in shown(board)
    assert shown(board).startswith("We like cakes. [hidden")
    assert shown(board, version=1) == "[closed]"
    assert shown(board, author) == BODY


def test_after_ten_minutes_it_is_too_late(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    for late in (10 * MINUTE, timedelta(days=1)):
        with pytest.raises(actions.TooLateError):
            actions.undo(person=author, case=case, now=case.ended_at + late)
    actions.undo(person=author, case=case, now=case.ended_at + 9 * MINUTE)


def test_a_settlement_is_undone_once_and_made_again(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    now = timezone.now()
    actions.undo(person=author, case=case, now=now)
    with pytest.raises(actions.TooLateError):
        actions.undo(person=author, case=case, now=now)
    _take_out(case, author)
    assert LEAK not in shown(board)
    assert case.settlements.count() == 2


def test_only_authors_undo(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    newcomer = UserFactory()
    board.authors[newcomer.pk] = timezone.now()
    for person in (company.people[1], newcomer, UserFactory(is_superuser=True)):
        with pytest.raises(actions.NotYoursError):
            actions.undo(person=person, case=case, now=timezone.now())


def test_a_text_that_was_edited_meanwhile_is_not_overwritten(boards, board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    boards.rewrite(board, title="Plans", b1="All is new.")
    with pytest.raises(actions.StaleTextError):
        actions.undo(person=author, case=case, now=timezone.now())
    case.refresh_from_db()
    assert case.state == "fixed"


def test_undoing_what_the_author_rewrote_leaves_their_text(boards, board, author, company, flagging):
    case = _flagged(flagging, board, *company.people[1:3])
    version = boards.rewrite(board, title="Plans", b1="We like cakes. Something will come. The end.")
    edit = {"kind": "board", "target_id": board.id, "version": version, "editor": author}
    assert actions.record_edit(**edit, settles=[case.pk], now=timezone.now()).settled == (case.pk,)
    actions.undo(person=author, case=case, now=timezone.now())
    case.refresh_from_db()
    assert case.state == "veiled"
    assert len(board.versions) == 2
    assert shown(board, author) == "We like cakes. Something will come. The end."


def test_nobody_hears_of_an_end_that_was_undone(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    assert Notice.objects.filter(kind="flags.ended").count() == 2
    actions.undo(person=author, case=case, now=timezone.now())
    assert not Notice.objects.filter(kind="flags.ended").exists()


def test_an_account_that_an_administrator_changed_answers_for_nothing_that_was_open(
    board, author, company, flagging
):
    case = _flagged(flagging, board, company.people[1])
    author.changed_by_staff_at = timezone.now()
    author.save()
    for act in (actions.settle, actions.take_out):
        with pytest.raises(actions.ChangedAccountError):
            act(person=author, case=case, now=timezone.now())


def test_the_page_offers_to_undo_and_says_until_when(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    browser = signed_in(author)
    page = browser.get(case.get_absolute_url())
    assert_well_formed(page)
    assert f'action="{case.get_absolute_url()}undo/"' in page.content.decode()
    answer = browser.post(f"{case.get_absolute_url()}undo/", follow=True)
    assert_well_formed(answer)
    assert "the text and the case are as they were" in answer.content.decode()
    assert LEAK in shown(board)
    assert browser.post(f"{case.get_absolute_url()}undo/").status_code == 409


def test_once_nobody_can_undo_it_no_page_shows_the_passage(board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    case.settlements.update(settled_at=timezone.now() - 10 * MINUTE)
    for person in (author, company.people[1]):
        page = signed_in(person).get(case.get_absolute_url())
        assert_well_formed(page)
        assert "Nightfall" not in page.content.decode()
        assert "/undo/" not in page.content.decode()


def test_after_fixed_the_case_is_over_for_readers_at_once(board, author, company, flagging):
    _take_out(_flagged(flagging, board, *company.people[1:3]), author)
    assert shown(board, company.people[4]) == BODY.replace(LEAK, "")


def test_refusals_are_said_in_words(boards, board, author, company, flagging):
    case = _take_out(_flagged(flagging, board, company.people[1]), author)
    boards.rewrite(board, title="Plans", b1="All is new.")
    for changes, status in (({}, 409), ({"changed_by_staff_at": timezone.now()}, 403)):
        for name, value in changes.items():
            setattr(author, name, value)
        author.save()
        answer = signed_in(author).post(f"{case.get_absolute_url()}undo/")
        assert answer.status_code == status
        assert_well_formed(answer)


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("incidents@peerline.example", "mailto:incidents@peerline.example?subject="),
        ("https://help.peerline.example/", "https://help.peerline.example/"),
        ("Room 12, ask for Bo", ""),
    ],
    ids=["mail", "page", "words"],
)
def test_whom_to_tell_gets_a_link_and_no_words(board, author, company, flagging, settings, contact, address):
    settings.INCIDENT_CONTACT = contact
    case = _flagged(flagging, board, company.people[1])
    html = signed_in(author).get(case.get_absolute_url()).content.decode()
    outside = html.split('aria-labelledby="outside"')[1].split("</section>")[0]
    assert f'href="{address}' in outside if address else "href" not in outside
    assert contact in outside
    assert f"http://testserver/posts/{board.id}/" in outside
    assert "Nightfall" not in outside
