"""The public log, how it works, and the check before posting, as a browser shows them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from flags.models import CodeName
from posts.models import Post
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.integration.flags.test_figures import end_cases

TOKEN = "AKIA" + "IOSFODNN7EXAMPLE"


def test_a_quiet_log_says_what_will_stand_there(desktop_page: Page):
    desktop_page.goto("/flags/log/")
    expect(desktop_page.get_by_text("Fewer than 5 cases have ended")).to_be_visible()
    assert_accessible(desktop_page)


def test_the_log_shows_figures_as_a_picture_and_a_table(desktop_page: Page):
    end_cases(40, "fixed", category="customer")
    end_cases(12, "cleared", category="legal")
    end_cases(9, "lapsed", days_ago=70)
    desktop_page.goto("/flags/log/")
    expect(desktop_page.get_by_role("img", name="How cases ended")).to_be_visible()
    desktop_page.get_by_text("The same as a table").click()
    assert_accessible(desktop_page)
    desktop_page.get_by_role("link", name="By kind").click()
    expect(desktop_page.locator(".log-label", has_text="Customer or partner")).to_be_visible()


def test_how_it_works_can_be_read_by_everybody(desktop_page: Page):
    desktop_page.goto("/flags/how/")
    expect(desktop_page.get_by_role("heading", name="Colleagues judge, by lot")).to_be_visible()
    assert_accessible(desktop_page)


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_leak_is_pointed_out_while_one_writes(page: Page):
    page.goto("/posts/new/")
    page.get_by_label("Title").fill("Our key")
    page.get_by_role("textbox", name="Text").fill(f"It is {TOKEN}.")
    hint = page.locator("[data-hints]")
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
