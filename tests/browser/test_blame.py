"""Who wrote what: cards on pointing, by keyboard and by pressing, with and without JavaScript."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory

BLAME = "/guidelines/social-media/blame/"


@pytest.fixture(autouse=True)
def social_media(person):
    """A guideline of which Ada wrote the first version and Bo some words more."""
    rule = clause("Own your words", "<p>You answer for what you write.</p>", why="<p>It stays.</p>")
    later = clause("Own your words", "<p>You answer for what you write, always.</p>", id=rule.id, why=rule.why)
    for month, (text, author) in enumerate(
        [(rule, person), (later, UserFactory(display_name="Bo Writer"))], start=1
    ):
        VersionFactory(
            slug="social-media",
            guideline=guideline("Social media", text),
            note=f"Reason {month}",
            author_id=author.pk,
            date=datetime(2026, month, 1, 9, tzinfo=UTC),
        )


def test_pointing_at_words_shows_who_wrote_them(desktop_page):
    desktop_page.goto(BLAME)
    card = desktop_page.locator("#blame-v2")
    expect(card).to_be_hidden()
    desktop_page.get_by_text("always").hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Bo Writer")
    card.hover()
    expect(card).to_be_visible()
    desktop_page.get_by_role("heading", level=1).hover()
    expect(card).to_be_hidden()


def test_reaching_a_mark_by_keyboard_shows_its_card_and_pressing_it_leads_inside(desktop_page):
    desktop_page.goto(BLAME)
    mark, card = desktop_page.get_by_role("button", name="v2"), desktop_page.locator("#blame-v2")
    desktop_page.locator(".blame-text", has_text="answer").get_by_role("button", name="v1").nth(1).focus()
    desktop_page.keyboard.press("Tab")
    expect(mark).to_be_focused()
    expect(card).to_be_visible()
    desktop_page.keyboard.press("Enter")
    expect(card).to_be_visible()
    desktop_page.keyboard.press("Tab")
    expect(card.get_by_role("link", name="Version 2")).to_be_focused()
    desktop_page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()


def test_pressing_a_mark_opens_its_card_without_javascript(plain_page):
    plain_page.goto(BLAME)
    plain_page.get_by_role("button", name="v2").click()
    expect(plain_page.locator("#blame-v2")).to_contain_text("Reason 2")


def test_a_card_stays_open_once_its_mark_was_pressed(desktop_page):
    desktop_page.clock.install()
    desktop_page.goto(BLAME)
    desktop_page.get_by_role("button", name="v2").click()
    desktop_page.get_by_text("answer").hover()
    desktop_page.clock.run_for(1000)
    expect(desktop_page.locator("#blame-v2")).to_be_visible()
    expect(desktop_page.locator("#blame-v1")).to_be_hidden()


def test_on_a_phone_the_list_under_a_clause_says_who_wrote_it(plain_page):
    plain_page.goto(BLAME)
    wrote = plain_page.locator(".blame-list").last
    wrote.locator("summary").press("Enter")
    expect(wrote.get_by_role("listitem")).to_have_count(2)
    expect(wrote.get_by_role("listitem").last).to_contain_text("Bo Writer · 1 February 2026 import Reason 2")


def test_touching_a_mark_on_a_phone_opens_its_card_within_the_screen(new_context, live_server, person):
    context = new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(context, person, live_server)
    page = context.new_page()
    page.goto(BLAME)
    page.get_by_role("button", name="v2").tap()
    box = page.locator("#blame-v2").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    page.locator("#blame-v2").get_by_role("link", name="What it changed").tap()
    expect(page.locator(".diff-card")).to_have_count(1)


def test_a_reader_goes_from_an_old_version_to_its_words_to_one_clause_to_the_pictures(page):
    page.goto("/guidelines/social-media/v/1/")
    page.get_by_role("link", name="Who wrote what").click()
    expect(page.get_by_text("version 1 of 2")).to_be_visible()
    expect(page.get_by_text("always")).to_have_count(0)
    page.get_by_role("link", name="In pictures").click()
    page.locator("section", has_text="Which clauses changed").get_by_text("The same as a table").click()
    page.get_by_role("link", name="Own your words").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Own your words")
    expect(page.locator(".diff-card")).to_have_count(2)


@pytest.mark.parametrize("place", ["v/1/blame/", "pictures/"])
def test_older_words_and_pictures_are_accessible(desktop_page, place):
    desktop_page.goto(f"/guidelines/social-media/{place}")
    desktop_page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert_accessible(desktop_page)


def test_the_page_is_accessible_with_a_card_open_and_without(desktop_page):
    desktop_page.goto(BLAME)
    assert_accessible(desktop_page)
    desktop_page.get_by_role("button", name="v2").click()
    assert_accessible(desktop_page)
