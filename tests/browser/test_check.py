"""The check before posting, beside posts, comments and suggestions and on its own page, as a browser shows it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from flags.models import CodeName
from posts.models import Post
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


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_leak_is_pointed_out_while_one_writes(page: Page):
    page.goto("/posts/new/")
    page.get_by_label("Title").fill("Our key")
    page.get_by_role("textbox", name="Text").fill(f"It is {TOKEN}.")
    hint = page.locator("leak-check")
    expect(hint.get_by_text("has the form of a password or key")).to_be_visible()
    page.get_by_role("textbox", name="Text").fill("It is gone.")
    expect(hint).to_be_empty()
    assert not Post.objects.exists()


def test_the_hints_on_a_form_are_accessible(desktop_page: Page):
    desktop_page.goto("/posts/new/")
    desktop_page.get_by_role("textbox", name="Text").fill(f"It is {TOKEN}.")
    desktop_page.get_by_role("button", name="Check for leaks").click()
    expect(desktop_page.get_by_text("before you publish")).to_be_visible()
    assert_accessible(desktop_page)


def test_without_javascript_a_button_checks_the_text_and_keeps_it(plain_page: Page):
    plain_page.goto("/posts/new/")
    plain_page.get_by_label("Title").fill("Our key")
    plain_page.get_by_role("textbox", name="Text").fill(f"It is {TOKEN}.")
    plain_page.get_by_role("button", name="Check for leaks").click()
    expect(plain_page.get_by_text("has the form of a password or key")).to_be_visible()
    expect(plain_page.get_by_role("textbox", name="Text")).to_have_value(f"It is {TOKEN}.")
    assert not Post.objects.exists()


def test_a_code_name_goes_on_the_list_and_is_found_in_a_text(desktop_page: Page):
    desktop_page.goto("/flags/check/")
    assert_accessible(desktop_page)
    desktop_page.get_by_role("textbox", name="Code name").fill("Project Nightfall")
    desktop_page.get_by_role("button", name="Add the name").click()
    expect(desktop_page.get_by_text("The name is on the list.")).to_be_visible()
    assert CodeName.objects.get().added_on <= timezone.localdate() + timedelta(days=1)
    desktop_page.get_by_role("textbox", name="Text").fill("So project nightfall ships.")
    desktop_page.get_by_role("button", name="Check for leaks").click()
    expect(desktop_page.get_by_text("is a code name that a colleague put on the list")).to_be_visible()
    assert_accessible(desktop_page)
