"""The panel: asked by lot, blind, decided by four or five alike, and never by one person or one team."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from flags.models import Case, LogOpening, Panel, Seat
from flags.rules import lottery
from people import ticker
from people.models import Notice
from tests.html import assert_well_formed
from tests.integration.flags.conftest import Company, shown, signed_in
from tests.integration.flags.panels import BODY, CONTEST, LEAK, SAY, case_of, contested, judge, say, take

pytestmark = pytest.mark.django_db
HIDDEN = "hidden for now"


@pytest.fixture
def company():
    """Twelve teams of two: ten teams' people may judge."""
    twelve = Company(12)
    for team in twelve.teams:
        twelve.join(team)
    return twelve


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], b0="Before.", b1=BODY, b2="After.")


@pytest.fixture
def panel(board, company, flagging) -> Panel:
    return contested(board, company, flagging)


def state(panel: Panel) -> str:
    return Case.objects.get(pk=panel.case_id).state


def test_an_author_who_disagrees_has_a_panel_at_once(panel, company):
    assert (state(panel), panel.seats) == ("panel", 5)
    asked = list(panel.asked.all())
    assert len(asked) == 15
    parties = {company.teams[0].pk, company.teams[1].pk}
    assert not parties & {seat.person.team_id for seat in asked}
    assert len({seat.person.team_id for seat in asked[:10]}) == 10
    assert Notice.objects.filter(kind="flags.seat").count() == 15


def test_four_alike_uphold_and_the_passage_is_hidden(board, panel):
    judge(panel, "leak", "leak", "no_leak", "leak")
    assert (state(panel), shown(board)) == ("panel", BODY)
    judge(panel, "leak")
    assert state(panel) == "upheld"
    assert HIDDEN in shown(board)
    assert "Nightfall" not in shown(board)


def test_four_alike_clear_and_the_passage_stays(board, panel):
    judge(panel, "no_leak", "no_leak", "no_leak", "no_leak")
    assert (state(panel), shown(board)) == ("cleared", BODY)


def test_what_a_panel_cleared_is_not_flagged_again_for_the_same_reason(board, panel, company, flagging):
    judge(panel, *["no_leak"] * 4)
    late = company.people[9]
    again = flagging(board).by(late, "Nightfall ships", category="personal_data")
    assert again.status_code == 409
    assert "A panel has looked at this" in again.content.decode()
    assert_well_formed(again)
    assert flagging(board).by(late, LEAK, category="strategy").status_code == 302
    assert flagging(board).by(late, "We like cakes.", category="personal_data").status_code == 302


def test_who_sat_on_a_panel_is_forgotten_with_the_case(panel):
    judge(panel, *["leak"] * 4)
    ticker.run(timezone.now() + timedelta(days=121))
    assert not Seat.objects.exclude(person=None).exists()
    assert not Panel.objects.get().entrants
    assert not Notice.objects.filter(kind="flags.seat").exists()
    call_command("verify_log")


def test_three_to_two_adds_four_and_five_of_nine_decide(panel):
    judge(panel, "leak", "leak", "leak", "no_leak", "no_leak")
    panel.refresh_from_db()
    assert (state(panel), panel.seats, panel.enlarged) == ("panel", 9, True)
    judge(panel, "no_leak", "no_leak", "leak")
    assert state(panel) == "panel"
    judge(panel, "leak")
    assert state(panel) == "upheld"


def test_a_verdict_lifts_a_veil_at_once(board, company, flagging):
    for person in company.people[1:3]:
        case = case_of(flagging(board).by(person, LEAK, category="personal_data"))
    assert HIDDEN in shown(board)
    judge(case.panels.get(), *["no_leak"] * 4)
    assert shown(board) == BODY


def test_the_panel_sits_as_soon_as_a_passage_is_hidden(board, company, flagging):
    for person in company.people[1:3]:
        case = case_of(flagging(board).by(person, LEAK, category="personal_data"))
    assert case.panels.get().asked.count() == 15
    assert not {seat.person_id for seat in Seat.objects.all()} & {one.pk for one in company.people[:3]}


