"""Searching in a real browser: from the header, from a phone's menu, and from a guideline."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.factories.guidelines import clause
from tests.factories.posts import PostFactory
from tests.integration.guidelines.reading import edition, first_edition


@pytest.fixture
def written(person):
    """A guideline whose newest version no longer speaks of herring, and a post."""
    photos = clause("Photos", "<p>Ask about herring.</p>")
    edition(first_edition(photos), clause("Photos", "<p>Ask about salmon.</p>", id=photos.id))
    PostFactory(author=person, title="Salmon season")


def test_a_word_typed_into_the_header_is_found(desktop_page, written):
    desktop_page.goto("/")
    desktop_page.get_by_label("Search", exact=True).fill("salm")
    desktop_page.keyboard.press("Enter")
    expect(desktop_page.locator("mark").first).to_have_text("salmon")
    expect(desktop_page.get_by_role("link", name="Salmon season")).to_be_visible()
    assert_accessible(desktop_page)
    desktop_page.get_by_role("link", name="Photos").click()
    expect(desktop_page.get_by_text("Ask about salmon.")).to_be_in_viewport()


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_what_a_guideline_once_said_is_found_from_its_page(page, written):
    page.goto("/guidelines/social-media/")
    page.get_by_label("Search this guideline").fill("herring")
    page.get_by_label("Search this guideline").press("Enter")
    page.get_by_label("Also what guidelines said in earlier versions").check()
    page.get_by_role("button", name="Search").click()
    assert_accessible(page)
    page.get_by_role("link", name="gone since v2").click()
    expect(page.locator("del", has_text="herring")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_small_phone_reaches_the_search_from_its_menu(page, written):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/guidelines/social-media/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    expect(page.get_by_role("heading", name="Search", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
