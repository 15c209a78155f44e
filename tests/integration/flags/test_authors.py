"""Several authors, and authors who are away, alone, without a team, deactivated, erased, or came later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flags import actions
from flags.models import Case, Testimony
from people.models import Notice
from tests.factories.people import TeamFactory, UserFactory
from tests.integration.flags.conftest import shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."


@pytest.fixture
def author(company):
    return company.people[0]


@pytest.fixture
def other(company):
    """A co-author, of another team."""
    return company.join(TeamFactory())


@pytest.fixture
def board(boards, author, other):
    return boards.add(author, other, title="Plans", b1=BODY)


def _flagged(flagging, board, *people, **changes) -> Case:
    for person in people:
        flagging(board).by(person, LEAK, **{"category": "figures"} | changes)
    return Case.objects.get()


def _press(person, case, verb) -> int:
    return signed_in(person).post(f"{case.get_absolute_url()}{verb}/").status_code


def _sees(person, case) -> bool:
    return signed_in(person).get(case.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("index", [0, 1], ids=["first author", "second author"])
def test_of_several_authors_all_hear_and_any_may_settle_and_undo(board, author, other, company, flagging, index):
    case = _flagged(flagging, board, company.people[1])
    assert set(Notice.objects.values_list("recipient", flat=True)) == {author.pk, other.pk}
    acting, watching = (author, other) if index == 0 else (other, author)
    assert _press(acting, case, "take-out") == 302
    case.refresh_from_db()
    assert case.state == "fixed"
    assert _press(watching, case, "undo") == 302
    case.refresh_from_db()
    assert case.state == "noted"


def test_no_author_counts_towards_a_veil(board, author, other, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    for person in (author, other):
        assert flagging(board).by(person, LEAK, category="figures").status_code == 403
    case.refresh_from_db()
    assert case.state == "noted"


def test_an_author_added_later_sees_no_veiled_text_and_settles_nothing(board, company, flagging):
    case = _flagged(flagging, board, *company.people[1:3])
    newcomer = UserFactory()
    board.authors[newcomer.pk] = timezone.now()
    assert "Nightfall" not in shown(board, newcomer)
    assert not _sees(newcomer, case)
    for verb in ("take-out", "settle", "undo"):
        assert _press(newcomer, case, verb) == 404


def test_a_co_author_who_leaves_has_no_part_in_it_any_more(board, author, other, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    del board.authors[other.pk]
    assert not _sees(other, case)
    for verb in ("take-out", "settle"):
        assert _press(other, case, verb) == 404
    assert _press(author, case, "take-out") == 302


def test_an_author_alone_in_their_team_is_an_author_like_any_other(board, author, company, flagging):
    assert author.team.people.count() == 1
    case = _flagged(flagging, board, *company.people[1:3])
    assert case.state == "veiled"
    assert _press(author, case, "take-out") == 302


def test_an_author_of_no_team_is_an_author_like_any_other(boards, company, flagging):
    loner = company.join()
    board = boards.add(loner, b1=BODY)
    case = _flagged(flagging, board, company.people[1], company.join())
    assert case.state == "veiled"
    assert shown(board, loner) == BODY
    assert _press(loner, case, "take-out") == 302


@pytest.mark.parametrize(("away", "grace"), [([0], 1), ([0, 1], 0)], ids=["one of them", "all of them"])
def test_authors_who_are_away_for_14_days_have_no_grace(board, author, other, company, flagging, away, grace):
    for index in away:
        person = (author, other)[index]
        person.last_active_on = timezone.now().date() - timedelta(days=15)
        person.save()
    case = _flagged(flagging, board, company.people[1])
    assert case.answer_until - case.told_at == timedelta(hours=grace)


def test_an_author_who_comes_back_in_time_still_settles(boards, author, company, flagging):
    author.last_active_on = timezone.now().date() - timedelta(days=20)
    author.save()
    case = _flagged(flagging, boards.add(author, b1=BODY), company.people[1])
    actions.end_overdue(timezone.now())
    case.refresh_from_db()
    assert case.state == "panel"
    assert _press(author, case, "take-out") == 302
    case.refresh_from_db()
    assert case.state == "fixed"


def test_a_deactivated_author_is_not_waited_for_and_co_authors_go_on(board, author, other, company, flagging):
    author.is_active = False
    author.save()
    case = _flagged(flagging, board, company.people[1])
    assert case.answer_until > case.told_at
    assert signed_in(author).get(case.get_absolute_url()).status_code == 302
    assert _press(other, case, "take-out") == 302


def test_the_case_of_an_erased_author_goes_on_and_ends(boards, author, company, flagging):
    board = boards.add(author, b1=BODY)
    case = _flagged(flagging, board, company.people[1])
    board.authors.clear()
    author.delete()
    assert _sees(company.people[1], case)
    actions.end_overdue(case.ends_at)
    case.refresh_from_db()
    assert case.state == "panel"
    actions.end_overdue(case.ends_at)
    case.refresh_from_db()
    assert case.state == "lapsed"


def test_a_team_changed_mid_case_changes_no_voice(board, company, flagging):
    first, second, third = company.people[1:4]
    case = _flagged(flagging, board, first)
    then = first.team_id
    first.team = second.team
    first.save()
    assert Testimony.objects.get(person=first).team_id == then
    flagging(board).by(third, LEAK, category="figures")
    case.refresh_from_db()
    assert case.state == "veiled"


def test_settings_changed_mid_case_change_no_open_case(board, author, company, flagging, settings):
    case = _flagged(flagging, board, company.people[1])
    settings.FLAGS_RULES = {"veil_voices_urgent": 5, "veil_voices_small": 5, "undo_minutes": 1, "answer_hours": 1}
    _flagged(flagging, board, company.people[2])
    case.refresh_from_db()
    assert case.state == "veiled"
    _press(author, case, "take-out")
    settlement = case.settlements.get()
    assert settlement.undo_until - settlement.settled_at == timedelta(minutes=10)
    assert settlement.answer_until - settlement.settled_at == timedelta(hours=72)