def test_an_unanswered_flag_comes_before_a_panel_with_the_text_visible(board, company, flagging):
    case = case_of(flagging(board).by(company.people[1], LEAK, category="personal_data"))
    assert case.panels.get().asked.count() == 0
    ticker.run(case.ends_at)
    assert case.panels.get().asked.count() == 15
    assert shown(board) == BODY


def test_the_first_five_who_open_take_the_seats(panel):
    seats = list(panel.asked.all())
    assert [take(seat).status_code for seat in seats[:6]] == [302] * 5 + [409]
    assert panel.asked.filter(opened_at__isnull=False).count() == 5


def test_two_of_one_team_are_not_both_seated_at_first(panel):
    team = panel.asked.order_by("-pk").first().person.team_id
    first, second = panel.asked.filter(person__team=team)
    assert (take(first).status_code, take(second).status_code) == (302, 409)


def test_before_taking_a_seat_nobody_sees_the_passage(panel):
    seat = panel.asked.first()
    browser = signed_in(seat.person)
    page = browser.get(seat.get_absolute_url())
    assert "Nightfall" not in page.content.decode()
    assert_well_formed(page)
    take(seat)
    page = browser.get(seat.get_absolute_url())
    html = page.content.decode()
    assert f'<mark class="passage">{LEAK}</mark>' in html
    assert "Before." in html
    assert "After." in html
    assert "I made it up." in html
    assert "no-store" in page["Cache-Control"]
    assert_well_formed(page)


def test_the_page_is_blind(panel, company):
    seats = list(panel.asked.all())
    say(seats[0], "leak")
    take(seats[1])
    html = signed_in(seats[1].person).get(seats[1].get_absolute_url()).content.decode()
    for person in [*company.people[:2], seats[0].person]:
        assert person.display_name not in html.split("<main")[1]
    assert "Nobody outside knows." not in html


@pytest.mark.parametrize("verb", ["", "take/", "decline/", "verdict/"])
def test_a_foreign_seat_does_not_exist(panel, company, verb):
    seat = panel.asked.first()
    for person in (company.people[0], company.people[1], panel.asked.last().person):
        browser = signed_in(person)
        answer = browser.post(f"{seat.get_absolute_url()}{verb}") if verb else browser.get(seat.get_absolute_url())
        assert answer.status_code == 404


def test_declining_comes_before_the_passage_is_shown_and_closes_it(panel):
    seat = panel.asked.first()
    browser = signed_in(seat.person)
    assert browser.post(f"{seat.get_absolute_url()}decline/", {"reason": "conflict"}).status_code == 302
    assert take(seat).status_code == 409
    page = browser.get(seat.get_absolute_url())
    assert "Nightfall" not in page.content.decode()
    assert_well_formed(page)


def test_giving_back_a_seat_frees_it(panel):
    seats = list(panel.asked.all())
    for seat in seats[:5]:
        take(seat)
    signed_in(seats[0].person).post(f"{seats[0].get_absolute_url()}decline/", {"reason": "conflict"})
    assert take(seats[5]).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [{"verdict": ""}, {"reason": ""}, {"verdict": "no_leak"}, {"verdict": "maybe"}, {"reason": f"Because {LEAK}"}],
)
def test_half_a_verdict_comes_back_with_what_was_typed(panel, changes):
    seat = panel.asked.first()
    take(seat)
    data = SAY["leak"] | changes
    answer = signed_in(seat.person).post(f"{seat.get_absolute_url()}verdict/", data)
    assert answer.status_code == 422
    assert data["reason"] in answer.content.decode()
    assert_well_formed(answer)
    assert not Seat.objects.exclude(verdict="").exists()


def test_a_second_verdict_changes_nothing(panel):
    seat = panel.asked.first()
    say(seat, "leak")
    assert say(seat, "no_leak").status_code == 409
    assert Seat.objects.get(pk=seat.pk).verdict == "leak"


def test_seats_nobody_takes_are_drawn_anew_after_a_day(panel):
    panel.refresh_from_db()
    ticker.run(panel.next_draw_at - timedelta(seconds=1))
    assert panel.asked.count() == 15
    for _twice in range(2):
        ticker.run(panel.next_draw_at)
    assert panel.asked.count() == 20  # all there are: ten teams of two
    call_command("verify_log")


