"""One clause through time, and the addresses of feeds, in a browser."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.factories.guidelines import VersionFactory, clause, guideline

WORDS, NAMES = (f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2))


@pytest.fixture
def social_media(person):
    """A guideline in three versions: a clause is reworded and moved, the other one is removed."""
    own = clause("Own your words", "<p>You answer for what you write, forever.</p>", id=WORDS)
    own_again = clause("Own up", "<p>You answer for what you write, always.</p>", id=WORDS)
    names = clause("Say who you are", "<p>Use your own name, and say where you work.</p>", id=NAMES)
    for month, clauses in enumerate([(names, own), (own_again, names), (own_again,)], start=1):
        VersionFactory(
            slug="social-media",
            guideline=guideline("Social media", *clauses),
            note=f"Reason {month}",
            author_id=person.pk,
            date=datetime(2026, month, 1, 9, tzinfo=UTC),
        )


def test_a_reader_goes_from_a_clause_to_its_history(page, social_media):
    page.goto("/guidelines/social-media/")
    page.get_by_role("link", name="history of “Own up”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Own up")
    expect(page.locator("#v2 ins", has_text="always")).to_be_visible()
    assert_accessible(page)


def test_a_removed_clause_leads_to_where_it_is_read_last(page, social_media):
    page.goto(f"/guidelines/social-media/clauses/{NAMES}/")
    assert_accessible(page)
    page.get_by_role("link", name="Read it last in version 2").click()
    expect(page).to_have_url(f"/guidelines/social-media/v/2/#clause-{NAMES}")


def test_the_words_of_a_clause_say_who_wrote_them_on_pointing_and_by_keyboard(desktop_page, social_media):
    page = desktop_page
    page.goto(f"/guidelines/social-media/clauses/{WORDS}/")
    words, card = page.locator("blame-text"), page.locator("#blame-v2")
    words.get_by_text("always").hover()
    expect(card).to_contain_text("Reason 2")
    page.get_by_role("heading", level=1).hover()
    expect(card).to_be_hidden()
    words.get_by_role("button", name="v2").last.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(card.get_by_role("link", name="Version 2")).to_be_focused()


def test_an_address_for_a_feed_reader_is_made_and_made_void(page, person):
    page.goto(person.get_absolute_url())
    page.get_by_role("link", name="Feed addresses").click()
    assert_accessible(page)
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_text("/guidelines/feed.atom?token=")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Make it void").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
