"""The check before posting: below a comment while one types, below a suggestion when one presses its button."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.posts import PostFactory

TOKEN = "AKIA" + "IOSFODNN7EXAMPLE"
KEYS = "10000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_what_looks_like_a_leak_is_shown_before_it_is_posted(page, picture):
    rule = clause("Passwords and keys", "<p>Credentials stay inside.</p>", id=KEYS)
    VersionFactory(slug="house", guideline=guideline("House", rule))
    page.goto(PostFactory(title="Autumn").get_absolute_url())
    page.get_by_label("Your comment").fill(f"I use {TOKEN} for that.")
    hints = page.locator("leak-check#leaks")
    expect(hints.locator("mark")).to_have_text(TOKEN)
    expect(hints.get_by_role("link", name="Passwords and keys")).to_be_visible()
    assert_accessible(page)
    picture(page, "comment")
    page.get_by_label("Your comment").fill("I use the vault for that.")
    expect(hints.locator("mark")).to_have_count(0)

    page.goto(f"/guidelines/house/clauses/{KEYS}/suggest/")
    page.get_by_label("Rule").fill(f"Never post a key like {TOKEN}.")
    page.get_by_role("button", name="Check for leaks").click()
    expect(hints.locator("mark")).to_be_in_viewport()
    expect(page.get_by_label("Rule")).to_have_value(f"Never post a key like {TOKEN}.")
    assert_accessible(page)
    picture(page, "suggestion")
