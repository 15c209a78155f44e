"""The editor's journey: a colleague changes a guideline in the CMS, and everybody reads the new version."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.guidelines import VersionFactory, clause, guideline, page_of


@pytest.fixture
def draft_of():
    """A guideline in force; returns the address of its editor."""
    version = VersionFactory(
        slug="social-media",
        guideline=guideline("Social media", clause("Own your words", "<p>You answer for it.</p>")),
    )
    return f"/cms/pages/{page_of(version).pk}/edit/"


def publish(page: Page) -> None:
    """Press Publish, the first of the actions."""
    page.get_by_role("button", name="Publish").click()


def test_an_edited_clause_is_published_with_its_reason(page, draft_of):
    page.goto("/guidelines/social-media/")
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page).to_have_url(draft_of)
    page.locator('[name="clauses-0-value-heading"]').fill("Own your words, all of them")
    page.locator('[name="change_note"]').fill("Shares count too.")
    publish(page)
    expect(page.get_by_text("published", exact=False).first).to_be_visible()

    page.goto("/guidelines/social-media/")
    expect(page.get_by_role("heading", name="Own your words, all of them")).to_be_visible()
    expect(page.get_by_text("Shares count too.")).to_be_visible()
    expect(page.get_by_text("Version 2").first).to_be_visible()


def test_without_a_reason_nothing_is_published(desktop_page, draft_of, expected_console):
    expected_console.append("Failed to load resource.*422")
    page = desktop_page
    page.goto(draft_of)
    page.locator('[name="clauses-0-value-heading"]').fill("Something else")
    publish(page)
    expect(page.locator('[name="change_note"]')).to_have_attribute("aria-invalid", "true")
    page.goto("/guidelines/social-media/")
    expect(page.get_by_role("heading", name="Own your words")).to_be_visible()
