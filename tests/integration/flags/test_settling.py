"""What authors do: take it out, rewrite, confirm; and what becomes of older versions."""

import pytest
from django.utils import timezone

from flags import actions
from flags.models import Case
from flags.veil import Text, visible
from people.models import Notice
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."
HARMLESS = "We like cakes. The end."


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY)


@pytest.fixture
def author(board, company):
    return company.people[0]


def _flagged(flagging, board, *people, words=LEAK, **changes) -> Case:
    for person in people:
        flagging(board).by(person, words, category="figures", **changes)
    return Case.objects.get()


def _edit(boards, board, author, *, settles=(), **blocks) -> actions.Edited:
    """Store a new version and report it, as the editor of the target does."""
    version = boards.rewrite(board, **blocks)
    return actions.record_edit(
        kind="board", target_id=board.id, version=version, editor=author, settles=settles, now=timezone.now()
    )


def test_the_author_is_told_what_to_do_outside_first(board, author, company, flagging, settings):
    settings.INCIDENT_CONTACT = "incidents@peerline.example"
    case = _flagged(flagging, board, company.people[1], note="Figures of the quarter")
    page = signed_in(author).get(case.get_absolute_url())
    html = page.content.decode()
    assert_well_formed(page)
    assert 0 < html.index("incidents@peerline.example") < html.index("Take it out") < html.index("Rewrite")
    assert f'<mark class="passage">{LEAK}</mark>' in html
    assert "Figures of the quarter" in html
    assert f"/posts/{board.id}/edit/?case={case.pk}" in html
    assert company.people[1].display_name not in html


