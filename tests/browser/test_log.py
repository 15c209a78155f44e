"""The public log, and how it works, as a browser shows them."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.integration.flags.test_figures import end_cases


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
