"""Guards: who flags without a cause, who always flags together, and what an administrator can change."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from flags.actions import end_overdue
from flags.models import Case, CaseState, Testimony
from tests.factories.people import PASSWORD, TeamFactory, UserFactory
from tests.integration.flags.conftest import Company, shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."
HIDDEN = "hidden for now"


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY)


def _past_cases(model: Case, people, states: str, *, days_ago: int = 10) -> None:
    """Let cases like this one have ended, flagged by all these people: "c" cleared, "u" upheld, "l" lapsed."""
    ends = {"c": CaseState.CLEARED, "u": CaseState.UPHELD, "l": CaseState.LAPSED}
    facts = {field.attname: getattr(model, field.attname) for field in Case._meta.concrete_fields}
    for back, letter in enumerate(reversed(states)):
        ended = timezone.now() - timedelta(days=days_ago, hours=back)
        case = Case.objects.create(
            **facts
            | {
                "id": uuid4(),
                "target_id": 900 + back,
                "state": ends[letter],
                "opened_at": ended,
                "told_at": ended,
                "veiled_at": None,
                "placed_version": None,
                "panel_until": None,
                "ends_at": None,
                "ended_at": ended,
            }
        )
        for person in people:
            Testimony.objects.create(
                case=case, person=person, team=person.team, start=0, end=5, category="legal", created_at=ended
            )


@pytest.fixture
def model(boards, company, flagging):
    """Some case of others, to make past ones like it."""
    flagging(boards.add(company.people[4], b1=BODY)).by(company.people[3], "The end.")
    return Case.objects.get()


def _state(board) -> str:
    return Case.objects.get(target_id=board.id).state


@pytest.mark.parametrize(
    ("states", "counts"), [("ccc", False), ("ulccc", False), ("cuucc", False), ("cclul", True)]
)
def test_three_of_the_last_five_cleared_and_a_flag_no_longer_counts(
    model, board, company, flagging, states, counts
):
    _past_cases(model, [company.people[1]], states)
    for person in company.people[1:3]:
        assert flagging(board).by(person, LEAK).status_code == 302
    assert (_state(board) == "veiled") is counts


def test_a_flag_that_does_not_count_is_noted_and_its_author_reads_the_note(model, board, company, flagging):
    _past_cases(model, [company.people[1]], "ccc")
    flagging(board).by(company.people[1], LEAK, category="figures", note="I still think so")
    case = Case.objects.get(target_id=board.id)
    page = signed_in(company.people[0]).get(case.get_absolute_url()).content.decode()
    assert "I still think so" in page


def test_after_ninety_days_flags_count_again(model, board, company, flagging):
    _past_cases(model, [company.people[1]], "ccc", days_ago=91)
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    assert _state(board) == "veiled"


def test_nobody_is_told_that_their_flag_does_not_count(model, board, company, flagging):
    _past_cases(model, [company.people[1]], "ccc")
    pages = []
    for person in company.people[1:3]:
        answer = flagging(board).by(person, "We like cakes.")
        page = signed_in(person).get(answer.url).content.decode().split("<main")[1].split("</main>")[0]
        pages.append([line for line in page.splitlines() if "csrf" not in line and "<time" not in line])
    assert pages[0] == pages[1]


def test_a_pair_that_always_flags_together_is_one_voice(model, board, company, flagging):
    _past_cases(model, company.people[1:3], "uull")
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    assert _state(board) == "noted"
    flagging(board).by(company.people[3], LEAK)
    assert HIDDEN in shown(board)


def test_two_who_flagged_four_cases_together_are_still_two(model, board, company, flagging):
    _past_cases(model, company.people[1:3], "uul")
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    assert _state(board) == "veiled"


def test_what_was_flagged_together_more_than_ninety_days_ago_ties_nobody(model, board, company, flagging):
    _past_cases(model, company.people[1:3], "uuull", days_ago=95)
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    assert _state(board) == "veiled"


def test_a_pair_does_not_take_the_voice_of_others_in_their_teams(model, board, company, flagging):
    one, other = company.people[1:3]
    mates = [company.join(one.team), company.join(other.team)]
    _past_cases(model, [one, other], "uuuul")
    for person in (one, other, *mates):
        flagging(board).by(person, LEAK)
    assert _state(board) == "veiled"


def test_fifty_testimonies_of_one_team_are_one_voice(board, company, flagging):
    for person in [company.join(company.teams[1]) for _ in range(50)]:
        assert flagging(board).by(person, LEAK).status_code == 302
    assert Case.objects.get().testimonies.count() == 50
    assert shown(board) == BODY


@pytest.fixture
def administrator():
    """An administrator's browser."""
    return signed_in(UserFactory(is_superuser=True))


