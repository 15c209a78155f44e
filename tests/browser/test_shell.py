"""The frame of every page: signing in and out, menus, colours, plain error pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.factories.people import PASSWORD


def test_a_colleague_signs_in_and_out_with_the_forms(stranger_page, person):
    page = stranger_page
    page.goto("/accounts/login/")
    assert_accessible(page)
    page.get_by_label("Username or e-mail address").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.locator(".person-button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_said_beside_the_form(stranger_page, person):
    page = stranger_page
    page.goto("/accounts/login/")
    page.get_by_label("Username or e-mail address").fill(person.username)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-used/",
        "/accounts/password/reset/key/done/",
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/used/",
        "/accounts/login/?next=/press-again/",
    ],
)
def test_pages_for_strangers_are_accessible(stranger_page, address):
    stranger_page.goto(address)
    assert_accessible(stranger_page)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/email/",
        "/notices/",
        "/people/ada/",
        "/voices/",
        "/voices/?q=nobody",
    ],
)
def test_pages_of_a_person_are_accessible(desktop_page, address):
    desktop_page.goto(address)
    assert_accessible(desktop_page)


def test_an_unknown_address_gets_a_page_in_plain_words(desktop_page, expected_console):
    page = desktop_page
    expected_console.append("status of 404")
    answer = page.goto("/there-is-nothing-here/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")
    assert_accessible(page)


def test_the_first_tab_skips_to_the_content(page):
    page.goto("/notices/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_escape_closes_the_persons_menu_and_gives_the_focus_back(page):
    page.goto("/notices/")
    page.locator(".person-button").click()
    expect(page.get_by_role("link", name="My page")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="My page")).to_be_hidden()
    expect(page.locator(".person-button")).to_be_focused()


def test_dark_colours_are_remembered_and_shown_before_the_first_paint(page):
    page.emulate_media(color_scheme="light")
    page.goto("/notices/")
    toggle = page.get_by_role("button", name="Dark colours")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    toggle.click()
    expect(page.locator("html")).not_to_have_attribute("data-bs-theme", "dark")


def test_without_javascript_the_menu_opens_and_no_dead_button_stands_there(plain_page):
    plain_page.goto("/notices/")
    expect(plain_page.get_by_role("button", name="Dark colours")).to_be_hidden()
    plain_page.locator(".person-button").click()
    expect(plain_page.get_by_role("link", name="My page")).to_be_visible()
    plain_page.get_by_role("button", name="Menu").click()
    expect(
        plain_page.get_by_role("navigation", name="Main").get_by_role("link", name="Guidelines")
    ).to_be_visible()
