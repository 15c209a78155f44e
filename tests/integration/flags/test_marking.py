"""Flagging a passage through the form."""

import pytest

from flags.models import Case, Testimony
from people.models import Notice
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK}. Nobody knows yet."


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY)


def test_selected_words_are_shown_marked_in_the_form_and_become_a_case(board, company, flagging):
    peer, form = company.people[1], flagging(board)
    browser = signed_in(peer)
    page = browser.get("/flags/new/", form.data(LEAK))
    assert page.status_code == 200
    assert_well_formed(page)
    assert f'<mark class="passage">{LEAK}.</mark>' in page.content.decode()
    answer = browser.post("/flags/new/", form.data(LEAK, note="Not announced"), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert_well_formed(answer)
    assert (case.block, BODY[case.start : case.end]) == ("b1", f"{LEAK}.")
    assert Testimony.objects.get().team == peer.team


def test_without_javascript_sentences_are_ticked(board, company, flagging):
    browser, form = signed_in(company.people[1]), flagging(board)
    page = browser.get("/flags/new/", form.data())
    assert_well_formed(page)
    assert page.content.decode().count('name="sentences"') == 3
    answer = browser.post("/flags/new/", form.data(sentences=["1", "2"]))
    assert answer.status_code == 302
    case = Case.objects.get()
    assert BODY[case.start : case.end] == f"{LEAK}. Nobody knows yet."


@pytest.mark.parametrize("ticked", [["0", "2"], [], ["7"], ["x"]])
def test_sentences_that_do_not_follow_each_other_or_do_not_exist_are_asked_for_again(
    board, company, flagging, ticked
):
    answer = signed_in(company.people[1]).post("/flags/new/", flagging(board).data(sentences=ticked))
    assert answer.status_code == 422
    assert_well_formed(answer)
    assert not Case.objects.exists()


def test_the_dialog_gets_the_form_and_its_answer_without_the_frame(board, company, flagging):
    browser, form = signed_in(company.people[1]), flagging(board)
    headers = {"X-Requested-With": "XMLHttpRequest"}
    page = browser.get("/flags/new/", form.data(LEAK), headers=headers)
    assert "<html" not in page.content.decode()
    assert "<form" in page.content.decode()
    answer = browser.post("/flags/new/", form.data(LEAK), headers=headers)
    assert answer.status_code == 200
    assert Case.objects.get().get_absolute_url() in answer.content.decode()


def test_emoji_and_combining_characters_do_not_shift_the_passage(boards, company, flagging):
    body = "🎉👩‍👩‍👧 Zoe\u0308 says: Nightfall 🚀 ships"
    board = boards.add(company.people[0], b1=body)
    flagging(board).by(company.people[1], "Nightfall 🚀")
    case = Case.objects.get()
    assert body[case.start : case.end] == "Nightfall 🚀"
    assert len(body[: case.start].encode("utf-16-le")) // 2 == case.start + 4  # what a browser counts


def test_a_selection_that_cuts_words_is_widened_to_whole_words(board, company, flagging):
    flagging(board).by(company.people[1], "ightfall shi")
    case = Case.objects.get()
    assert BODY[case.start : case.end] == "Nightfall ships"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"kind": "unicorn"}, 404),
        ({"id": 999}, 404),
        ({"version": 2}, 404),
        ({"block": "b99"}, 404),
        ({"block": "b1 b2"}, 404),
        ({"id": "x"}, 400),
        ({"version": "0"}, 400),
        ({"version": 10**40}, 400),
        ({"start": 5, "end": 5}, 400),
        ({"start": 9, "end": 5}, 400),
        ({"start": "", "end": 5}, 400),
        ({"start": -1, "end": 5}, 400),
        ({"start": 0, "end": 10_000}, 400),
        ({"start": 7, "end": 8}, 400),
        ({"category": "gossip"}, 422),
        ({"clause": "1:nothing"}, 422),
        ({"note": "n" * 501}, 422),
        ({"kind": "\x00"}, 400),
    ],
)
def test_a_mark_that_makes_no_sense_gets_a_plain_page(board, company, flagging, changes, status):
    answer = signed_in(company.people[1]).post("/flags/new/", flagging(board).data(LEAK) | changes)
    assert answer.status_code == status
    assert_well_formed(answer)
    assert not Case.objects.exists()


