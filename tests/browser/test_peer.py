"""The peer's journey: marking the exact passage of a colleague's post, with and without JavaScript."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from flags.models import Case, Testimony
from tests.browser.accessibility import assert_accessible
from tests.browser.selecting import select_across, select_words
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory

TEXT = "Orders 😀 rose by **thirty-one** per cent this year, which nobody outside knows. Cafe\u0301s stay open."
BLOCK = "Orders 😀 rose by thirty-one per cent this year, which nobody outside knows. Cafés stay open."
PASSAGE = "rose by thirty-one per cent"


@pytest.fixture
def post():
    """A colleague's post with an emoji, an inline tag and a combining character in one paragraph.

    Its author is here: for one who is away, a panel would sit at once, and a case with a panel stays open.
    """
    author = UserFactory(last_active_on=timezone.now().date())
    return PostFactory(author=author, title="Autumn", body=f"A first paragraph.\n\n{TEXT}\n\nA last paragraph.")


def marked() -> str:
    """Return the passage that the only testimony marks, cut from the block as the server counts."""
    testimony = Testimony.objects.get()
    return BLOCK[testimony.start : testimony.end]


def open_dialog(page: Page, words: str) -> None:
    """Select words of the second paragraph and press the button that appears."""
    select_words(page.locator('[data-block="b2"]'), words)
    page.locator(".flag-selection").click()
    expect(page.get_by_role("dialog").get_by_text("Who will see this")).to_be_visible()


def test_selected_words_are_flagged_to_the_letter(page, post):
    page.goto(post.get_absolute_url())
    open_dialog(page, PASSAGE)
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("mark")).to_have_text(PASSAGE)
    assert_accessible(page)
    dialog.get_by_label("Figures that are not published").check()
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()
    assert marked() == PASSAGE
    dialog.get_by_role("button", name="Back to the text").click()
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(post.get_absolute_url())


def test_a_form_without_a_category_comes_back_with_the_error_in_the_dialog(desktop_page, post, expected_console):
    expected_console.append("status of 422")
    page = desktop_page
    page.goto(post.get_absolute_url())
    open_dialog(page, "Cafés")
    dialog = page.get_by_role("dialog")
    dialog.locator("form").evaluate("(form) => { form.noValidate = true; }")
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    assert Testimony.objects.count() == 0
    assert_accessible(page)
    dialog.get_by_label("Strategy or deal").check()
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()
    assert marked() == "Cafés"


def test_the_whole_way_can_be_gone_by_keyboard(desktop_page, post):
    page = desktop_page
    page.goto(post.get_absolute_url())
    select_words(page.locator('[data-block="b2"]'), PASSAGE)
    expect(page.locator(".flag-selection")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".flag-selection")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator('[data-block="b2"] ~ .flag-link')).to_be_focused()


def test_escape_takes_the_button_away(desktop_page, post):
    page = desktop_page
    page.goto(post.get_absolute_url())
    select_words(page.locator('[data-block="b2"]'), PASSAGE)
    expect(page.locator(".flag-selection")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".flag-selection")).to_have_count(0)


def test_a_selection_across_paragraphs_is_told_to_stay_within_one(desktop_page, post):
    page = desktop_page
    page.goto(post.get_absolute_url())
    select_across(page.locator('[data-block="b1"]'), page.locator('[data-block="b2"]'))
    expect(page.get_by_role("status").get_by_text("one paragraph")).to_be_visible()
    expect(page.locator(".flag-selection")).to_have_count(0)


def test_when_the_form_does_not_come_the_page_is_offered(desktop_page, post, expected_console):
    expected_console.append("Failed to load resource")
    page = desktop_page
    page.route("**/flags/new/**fragment=1*", lambda route: route.abort())
    page.goto(post.get_absolute_url())
    select_words(page.locator('[data-block="b2"]'), PASSAGE)
    page.locator(".flag-selection").click()
    page.get_by_role("dialog").get_by_role("link", name="Open it as a page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Flag a passage")
    expect(page.locator("mark")).to_have_text(PASSAGE)


def test_nobody_is_offered_to_flag_their_own_post(desktop_page, person):
    page = desktop_page
    page.goto(PostFactory(author=person, body="My own words.").get_absolute_url())
    select_words(page.locator('[data-block="b1"]'), "own words")
    expect(page.locator(".flag-selection")).to_have_count(0)
    expect(page.locator(".flag-link")).to_have_count(0)


def test_without_javascript_sentences_are_ticked_on_a_page(plain_page, post):
    page = plain_page
    page.goto(post.get_absolute_url())
    page.locator('[data-block="b2"] ~ .flag-link').click()
    page.get_by_label("Orders 😀 rose").check()
    page.get_by_label("Figures that are not published").check()
    page.get_by_role("button", name="Flag this passage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your flag")
    assert marked().strip() == "Orders 😀 rose by thirty-one per cent this year, which nobody outside knows."


def test_a_peer_follows_their_flag_on_the_desk_and_takes_it_back(page, post):
    page.goto(post.get_absolute_url())
    open_dialog(page, PASSAGE)
    page.get_by_role("dialog").get_by_label("Figures that are not published").check()
    page.get_by_role("dialog").get_by_role("button", name="Flag this passage").click()
    page.get_by_role("dialog").get_by_role("link", name="Look at your flag").click()
    expect(page.locator("mark")).to_have_text(PASSAGE)
    assert_accessible(page)
    page.get_by_role("button", name="Take my flag back").click()
    expect(page.get_by_text("Your flag is withdrawn.")).to_be_visible()
    page.goto("/flags/desk/")
    expect(page.get_by_role("link", name="Autumn")).to_be_visible()
    assert Case.objects.get().state == "closed"


@pytest.mark.parametrize("address", ["/flags/desk/", "/flags/log/", "/flags/how/", "/flags/new/?{sentences}"])
def test_every_screen_of_flags_is_accessible(desktop_page, post, address):
    sentences = f"kind=post&id={post.pk}&version=1&block=b2"
    desktop_page.goto(address.format(sentences=sentences))
    assert_accessible(desktop_page)
