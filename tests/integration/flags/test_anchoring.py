"""Passages across edits: where flags join, what veils cover, and who is asked when that is not certain."""

import pytest
from django.utils import timezone

from flags import actions
from flags.models import Case
from people.models import Notice
from tests.html import assert_well_formed
from tests.integration.flags.conftest import shown, signed_in

pytestmark = pytest.mark.django_db
LEAK = "Sales grew by 12 % in the north"
BODY = f"We like cakes. {LEAK} this year. The end."
WEATHER = "Something about the weather and the garden."


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title="Plans", b1=BODY, b2=WEATHER)


@pytest.fixture
def author(board, company):
    return company.people[0]


@pytest.fixture
def edit(boards, board, author):
    """Give a way to store and report a new version, whose other blocks stay as they were."""

    def store(*, whole=False, settles=(), **blocks):
        version = boards.rewrite(board, **({} if whole else board.versions[-1]) | blocks)
        where = {"kind": "board", "target_id": board.id, "version": version, "editor": author}
        return actions.record_edit(**where, settles=settles, now=timezone.now())

    return store


@pytest.fixture
def veiled(board, company, flagging):
    """A case whose words people of two teams marked."""
    for person in company.people[1:3]:
        flagging(board).by(person, LEAK, category="figures")
    case = Case.objects.get()
    assert case.state == "veiled"
    return case


def _page(person, case) -> str:
    page = signed_in(person).get(case.get_absolute_url())
    assert_well_formed(page)
    return " ".join(page.content.decode().split())


def test_a_look_alike_passage_does_not_draw_the_veil_from_the_reworded_one(veiled, board, edit):
    edit(b1=BODY.replace("12 %", "twelve percent"), b2=f"{LEAK.replace('north', 'south')} this year.")
    assert "twelve" not in shown(board)
    assert "12 %" not in shown(board, block="b2")


def test_swapped_passages_stay_covered(veiled, board, edit):
    edit(b1=WEATHER, b2=BODY)
    assert "12 %" not in shown(board, block="b2")
    assert shown(board, block="b1") == WEATHER


def test_a_split_passage_stays_covered(veiled, board, edit):
    edit(b1="We like cakes. Sales grew by 12 %", b2="in the north this year. The end.", b3=WEATHER)
    assert "12 %" not in shown(board)
    assert "north" not in shown(board, block="b2")
    assert shown(board, block="b3") == WEATHER


def test_a_merged_passage_stays_covered_exactly(veiled, board, edit):
    edit(whole=True, title="Plans", b1=f"{BODY} {WEATHER}")
    assert shown(board).startswith("We like cakes. [hidden")
    assert shown(board).endswith(f"] this year. The end. {WEATHER}")


def test_duplicated_passages_are_covered_each(veiled, board, edit):
    edit(b1=f"{BODY} Once more: {LEAK}.", b2=f"And {LEAK}.")
    assert "12 %" not in shown(board) + shown(board, block="b2")


@pytest.mark.parametrize("key", ["title", "tags", "alt1", "b3"])
def test_a_leak_moved_to_title_tag_or_alternative_text_is_covered_there(veiled, board, edit, key):
    edit(**{"b1": "We like cakes.", key: LEAK})
    assert "12 %" not in shown(board, block=key)


def test_zero_width_and_homoglyph_characters_do_not_lift_a_veil(veiled, board, edit):
    edit(
        b1=BODY.replace("Sales", "S\N{CYRILLIC SMALL LETTER A}l\N{ZERO WIDTH SPACE}es").replace(
            "We like", "I hate"
        )
    )
    assert "12" not in shown(board)
    assert shown(board).startswith("I hate cakes. [hidden")


def test_going_back_to_an_older_version_lays_the_veil_where_it_lay(veiled, board, edit):
    before = shown(board)
    edit(b1="Nothing to see here.")
    edit(b1=BODY)
    assert shown(board) == before


def test_where_it_is_not_certain_authors_and_witnesses_are_asked(veiled, board, author, company, edit):
    Notice.objects.all().delete()
    edit(b1="We like cakes. Sales went up by an eighth up there. The end.")
    assert shown(board).startswith("[hidden")
    told = Notice.objects.filter(kind="flags.unsure").values_list("recipient", flat=True)
    assert set(told) == {person.pk for person in company.people[:3]}
    assert "all of the paragraph it may stand in is hidden" in _page(author, veiled)
    assert "all of the paragraph it may stand in is hidden" in _page(company.people[1], veiled)
    edit(b1="We like cakes. Sales went up by an eighth up there. Really.")
    assert Notice.objects.filter(kind="flags.unsure").count() == 3


def test_an_edit_changes_no_state_without_the_authors_word(veiled, board, author, edit):
    edit(b1="We like cakes. Sales went up by an eighth up there. The end.")
    veiled.refresh_from_db()
    assert veiled.state == "veiled"
    edit(b1="We like cakes. The end.", settles=[veiled.pk])
    veiled.refresh_from_db()
    assert veiled.state == "fixed"
    assert shown(board) == "We like cakes. The end."


def test_flags_join_across_an_edit_of_the_same_paragraph(board, company, edit, flagging):
    flagging(board).by(company.people[1], LEAK, category="figures")
    edit(title="Better plans", b1=f"Hello. {BODY.replace('cakes', 'tea')}")
    flagging(board, version=2).by(company.people[2], LEAK, category="figures")
    case = Case.objects.get()
    assert case.state == "veiled"
    assert [BODY[one.start : one.end] for one in case.testimonies.all()] == [LEAK, LEAK]
    assert shown(board).startswith("Hello. We like tea. [hidden")
    assert shown(board, version=1) == "[closed]"


def test_a_veil_laid_after_an_edit_is_carried_on(board, company, edit, flagging):
    flagging(board).by(company.people[1], LEAK, category="figures")
    edit(b1=f"Hello. {BODY}")
    flagging(board, version=2).by(company.people[2], LEAK, category="figures")
    edit(b1=f"Hello there. {BODY}")
    assert shown(board).startswith("Hello there. We like cakes. [hidden")


def test_a_flag_on_a_look_alike_passage_opens_a_case_of_its_own(board, company, edit, flagging):
    flagging(board).by(company.people[1], LEAK, category="figures")
    edit(b1=f"{BODY} {LEAK.replace('north', 'south')} too.")
    flagging(board, version=2).by(company.people[2], LEAK.replace("north", "south"), category="figures")
    assert Case.objects.count() == 2


def test_an_edit_while_a_panel_sits_changes_no_state_and_can_settle_it(board, author, company, edit, flagging):
    flagging(board).by(company.people[1], LEAK, category="figures")
    case = Case.objects.get()
    actions.end_overdue(case.ends_at)
    case.refresh_from_db()
    assert case.state == "panel"
    edit(b1=f"Hello. {BODY}")
    case.refresh_from_db()
    assert case.state == "panel"
    assert edit(b1="We like cakes.", settles=[case.pk]).settled == (case.pk,)
    case.refresh_from_db()
    assert case.state == "fixed"
