"""The reader's journey: a guideline, its history, two versions compared."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.factories.guidelines import VersionFactory, clause, guideline

WORDS, NAMES, LEAKS = (f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3))


@pytest.fixture
def social_media(person):
    """A guideline in three versions: a clause is reworded, one is added, one moves."""
    own = clause(
        "Own your words", "<p>You answer for what you write, forever.</p>", id=WORDS, why="<p>It stays.</p>"
    )
    own_again = clause(
        "Own your words", "<p>You answer for what you write, always.</p>", id=WORDS, why="<p>It stays.</p>"
    )
    names = clause("Say who you are", "<p>Use your own name, and say where you work.</p>", id=NAMES)
    leaks = clause("Keep proprietary things in", "<p>What is not public stays inside.</p>", id=LEAKS)
    texts = [(own, names), (own_again, names), (names, own_again, leaks)]
    for month, clauses in enumerate(texts, start=1):
        VersionFactory(
            slug="social-media",
            guideline=guideline("Social media", *clauses, summary="Be honest.\nStay kind."),
            note=f"Reason {month}",
            author_id=person.pk,
            date=datetime(2026, month, 1, 9, tzinfo=UTC),
        )


def test_a_reader_goes_from_the_guideline_to_what_changed(page, social_media):
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Social media", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social media")
    expect(page.get_by_text("It stays.")).to_be_hidden()
    page.get_by_text("Why", exact=True).click()
    expect(page.get_by_text("It stays.")).to_be_visible()

    page.get_by_role("link", name="History", exact=True).click()
    page.locator('input[name="a"][value="1"]').check()
    expect(page.locator('input[name="b"][value="1"]')).to_be_disabled()
    page.get_by_role("button", name="Compare").click()

    expect(page).to_have_url("/guidelines/social-media/compare/1...3/")
    expect(page.locator("del", has_text="forever")).to_be_visible()
    expect(page.locator("ins", has_text="always")).to_be_visible()
    expect(page.locator(".diff-kind-added")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("History")


def test_changes_are_walked_by_button_and_by_key(page, social_media):
    page.goto("/guidelines/social-media/compare/1...3/")
    changes = page.locator("[data-change]")
    page.get_by_role("button", name="Next change").click()
    expect(changes.first).to_be_focused()
    page.keyboard.press("n")
    expect(changes.nth(1)).to_be_focused()
    page.keyboard.press("p")
    expect(changes.first).to_be_focused()


def test_a_compare_can_be_seen_side_by_side_and_linked_to(desktop_page, social_media):
    page = desktop_page
    page.goto("/guidelines/social-media/compare/1...3/")
    page.get_by_role("link", name="Side by side").click()
    page.reload()
    expect(page.get_by_role("link", name="Side by side")).to_have_attribute("aria-current", "true")
    sides = page.locator(f"#change-{WORDS} .diff-sides > div")
    expect(sides.first).to_contain_text("forever")
    expect(sides.last).to_contain_text("always")
    expect(sides.last).not_to_contain_text("forever")


def test_the_contents_stand_beside_the_text_or_collapse_above_it(new_context, page, social_media):
    page.goto("/guidelines/social-media/")
    link = page.get_by_role("navigation", name="Contents").get_by_role("link", name="Say who you are")
    if page.viewport_size["width"] < 992:
        expect(link).to_be_hidden()
        page.get_by_role("navigation", name="Contents").locator("summary").click()
    link.click()
    expect(page.locator(f"#clause-{NAMES}")).to_be_in_viewport()


@pytest.mark.parametrize(
    "address",
    [
        "/guidelines/",
        "/guidelines/social-media/",
        "/guidelines/social-media/history/",
        "/guidelines/social-media/v/1/",
        "/guidelines/social-media/v/9/",
        "/guidelines/social-media/blame/",
        "/guidelines/social-media/compare/",
        "/guidelines/social-media/compare/1...3/",
        "/guidelines/social-media/compare/1...3/?view=side&show=all",
        "/guidelines/social-media/compare/2...2/",
    ],
)
def test_every_screen_of_a_guideline_is_accessible(desktop_page, social_media, address, expected_console):
    expected_console.append("status of 404.*/v/9/")
    desktop_page.goto(address)
    for summary in desktop_page.locator("main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    assert_accessible(desktop_page)


def test_without_javascript_two_versions_are_compared_with_a_form(plain_page, social_media):
    page = plain_page
    page.goto("/guidelines/social-media/history/")
    page.locator('input[name="a"][value="1"]').check()
    page.locator('input[name="b"][value="3"]').check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("del", has_text="forever")).to_be_visible()
