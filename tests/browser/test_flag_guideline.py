"""The peer's journey on a guideline: marking words of one clause, and what readers and editors see of it then."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from flags import actions, clause_target
from flags.models import Case, GuidelinePiece, Testimony
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.selecting import select_words
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import TeamFactory, UserFactory

LINE = "Never name 😀 the Kestrel project to anybody outside."
PASSAGE = "the Kestrel project"


@pytest.fixture
def piece():
    """A clause that a colleague wrote, who is here."""
    author = UserFactory(last_active_on=timezone.now().date(), team=TeamFactory())
    names = clause("Names", f"<p>Ask first.</p><p>{LINE.replace('Kestrel', '<b>Kestrel</b>')}</p>")
    text = guideline("Naming things", clause("Own your words"), names)
    version = VersionFactory(slug="naming", guideline=text, author_id=author.pk)
    return GuidelinePiece.objects.get(page_id=version.page_id, clause_id=names.id)


def hide(piece) -> None:
    """Let two teams flag the passage."""
    start = LINE.index(PASSAGE)
    mark = actions.Mark(clause_target.KIND, piece.pk, 1, "b2", start, start + len(PASSAGE))
    today = timezone.now().date()
    peers: list[Any] = [UserFactory(team=TeamFactory(), last_active_on=today) for _team in range(3)]
    for peer in peers[:2]:
        actions.testify(person=peer, mark=mark, category="figures", note="", citation=None, now=timezone.now())
    assert Case.objects.get().state == "veiled"


def test_selected_words_of_a_clause_are_flagged_to_the_letter(page, piece):
    page.goto("/guidelines/naming/")
    block = page.locator(f'[id="clause-{piece.clause_id}"] [data-block="b2"]')
    block.scroll_into_view_if_needed()
    select_words(block, PASSAGE)
    page.locator(".flag-selection").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("mark")).to_have_text(PASSAGE)
    dialog.get_by_label("Product that is not released").check()
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()
    testimony = Testimony.objects.get()
    assert LINE[testimony.start : testimony.end] == PASSAGE
    assert testimony.case.target_id == piece.pk


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_hidden_clause_is_said_to_be_and_the_rest_can_be_edited(page, piece):
    hide(piece)
    page.goto("/guidelines/naming/")
    expect(page.get_by_text("hidden for now, since")).to_be_visible()
    expect(page.get_by_text("Kestrel")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_role("heading", name="Words of this guideline are hidden for now")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Take it out, and edit the rest").click()
    expect(page.get_by_label("Title", exact=True).or_(page.locator("#id_title"))).to_have_value("Naming things")
    expect(page.get_by_text("Kestrel")).to_have_count(0)
    page.goto("/guidelines/naming/history/")
    expect(page.get_by_text("Took words out.")).to_be_visible()
    page.goto("/guidelines/naming/compare/1...2/")
    expect(page.locator(".diff-kind-taken-out")).to_be_visible()
    assert_accessible(page)


def test_without_javascript_a_paragraph_is_flagged_from_the_page_of_the_clause(plain_page, piece):
    page = plain_page
    page.goto("/guidelines/naming/")
    page.locator(f'[id="clause-{piece.clause_id}"]').get_by_role("link", name="history").click()
    page.get_by_text("Flag words of this clause").click()
    page.locator("#flag li", has_text="Kestrel").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Flag a passage")).to_be_visible()
