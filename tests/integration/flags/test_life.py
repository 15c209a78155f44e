"""The life of a case: joining, voices, veils, withdrawal and the end of time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flags.models import Case, Testimony
from people import ticker
from people.models import Notice
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import Company, shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."
HIDDEN = "hidden for now"


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY)


def test_marks_that_overlap_by_half_of_both_join_one_case(boards, flagging):
    company = Company(10)
    flag = flagging(boards.add(company.people[0], b1=BODY))
    flag.by(company.people[1], "Nightfall ships in March")
    flag.by(company.people[2], "Project Nightfall ships")
    flag.by(company.people[3], "March")
    assert sorted(case.testimonies.count() for case in Case.objects.all()) == [1, 2]


def test_opening_and_joining_are_answered_alike(boards, flagging):
    company, pages = Company(10), []
    board = boards.add(company.people[0], b1=BODY)
    for person in company.people[1:3]:
        answer = flagging(board).by(person, LEAK)
        assert answer.status_code == 302
        page = signed_in(person).get(answer.url).content.decode()
        pages.append(_without_times_and_tokens(page.split("<main")[1].split("</main>")[0]))
    assert Case.objects.get().testimonies.count() == 2
    assert pages[0] == pages[1]


def _without_times_and_tokens(html: str) -> list[str]:
    return [line for line in html.splitlines() if "csrfmiddlewaretoken" not in line and "<time" not in line]


def test_flagging_the_same_passage_twice_counts_once(board, company, flagging):
    for _ in range(2):
        assert flagging(board).by(company.people[1], LEAK).status_code == 302
    assert Testimony.objects.count() == 1


def test_enough_teams_veil_only_the_words_they_share(board, company, flagging):
    flag = flagging(board)
    flag.by(company.people[1], "Nightfall ships in")
    assert shown(board) == BODY
    flag.by(company.people[2], "Project Nightfall ships")
    assert HIDDEN in shown(board)
    case = Case.objects.get()
    assert [BODY[place.start : place.end] for place in case.places.all()] == ["Nightfall ships"]
    assert case.ends_at - case.veiled_at == timedelta(hours=48)


def test_fifty_people_of_one_team_are_one_voice(board, company, flagging):
    for person in [company.join(company.teams[1]) for _ in range(50)]:
        assert flagging(board).by(person, LEAK).status_code == 302
    assert Case.objects.get().testimonies.count() == 50
    assert shown(board) == BODY
    flagging(board).by(company.people[2], LEAK)
    assert HIDDEN in shown(board)


def test_people_of_no_team_are_one_team(board, company, flagging):
    for person in (company.join(), company.join()):
        flagging(board).by(person, LEAK)
    assert Case.objects.get().state == "noted"


def test_a_team_change_after_the_flag_does_not_make_a_second_voice(board, company, flagging):
    mate = company.join(company.teams[1])
    flagging(board).by(company.people[1], LEAK)
    company.people[1].team = company.teams[2]
    company.people[1].save()
    flagging(board).by(mate, LEAK)
    assert Case.objects.get().state == "noted"


@pytest.mark.parametrize(("teams", "needed"), [(5, 2), (8, 2), (9, 3), (10, 3)])
def test_nine_active_teams_need_a_third_voice_unless_it_is_urgent(boards, flagging, teams, needed):
    company = Company(teams)
    author, *peers = company.people
    for category, voices in (("strategy", needed), ("figures", 2)):
        board = boards.add(author, b1=BODY)
        for count, peer in enumerate(peers[:voices], start=1):
            assert shown(board) == BODY, f"{category}: veiled after {count - 1}"
            flagging(board).by(peer, LEAK, category=category)
        assert HIDDEN in shown(board)


@pytest.mark.parametrize("teams", [1, 2])
def test_with_fewer_than_three_teams_each_person_is_one_voice(boards, flagging, teams):
    company = Company(teams)
    board = boards.add(company.people[0], b1=BODY)
    for person in (company.join(company.teams[-1]), company.join(company.teams[-1])):
        flagging(board).by(person, LEAK)
    assert HIDDEN in shown(board)


def test_a_company_of_three_can_still_veil(boards, flagging):
    author, first, second = Company(3).people
    board = boards.add(author, b1=BODY)
    flagging(board).by(first, LEAK)
    flagging(board).by(second, LEAK)
    assert HIDDEN in shown(board)


def test_where_people_register_themselves_young_accounts_do_not_count(board, company, flagging, settings):
    settings.FLAGS_RULES = {"new_account_days": 7}
    for person in company.people[1:4]:
        flagging(board).by(person, LEAK)
    assert Case.objects.get().state == "noted"


def test_a_recognised_credential_is_veiled_on_one_flag_and_nothing_around_it(boards, company, flagging):
    key = "AKIA" + "IOSFODNN7EXAMPLE"
    body = f"Our key is {key} and everybody has it"
    board = boards.add(company.people[0], b1=body)
    flagging(board).by(company.people[1], f"key is {key} and", category="source")
    assert key not in shown(board)
    assert shown(board).startswith("Our key is [hidden")
    assert shown(board).endswith("] and everybody has it")
    case = Case.objects.get()
    assert case.recognised
    assert case.told_at == case.opened_at
    assert case.ends_at - case.veiled_at == timedelta(days=14)


def test_the_veil_hides_the_words_from_superusers_and_new_authors_but_not_from_the_author(
    board, company, flagging
):
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    newcomer = UserFactory()
    board.authors[newcomer.pk] = timezone.now()
    assert shown(board, company.people[0]) == BODY
    for viewer in (UserFactory(is_superuser=True), newcomer, company.people[1], None):
        assert "Nightfall" not in shown(board, viewer)


def test_copies_of_a_long_veiled_passage_in_the_same_text_are_hidden_too(boards, company, flagging):
    board = boards.add(company.people[0], title=f"{LEAK}!", b1=BODY, b2="Project Nightfall is a name")
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    assert "Nightfall" not in shown(board, block="title")
    assert shown(board, block="b2") == "Project Nightfall is a name"


def test_a_veiled_passage_takes_no_flags_and_answers_everybody_alike(board, company, flagging):
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    flag, late = flagging(board), company.people[3]
    answers = {
        (start, end): signed_in(late).post("/flags/new/", flag.data(start=start, end=end))
        for start, end in [(15, 47), (0, 7), (50, 60), (0, 5_000), (3, 4)]
    }
    assert {answer.status_code for answer in answers.values()} == {409}
    texts = {_without_times_and_tokens(answer.content.decode())[-1] for answer in answers.values()}
    assert len(texts) == 1
    assert "Nightfall" not in answers[15, 47].content.decode()
    assert late.pk not in Testimony.objects.values_list("person", flat=True)


def test_what_is_left_of_a_veiled_paragraph_can_be_flagged_sentence_by_sentence(board, company, flagging):
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    late, flag = signed_in(company.people[3]), flagging(board)
    page = late.get("/flags/new/", flag.data())
    stamp = page.context["offer"].view.stamp
    assert "Nightfall" not in page.content.decode()
    moved = late.post("/flags/new/", flag.data(sentences=["0"], note="Why I think so"))
    assert moved.status_code == 409  # made before the veil fell
    assert "Why I think so" in moved.content.decode()
    assert late.post("/flags/new/", flag.data(sentences=["0"], stamp=stamp)).status_code == 302
    newest = Case.objects.order_by("opened_at").last()
    assert BODY[newest.start : newest.end] == "We like cakes."


def test_withdrawing_the_last_flag_closes_a_case_and_takes_back_what_was_not_shown(board, company, flagging):
    browser, case = signed_in(company.people[1]), _case(flagging(board).by(company.people[1], LEAK))
    answer = browser.post(f"{case.get_absolute_url()}withdraw/", follow=True)
    assert answer.status_code == 200
    assert_well_formed(answer)
    case.refresh_from_db()
    assert case.state == "closed"
    assert not Notice.objects.filter(recipient=company.people[0]).exists()


def test_withdrawal_below_the_threshold_does_not_lift_a_veil(board, company, flagging):
    for person in company.people[1:3]:
        case = _case(flagging(board).by(person, LEAK))
    for person in company.people[1:3]:
        signed_in(person).post(f"{case.get_absolute_url()}withdraw/")
    case.refresh_from_db()
    assert case.state == "veiled"
    assert HIDDEN in shown(board)


def test_a_withdrawn_flag_does_not_count_and_can_be_made_again(board, company, flagging):
    first, second = company.people[1:3]
    case = _case(flagging(board).by(first, LEAK))
    flagging(board).by(company.join(first.team), LEAK)
    signed_in(first).post(f"{case.get_absolute_url()}withdraw/")
    assert signed_in(first).post(f"{case.get_absolute_url()}withdraw/").status_code == 302
    assert flagging(board).by(first, LEAK).status_code == 302
    assert case.testimonies.standing().count() == 2
    flagging(board).by(second, LEAK)
    case.refresh_from_db()
    assert case.state == "veiled"


def test_a_veil_runs_out_and_the_panel_goes_on_with_the_text_visible(board, company, flagging):
    for person in company.people[1:3]:
        case = _case(flagging(board).by(person, LEAK))
    case.refresh_from_db()
    ticker.run(case.ends_at)
    assert shown(board) == BODY
    case.refresh_from_db()
    assert (case.state, case.ends_at) == ("panel", case.veiled_at + timedelta(days=7))


def test_what_was_veiled_once_without_a_verdict_is_not_veiled_again(board, company, flagging):
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK)
    _run_out()
    assert Case.objects.get().state == "lapsed"
    assert shown(board) == BODY
    for person in company.people[1:4]:
        flagging(board).by(person, f"{LEAK} to nobody.")
    assert "Nightfall ships in March" in shown(board)
    assert HIDDEN in shown(board)  # the words that were not veiled before
    assert shown(board).startswith(f"We like cakes. {LEAK} [")


def test_nobody_answers_and_a_panel_sits_after_grace_for_seven_days(board, company, flagging):
    case = _case(flagging(board).by(company.people[1], LEAK))
    assert case.ends_at - case.told_at == timedelta(hours=24)
    for moment, state in [
        (case.ends_at - timedelta(seconds=1), "noted"),
        (case.ends_at, "panel"),
        (case.ends_at + timedelta(days=7, seconds=-1), "panel"),
        (case.ends_at + timedelta(days=7), "lapsed"),
    ]:
        ticker.run(moment)
        ticker.run(moment)
        case.refresh_from_db()
        assert case.state == state
    assert shown(board) == BODY


def test_a_ticker_that_was_away_for_a_month_ends_no_case_unheard(board, company, flagging):
    """A clock that jumps lets grace run out; the panel still gets all of its time."""
    case = _case(flagging(board).by(company.people[1], LEAK))
    ticker.run(case.ends_at + timedelta(days=30))
    case.refresh_from_db()
    assert (case.state, case.ends_at) == ("panel", case.told_at + timedelta(days=38))


def test_an_author_may_settle_while_a_panel_sits(board, company, flagging):
    case = _case(flagging(board).by(company.people[1], LEAK, category="figures"))
    ticker.run(case.ends_at)
    signed_in(company.people[0]).post(f"{case.get_absolute_url()}take-out/")
    case.refresh_from_db()
    assert case.state == "fixed"


def test_enough_teams_veil_while_a_panel_sits_with_the_text_visible(board, company, flagging):
    case = _case(flagging(board).by(company.people[1], LEAK))
    Case.objects.update(told_at=case.told_at - timedelta(days=2), ends_at=timezone.now())
    flagging(board).by(company.people[2], LEAK)
    case.refresh_from_db()
    assert case.state == "veiled"
    assert HIDDEN in shown(board)


def test_what_a_panel_upheld_stays_hidden_without_an_end(board, company, flagging):
    for person in company.people[1:3]:
        case = _case(flagging(board).by(person, LEAK))
    now = timezone.now()
    Case.objects.update(state="upheld", ends_at=None, ended_at=now)
    ticker.run(now + timedelta(days=10))
    assert HIDDEN in shown(board)
    case.refresh_from_db()
    assert case.state == "upheld"


def test_an_author_who_is_away_has_no_grace(boards, company, flagging):
    away = company.people[0]
    away.last_active_on = timezone.now().date() - timedelta(days=20)
    away.save()
    case = _case(flagging(boards.add(away, b1=BODY)).by(company.people[1], LEAK))
    assert case.ends_at == case.told_at


def test_ending_cases_twice_ends_them_once(board, company, flagging):
    _case(flagging(board).by(company.people[1], LEAK, category="figures"))
    _run_out()
    before = Notice.objects.count()
    _run_out()
    assert Notice.objects.count() == before


def test_a_late_answer_to_an_ended_case_is_refused_in_words(board, company, flagging):
    case = _case(flagging(board).by(company.people[1], LEAK, category="figures"))
    _run_out()
    for person, verb in (
        (company.people[0], "take-out"),
        (company.people[0], "settle"),
        (company.people[1], "withdraw"),
    ):
        answer = signed_in(person).post(f"{case.get_absolute_url()}{verb}/")
        assert answer.status_code == 409
        assert_well_formed(answer)


def test_peers_and_authors_see_nothing_of_a_case_before_their_time(board, company, flagging):
    case = _case(flagging(board).by(company.people[1], LEAK, category="strategy"))
    author = signed_in(company.people[0])
    assert author.get(case.get_absolute_url()).status_code == 404
    assert case.get_absolute_url() not in author.get("/flags/desk/").content.decode()
    assert signed_in(company.people[2]).get(case.get_absolute_url()).status_code == 404
    Case.objects.update(told_at=timezone.now())
    assert author.get(case.get_absolute_url()).status_code == 200
    assert case.get_absolute_url() in author.get("/flags/desk/").content.decode()


def test_an_edit_elsewhere_in_the_text_lets_flags_join_across_versions(boards, board, company, flagging):
    flagging(board).by(company.people[1], LEAK)
    boards.rewrite(board, title="Better plans", b1="New first paragraph", b2=BODY)
    flagging(board, version=2).by(company.people[2], LEAK, block="b2")
    assert Case.objects.get().state == "veiled"
    assert "Nightfall" not in shown(board, block="b2")
    assert shown(board, version=1) == "[closed]"


def _case(answer) -> Case:
    """Return the case that an answer leads to."""
    return Case.objects.get(pk=answer.url.rstrip("/").rsplit("/", 1)[-1])


def _run_out() -> None:
    """Let every deadline pass, that of the panel too, as the ticker finds it later."""
    over = timezone.now() - timedelta(seconds=1)
    Case.objects.open().update(ends_at=over, panel_until=over, state="panel")
    ticker.run(timezone.now())
