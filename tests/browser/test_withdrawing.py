"""In a browser: a guideline is withdrawn with a reason, put back, and brought in; every page passes axe."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of

HOME = "/guidelines/rules/"


@pytest.fixture
def version(db):
    """The second version of a guideline."""
    VersionFactory(slug="rules", guideline=guideline("Rules", clause("One")))
    return VersionFactory(slug="rules", guideline=guideline("Rules", clause("Two")))


def test_a_guideline_is_withdrawn_with_a_reason_and_put_back_in_force(desktop_page, version):
    page = desktop_page
    page.goto(f"/cms/pages/{page_of(version).pk}/unpublish/")
    assert_accessible(page)
    page.get_by_label("Why nobody should follow it any more").fill("A new law came.")
    page.get_by_role("button", name="unpublish").click()
    page.goto(HOME)
    expect(page.get_by_text("A new law came.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Put back in force").click()
    assert_accessible(page)
    page.locator("main textarea").fill("The law went again.")
    page.get_by_role("button", name="Put back in force").click()
    page.goto(f"{HOME}history/")
    expect(page.get_by_text("The law went again.")).to_be_visible()


def test_what_deleting_and_importing_ask_is_accessible(desktop_page, version):
    page = desktop_page
    page.goto(f"/cms/pages/{page_of(version).pk}/delete/")
    assert_accessible(page)
    page.goto("/cms/import-guideline/")
    assert_accessible(page)