def test_selection_across_blocks_names_no_single_block_and_is_refused(boards, company, flagging):
    board = boards.add(company.people[0], b1="One two", b2="three four")
    answer = signed_in(company.people[1]).post("/flags/new/", flagging(board).data("two", start=4, end=12))
    assert answer.status_code == 400


def test_an_author_does_not_flag_their_own_text(board, company, flagging):
    author = company.people[0]
    assert signed_in(author).get("/flags/new/", flagging(board).data(LEAK)).status_code == 403
    assert flagging(board).by(author, LEAK).status_code == 403
    assert not Case.objects.exists()


def test_a_form_of_an_older_version_is_stale(boards, board, company, flagging):
    boards.rewrite(board, title="Plans", b1="All new")
    answer = flagging(board).by(company.people[1], LEAK)
    assert answer.status_code == 409
    assert_well_formed(answer)
    assert not Case.objects.exists()


def test_a_text_the_person_may_not_see_is_as_unknown_as_one_that_does_not_exist(board, company, flagging):
    board.readers = set()
    hidden = flagging(board).by(company.people[1], LEAK)
    missing = flagging(board).by(company.people[1], LEAK, id=999)
    assert hidden.status_code == missing.status_code == 404


@pytest.mark.parametrize(
    "note",
    [
        "It says project nightfall!",
        "Nightfall ships",
        "N-i-g-h-t-f-a-l-l s-h-i-p-s",
        "Níghtfall\u200b ships",
        "Νightfall shiрs",
    ],
)
def test_a_note_that_repeats_the_passage_is_refused(board, company, flagging, note):
    answer = flagging(board).by(company.people[1], LEAK, note=note)
    assert answer.status_code == 422
    assert "repeats words of the passage" in answer.content.decode()
    assert not Testimony.objects.exists()


def test_a_note_in_own_words_is_kept(board, company, flagging):
    assert (
        flagging(board).by(company.people[1], LEAK, note="The name in this sentence is secret").status_code == 302
    )
    assert Testimony.objects.get().note == "The name in this sentence is secret"


def test_a_person_has_so_many_flags_a_day(board, company, flagging, settings):
    settings.FLAGS_RULES = {"marks_per_day": 2}
    answers = [flagging(board).by(company.people[1], words).status_code for words in ("We", "cakes.", "Nobody")]
    assert answers == [302, 302, 429]


def test_a_markup_in_a_note_is_text(board, company, flagging):
    answer = flagging(board).by(company.people[1], LEAK, note="<script>alert(1)</script>")
    page = signed_in(company.people[1]).get(answer.url)
    assert "<script>alert" not in page.content.decode()
    assert_well_formed(page)


def test_an_urgent_flag_tells_the_author_at_once_and_others_at_a_fixed_hour(board, company, flagging):
    flagging(board).by(company.people[1], "cakes.", category="customer")
    flagging(board).by(company.people[1], LEAK, category="strategy")
    urgent, later = Case.objects.order_by("opened_at")
    assert urgent.told_at == urgent.opened_at
    assert later.told_at > later.opened_at
    assert (later.told_at.minute, later.told_at.second) == (0, 0)
    told = dict(Notice.objects.filter(recipient=company.people[0]).values_list("url", "deliver_at"))
    assert told == {urgent.get_absolute_url(): urgent.told_at, later.get_absolute_url(): later.told_at}


def test_signed_out_people_are_asked_to_sign_in(board, client, flagging):
    answer = client.post("/flags/new/", flagging(board).data(LEAK))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert not Case.objects.exists()


def test_a_stranger_gets_the_same_answer_for_a_foreign_case_and_a_missing_one(board, company, flagging):
    flagging(board).by(company.people[1], LEAK)
    case = Case.objects.get()
    stranger = signed_in(UserFactory(is_superuser=True))
    missing = f"/flags/{'0' * 8}-0000-4000-8000-{'0' * 12}/"
    for address in (case.get_absolute_url(), missing):
        assert stranger.get(address).status_code == 404
        for verb in ("withdraw", "settle", "take-out"):
            assert stranger.post(f"{address}{verb}/").status_code == 404


def test_the_notice_does_not_tell_which_language_the_one_who_flagged_reads(board, company, flagging):
    browser = signed_in(company.people[1])
    browser.post("/flags/new/", flagging(board).data(LEAK), headers={"Accept-Language": "sv"})
    notice = Notice.objects.get(recipient=company.people[0])
    assert notice.text == "A colleague flagged a passage of yours. Only you can see this for now."