def test_take_it_out_cuts_the_passage_and_settles_the_case(board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    answer = signed_in(author).post(f"{case.get_absolute_url()}take-out/", follow=True)
    assert_well_formed(answer)
    case.refresh_from_db()
    assert case.state == "fixed"
    assert board.versions[-1]["b1"] == BODY.replace(LEAK, "")
    assert shown(board, version=1) == "[closed]"
    assert shown(board, author, version=1) == BODY
    assert shown(board) == BODY.replace(LEAK, "")


def test_take_it_out_of_a_veiled_text_opens_the_new_version_to_all(board, author, company, flagging):
    case = _flagged(flagging, board, *company.people[1:3])
    assert signed_in(author).post(f"{case.get_absolute_url()}take-out/").status_code == 302
    assert visible(Text("board", board.id, 2, board.versions[1]), UserFactory()).complete


def test_nobody_but_the_authors_settles(boards, board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    newcomer = UserFactory()
    board.authors[newcomer.pk] = timezone.now()
    for person in (company.people[1], newcomer, UserFactory(is_superuser=True)):
        for verb in ("take-out", "settle"):
            assert signed_in(person).post(f"{case.get_absolute_url()}{verb}/").status_code == 404
    assert len(board.versions) == 1


def test_confirming_while_a_run_of_the_words_is_left_changes_no_state(boards, board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    edited = _edit(
        boards, board, author, settles=[case.pk], title="Plans", b1="Nightfall ships in March, they say."
    )
    assert edited.settled == ()
    assert edited.left == {case.pk: ("b1",)}
    answer = signed_in(author).post(f"{case.get_absolute_url()}settle/", follow=True)
    assert "still stand" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "noted"


def test_a_leak_moved_to_the_title_is_still_there(boards, board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    edited = _edit(boards, board, author, settles=[case.pk], title=LEAK, b1=HARMLESS)
    assert edited.left == {case.pk: ("title",)}


def test_rewriting_without_the_confirmation_changes_no_state_and_asks_for_it(
    boards, board, author, company, flagging
):
    case = _flagged(flagging, board, company.people[1])
    assert _edit(boards, board, author, title="Plans", b1=HARMLESS) == actions.Edited((), {})
    page = signed_in(author).get(case.get_absolute_url())
    assert "This was it, take it out of the history too" in page.content.decode()
    assert shown(board, version=1) == BODY
    signed_in(author).post(f"{case.get_absolute_url()}settle/")
    case.refresh_from_db()
    assert case.state == "fixed"
    assert shown(board, version=1) == "[closed]"


def test_rewriting_with_the_confirmation_settles_at_once(boards, board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    edited = _edit(boards, board, author, settles=[case.pk], title="Plans", b1=HARMLESS)
    assert edited.settled == (case.pk,)


def test_only_the_older_versions_that_hold_the_passage_are_closed(boards, author, company, flagging):
    board = boards.add(author, b1=HARMLESS)
    boards.rewrite(board, b1=BODY)
    flagging(board, version=2).by(company.people[1], LEAK, category="figures")
    case = Case.objects.get()
    _edit(boards, board, author, settles=[case.pk], b1=HARMLESS + " Really.")
    assert shown(board, version=1) == HARMLESS
    assert shown(board, version=2) == "[closed]"
    assert shown(board, version=3) == HARMLESS + " Really."


def test_an_edit_elsewhere_carries_the_veil_exactly(boards, board, author, company, flagging):
    _flagged(flagging, board, *company.people[1:3])
    _edit(boards, board, author, title="Other plans", b1="Something new.", b2=BODY)
    assert shown(board, block="b1") == "Something new."
    assert shown(board, block="b2").startswith("We like cakes. [hidden")
    assert shown(board, version=1) == "[closed]"


def test_a_reworded_paragraph_is_veiled_as_a_whole_until_the_author_confirms(
    boards, board, author, company, flagging
):
    case = _flagged(flagging, board, *company.people[1:3])
    _edit(boards, board, author, title="Plans", b1="We like cakes. Nightfall is out in spring to nobody. The end.")
    assert shown(board).startswith("[hidden")
    assert shown(board).endswith("]")
    signed_in(author).post(f"{case.get_absolute_url()}settle/")
    assert shown(board).startswith("We like cakes. Nightfall is out")


def test_look_alike_swapped_split_and_merged_paragraphs_stay_covered(boards, board, author, company, flagging):
    _flagged(flagging, board, *company.people[1:3])
    other = "A quite different paragraph about the weather."
    _edit(boards, board, author, title="Plans", b1=other, b2=BODY)
    assert "Nightfall" not in shown(board, block="b2")
    _edit(boards, board, author, title="Plans", b1=f"We like cakes. {LEAK}", b2="to nobody. The end.")
    assert "Nightfall" not in shown(board, block="b1")
    _edit(boards, board, author, title="Plans", b1=f"{other} {BODY}")
    assert "Nightfall" not in shown(board)
    _edit(boards, board, author, title="Plans", b1=BODY.replace("Nightfall", "N\u200bightfall").replace("a", "а"))
    assert "ightf" not in shown(board)


def test_going_back_to_an_older_version_keeps_the_veil(boards, board, author, company, flagging):
    _flagged(flagging, board, *company.people[1:3])
    _edit(boards, board, author, title="Plans", b1=HARMLESS)
    _edit(boards, board, author, title="Plans", b1=BODY)
    assert "Nightfall" not in shown(board)


def test_a_version_nobody_reported_is_closed(boards, board, author, company, flagging):
    _flagged(flagging, board, *company.people[1:3])
    boards.rewrite(board, title="Plans", b1=BODY)
    assert shown(board) == "[closed]"


def test_a_short_passage_is_not_left_over_where_it_always_stood(boards, author, company, flagging):
    board = boards.add(author, b1="Growth was 12 % this year.", b2="Buy 12 % vinegar.")
    case = _flagged(flagging, board, company.people[1], words="12 %")
    edited = _edit(
        boards, board, author, settles=[case.pk], b1="Growth was good this year.", b2="Buy 12 % vinegar."
    )
    assert edited.settled == (case.pk,)


def test_after_the_end_witnesses_hear_in_the_same_words_whatever_the_end_was(
    boards, board, author, company, flagging
):
    case = _flagged(flagging, board, company.people[1])
    signed_in(author).post(f"{case.get_absolute_url()}take-out/")
    notice = Notice.objects.get(recipient=company.people[1])
    assert notice.text == "A flag that concerns you has ended."
    assert notice.deliver_at > timezone.now()
    page = signed_in(company.people[1]).get(case.get_absolute_url())
    assert "An author settled it" in page.content.decode()
    assert "Nightfall" not in page.content.decode()


def test_editing_a_text_whose_case_is_over_changes_nothing(boards, board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    Case.objects.update(state="lapsed", ends_at=None, ended_at=timezone.now())
    assert _edit(boards, board, author, settles=[case.pk], b1=HARMLESS) == actions.Edited((), {})


def test_somebody_who_is_no_author_any_more_does_not_settle(board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    del board.authors[author.pk]
    for verb in ("take-out", "settle"):
        assert signed_in(author).post(f"{case.get_absolute_url()}{verb}/").status_code == 404
    assert len(board.versions) == 1


def test_a_text_that_was_deleted_leaves_a_plain_page(boards, board, author, company, flagging):
    case = _flagged(flagging, board, company.people[1])
    boards.delete(board)
    for person in (author, company.people[1]):
        page = signed_in(person).get(case.get_absolute_url())
        assert page.status_code == 410
        assert_well_formed(page)
        assert signed_in(person).get("/flags/desk/").status_code == 200
    assert signed_in(author).post(f"{case.get_absolute_url()}take-out/").status_code == 404
    assert signed_in(company.people[1]).post(f"{case.get_absolute_url()}withdraw/").status_code == 302