def _change(administrator, person, **changes) -> None:
    same = {name: getattr(person, name) for name in ("username", "display_name", "email", "employment")}
    same |= {"team": person.team_id, "is_active": "on", "password1": "", "password2": ""}
    answer = administrator.post(reverse("wagtailusers_users:edit", args=[person.pk]), same | changes)
    assert answer.status_code == 302
    person.refresh_from_db()


@pytest.mark.parametrize("change", ["team", "password"])
def test_a_team_changed_mid_case_or_a_password_set_by_staff_brings_no_voice(
    board, company, flagging, administrator, change
):
    first = company.people[1]
    mate = company.join(first.team)
    flagging(board).by(first, LEAK)
    changes = {"team": TeamFactory().pk} if change == "team" else {"password1": PASSWORD, "password2": PASSWORD}
    victim = mate if change == "team" else company.people[2]
    _change(administrator, victim, **changes)
    assert flagging(board).by(victim, LEAK).status_code == 302
    assert _state(board) == "noted"


def test_an_account_made_while_a_case_is_open_brings_no_voice(board, company, flagging):
    flagging(board).by(company.people[1], LEAK)
    for team in (company.teams[2], TeamFactory()):
        assert flagging(board).by(company.join(team), LEAK).status_code == 302
    assert [one.counts for one in Testimony.objects.order_by("pk")] == [True, False, False]
    assert _state(board) == "noted"


def test_a_changed_team_takes_back_no_voice_that_was_given(board, company, flagging, administrator):
    first, second = company.people[1:3]
    flagging(board).by(first, LEAK)
    _change(administrator, first, team=second.team_id)
    flagging(board).by(second, LEAK)
    assert _state(board) == "veiled"


def test_deleting_a_team_or_an_account_changes_no_open_case(board, company, flagging):
    first, second = company.people[1:3]
    flagging(board).by(first, LEAK)
    first.team.delete()
    first.delete()
    flagging(board).by(second, LEAK)
    assert _state(board) == "veiled"


def test_settings_changed_mid_case_do_not_reach_it(board, company, flagging, settings):
    flagging(board).by(company.people[1], LEAK)
    settings.FLAGS_RULES = {"veil_voices_small": 4, "quiet_cleared": 1, "together_cases": 1, "together_percent": 1}
    flagging(board).by(company.people[2], LEAK)
    assert _state(board) == "veiled"


@pytest.mark.parametrize(
    ("limit", "words"), [(1, "You have flagged 1 passages"), (2, "You have flagged 2 passages")]
)
def test_a_person_whose_flags_for_a_day_are_used_up_is_told_when_to_go_on(
    board, company, flagging, settings, limit, words
):
    settings.FLAGS_RULES = {"marks_per_day": limit}
    answers = [flagging(board).by(company.people[1], text) for text in ("We", "cakes.", "The")]
    assert [answer.status_code for answer in answers] == [302] * limit + [429] * (3 - limit)
    assert words in answers[-1].content.decode()
    assert "Go on tomorrow" in answers[-1].content.decode()


def test_a_company_of_two_hides_nothing_but_recognised_credentials(boards, flagging):
    author, peer = Company(2).people
    token = "AKIA" + "IOSFODNN7EXAMPLE"
    board = boards.add(author, b1=BODY, b2=f"Our key is {token} here")
    flagging(board).by(peer, LEAK)
    flagging(board).by(peer, token, block="b2")
    assert shown(board) == BODY
    assert HIDDEN in shown(board, block="b2")


def test_guessing_notes_learns_nothing_of_hidden_words(board, company, flagging):
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    asker, flag = signed_in(company.people[3]), flagging(board)
    stamp = asker.get("/flags/new/", flag.data()).context["offer"].view.stamp
    statuses = [
        asker.post("/flags/new/", flag.data(sentences=["0"], stamp=stamp, note=note)).status_code
        for note in ("It says Project Nightfall ships in March", "It says Project Daybreak ships in June")
    ]
    assert statuses == [302, 302]


def test_a_clock_that_jumps_ends_nothing_early_and_nothing_twice(board, company, flagging):
    flagging(board).by(company.people[1], LEAK, category="figures")
    opened, now = Case.objects.get(), timezone.now()
    end_overdue(now - timedelta(days=365))
    assert _state(board) == "noted"
    for years in (1, 1, 2):
        end_overdue(now + timedelta(days=365 * years))
    late = Case.objects.get(pk=opened.pk)
    end_overdue(now - timedelta(days=365))
    assert Case.objects.get(pk=opened.pk).ended_at == late.ended_at
    assert late.state == "lapsed"