def test_a_seat_without_a_verdict_is_lost_after_a_day(panel):
    seat = panel.asked.first()
    take(seat)
    ticker.run(timezone.now() + timedelta(hours=24))
    seat.refresh_from_db()
    assert seat.lost_at
    assert say(seat, "leak").status_code == 409


def test_when_all_were_asked_those_who_did_not_answer_are_asked_again(panel):
    for day in (1, 2, 3):
        ticker.run(timezone.now() + timedelta(days=day, minutes=day))
    assert panel.asked.count() == 20
    assert Notice.objects.filter(kind="flags.seat").count() > 20
    assert not panel.asked.filter(invited_at__gt=timezone.now() + timedelta(days=3)).exists(), (
        "seats stay in reach"
    )


def test_nobody_answers_and_the_case_lapses_with_the_text_visible(board, panel):
    ticker.run(timezone.now() + timedelta(days=8))
    assert (state(panel), shown(board)) == ("lapsed", BODY)


def test_at_most_two_seats_a_week(boards, company, flagging):
    panels = [contested(boards.add(company.people[0], b1=BODY), company, flagging) for _ in range(3)]
    person = panels[0].asked.first().person
    seats = [Seat.objects.get_or_create(panel=one, person=person, defaults=_asked(one))[0] for one in panels]
    assert [take(seat).status_code for seat in seats] == [302, 302, 403]


def _asked(panel: Panel) -> dict:
    spare = panel.asked.latest("pk")
    return {"alias": "0" * 16, "team_alias": spare.team_alias, "invited_at": spare.invited_at}


def test_at_most_twenty_people_ever_open_a_case(panel):
    for _day in range(30):
        seat = panel.asked.free_to_take().order_by("pk").first()
        if seat is None or take(seat).status_code != 302:
            break
        signed_in(seat.person).post(f"{seat.get_absolute_url()}decline/", {"reason": "time"})
    assert panel.asked.filter(opened_at__isnull=False).count() <= 20


def test_a_witness_of_the_meantime_gives_no_verdict(board, panel, flagging):
    seat = panel.asked.first()
    take(seat)
    flagging(board).by(seat.person, LEAK, category="personal_data")
    answer = signed_in(seat.person).post(f"{seat.get_absolute_url()}verdict/", SAY["leak"])
    assert answer.status_code == 403


def test_an_author_may_still_settle_while_a_panel_sits(panel, company):
    seat = panel.asked.first()
    take(seat)
    signed_in(company.people[0]).post(f"{panel.case.get_absolute_url()}take-out/")
    assert state(panel) == "fixed"
    assert say(seat, "leak").status_code == 409
    page = signed_in(seat.person).get(seat.get_absolute_url())
    assert "Nightfall" not in page.content.decode()
    ticker.run(timezone.now() + timedelta(minutes=11))
    panel.refresh_from_db()
    assert panel.ended_at


def test_a_firm_of_three_cannot_decide_and_the_case_lapses(boards, flagging):
    firm = Company(3)
    panel = contested(boards.add(firm.people[0], b1=BODY), firm, flagging)
    assert [seat.person for seat in panel.asked.all()] == [firm.people[2]]
    judge(panel, "leak")
    assert state(panel) == "panel"
    ticker.run(timezone.now() + timedelta(days=8))
    assert state(panel) == "lapsed"


def test_in_a_firm_of_one_team_each_person_is_a_voice_and_two_of_three_decide(boards, flagging):
    firm = Company(1)
    firm.people += [firm.join(firm.teams[0]) for _ in range(5)]
    panel = contested(boards.add(firm.people[0], b1=BODY), firm, flagging)
    assert (panel.seats, panel.asked.count()) == (3, 4)
    judge(panel, "leak", "leak")
    assert state(panel) == "upheld"


def test_in_a_firm_of_seven_teams_the_seats_are_of_five_teams(boards, flagging):
    firm = Company(7)
    for team in firm.teams:
        firm.join(team)
    panel = contested(boards.add(firm.people[0], b1=BODY), firm, flagging)
    judge(panel, "leak", "leak", "leak", "no_leak", "leak")
    assert state(panel) == "upheld"
    teams = [seat.person.team_id for seat in panel.asked.decided()]
    assert len(set(teams)) == len(teams) == 5


