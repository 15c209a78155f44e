"""The editor's journey: a colleague changes a guideline in the CMS, and everybody reads the new version."""

import re

import pytest
from playwright.sync_api import Page, expect

from guidelines.models import GuidelineIndexPage, GuidelinePage
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import sign_in
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory


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


# Every screen that leads there passes axe


def rich_text(page: Page, name: str):
    """Fields of rich text by their name."""
    return page.get_by_role("textbox", name=re.compile(name))


def test_every_field_of_the_editor_has_a_name_also_of_a_clause_that_is_added(desktop_page, draft_of):
    page = desktop_page
    page.goto(draft_of)
    expect(rich_text(page, "^Why Clause.*Own your words")).to_have_count(1)
    expect(rich_text(page, "^Text.* Rule Clause.*Own your words")).to_have_count(1)
    page.get_by_title("Insert a block").last.click()
    page.locator('[name="clauses-1-value-heading"]').fill("Be kind")
    expect(rich_text(page, "^Why Clause")).to_have_count(2)
    assert_accessible(page)


def test_a_part_of_a_rule_folds_itself_and_no_other(desktop_page):
    clauses = clause("Own your words", "<p>Say who you are.</p>"), clause("Be kind", "<p>Always.</p>")
    version = VersionFactory(guideline=guideline("Social media", *clauses))
    page = desktop_page
    page.goto(f"/cms/pages/{page_of(version).pk}/edit/")
    rules = page.locator('[data-contentpath="rule"]')
    rules.nth(1).get_by_role("button", name="Toggle section").click()
    expect(rules.nth(1).locator("[contenteditable=true]")).to_be_hidden()
    expect(rules.nth(0).locator("[contenteditable=true]")).to_be_visible()


def test_somebody_else_in_the_editor_is_named_beside_it(desktop_page, draft_of, new_context, live_server):
    theirs = new_context()
    sign_in(theirs, UserFactory(display_name="Priya Nair"), live_server)
    theirs.new_page().goto(draft_of)
    page = desktop_page
    page.goto(draft_of)
    expect(page.get_by_role("button", name="Priya Nair")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(
    "address",
    [
        "/cms/pages/add/guidelines/guidelinepage/{index}/",
        "/cms/pages/{index}/",
        "/cms/pages/{page}/history/",
        "/cms/pages/{page}/revisions/{revision}/revert/",
        "/cms/pages/{page}/revisions/compare/earliest...latest/",
    ],
    ids=["new guideline", "list", "history", "going back", "comparison"],
)
def test_screens_around_the_editor_are_accessible(desktop_page, draft_of, address):
    found = GuidelinePage.objects.get()
    index = GuidelineIndexPage.objects.get().pk
    desktop_page.goto(address.format(index=index, page=found.pk, revision=found.latest_revision_id))
    expect(desktop_page.get_by_role("heading", level=1)).to_have_count(1)
    assert_accessible(desktop_page)


def test_what_an_import_would_do_is_accessible(desktop_page, draft_of):
    page = desktop_page
    page.goto("/cms/import-guideline/")
    text = b"# Photos\n\n## Ask first\n\nAsk whoever is in the picture.\n"
    page.locator("#id_file").set_input_files({"name": "photos.md", "mimeType": "text/markdown", "buffer": text})
    page.get_by_label("Address").fill("photos")
    page.get_by_label("What the Markdown file changes").fill("Brought in.")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("cell", name="Ask first")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Import", exact=True).click()
    page.goto("/guidelines/photos/")
    expect(page.get_by_role("heading", name="Ask first")).to_be_visible()