def test_the_draw_can_be_checked_from_the_log_after_the_end(panel):
    judge(panel, *["leak"] * 4)
    panel.refresh_from_db()
    events = {row.payload["event"]: row.payload for row in LogOpening.objects.order_by("sequence")}
    assert lottery.seed_hash(bytes.fromhex(events["revealed"]["seed"])) == events["opened"]["seed_hash"]
    assert lottery.list_hash(panel.tickets()) == events["drawn"]["list_hash"]
    drawn = [one.alias for one in lottery.order(panel.tickets(), bytes(panel.seed))]
    assert events["asked"]["aliases"].split() == drawn[:15]
    call_command("verify_log")


def test_the_seed_is_secret_while_the_panel_sits(panel):
    seed = bytes(panel.seed).hex()
    assert not any(seed in str(row.payload) for row in LogOpening.objects.all())


@pytest.mark.parametrize("tampered", ["seed", "entrants", "order"])
def test_a_jury_that_was_not_drawn_is_found(panel, tampered):
    judge(panel, *["leak"] * 4)
    if tampered == "seed":
        Panel.objects.update(seed=b"x" * 32)
    elif tampered == "entrants":
        panel.pack(panel.entrants[1:])
        panel.save()
    else:
        Seat.objects.filter(pk=panel.asked.first().pk).update(alias="f" * 16)
    with pytest.raises(Exception, match="The log is broken"):
        call_command("verify_log")


def test_my_seats_are_listed_and_the_home_page_and_desk_name_them(panel):
    seat = panel.asked.first()
    browser = signed_in(seat.person)
    for address in ("/flags/panel/", "/flags/desk/", "/"):
        page = browser.get(address)
        assert seat.get_absolute_url() in page.content.decode(), address
        assert_well_formed(page)
    say(seat, "leak")
    page = browser.get("/flags/panel/").content.decode()
    assert seat.get_absolute_url() not in page
    assert "It is a leak" in page


def test_the_parties_read_what_the_panel_said_and_not_who(panel, company):
    judge(panel, *["leak"] * 4)
    for person in company.people[:2]:
        page = signed_in(person).get(panel.case.get_absolute_url())
        html = page.content.decode()
        assert html.count("Nobody outside knows.") == 4
        assert not [seat for seat in panel.asked.all() if seat.alias in html]
        assert_well_formed(page)


def test_a_superuser_decides_nothing(panel):
    admin = Company(0).join()
    admin.is_superuser = admin.is_staff = True
    admin.save()
    seat = panel.asked.first()
    for verb in ("take/", "verdict/", "decline/"):
        assert signed_in(admin).post(f"{seat.get_absolute_url()}{verb}", SAY["leak"]).status_code == 404


def test_disagreeing_twice_or_without_a_reason_is_refused_in_words(board, company, flagging):
    case = case_of(flagging(board).by(company.people[1], LEAK, category="personal_data"))
    author, address = signed_in(company.people[0]), f"{case.get_absolute_url()}contest/"
    assert_well_formed(author.get(address))
    empty = author.post(address, CONTEST | {"reason": "", "note": "Kept"})
    assert empty.status_code == 422
    assert "Kept" in empty.content.decode()
    assert author.post(address, CONTEST | {"note": f"It says {LEAK}"}).status_code == 422
    assert author.post(address, CONTEST).status_code == 302
    assert author.post(address, CONTEST).status_code == 409
    assert signed_in(company.people[1]).post(address, CONTEST).status_code == 404


def test_what_is_claimed_as_protected_speech_is_hidden_for_twelve_hours(board, company, flagging):
    for person in company.people[1:3]:
        case = case_of(flagging(board).by(person, LEAK, category="personal_data"))
    address = f"{case.get_absolute_url()}contest/"
    signed_in(company.people[0]).post(address, CONTEST | {"reason": "protected"})
    case.refresh_from_db()
    assert case.ends_at - case.veiled_at == timedelta(hours=12)
    ticker.run(case.ends_at)
    assert shown(board) == BODY
