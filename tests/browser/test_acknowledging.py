"""What changed for me: one click says that a version was read, the next visit shows what changed since."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from guidelines import actions
from tests.browser.accessibility import assert_accessible
from tests.factories.guidelines import VersionFactory, clause, guideline

GUIDELINE = "/guidelines/social-media/"
SINCE_READ = f"{GUIDELINE}compare/read...current/"
NOW = datetime(2026, 1, 1, 9, tzinfo=UTC)


def publish(*clauses, material=False):
    """The next version of the guideline."""
    return VersionFactory(
        slug="social-media", guideline=guideline("Social media", *clauses), date=NOW, material=material
    )


@pytest.fixture
def changed(person):
    """A guideline of which the person read the first version; two clauses were reworded since."""
    own, names = clause("Own your words", "<p>You answer for it.</p>"), clause("Say who you are")
    first = publish(own, names)
    actions.acknowledge_version(person=person, page_id=first.page_id, number=1, now=NOW)
    publish(
        clause("Own your words", "<p>You answer for it, always.</p>", id=own.id),
        clause("Say who you are", "<p>Use your name.</p>", id=names.id),
        material=True,
    )


def test_without_javascript_a_reader_goes_from_what_changed_to_having_read_it(plain_page, changed):
    page = plain_page
    page.goto(GUIDELINE)
    expect(page.get_by_text("2 clauses changed since you read v1")).to_be_visible()
    page.get_by_role("link", name="compare what you read of Social media").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed for you")
    page.get_by_role("button", name="I have read this clause: Own your words").click()
    expect(page.locator(".diff-card")).to_have_count(1)
    page.get_by_role("button", name="I have read version 2").click()
    expect(page.locator(".acknowledge").get_by_text("You have read version 2.")).to_be_visible()
    expect(page.get_by_text("since you read")).to_have_count(0)


def test_a_material_change_asks_on_home_in_the_list_and_on_the_page_until_it_was_read(page, changed):
    for address in ("/", "/guidelines/", GUIDELINE):
        page.goto(address)
        expect(page.get_by_text("2 clauses changed since you read v1")).to_be_visible()
        expect(page.get_by_text("Version 2 changed what people may or must do.")).to_be_visible()
    page.get_by_role("button", name="I have read version 2").click()
    expect(page.get_by_text("Noted: you have read version 2.")).to_be_visible()
    for address in ("/", "/guidelines/", GUIDELINE):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("since you read")).to_have_count(0)


@pytest.mark.parametrize(
    "address", ["/", "/guidelines/", GUIDELINE, SINCE_READ, f"{SINCE_READ}?view=side&show=all"]
)
def test_every_screen_that_says_what_changed_is_accessible(desktop_page, changed, address):
    desktop_page.goto(address)
    assert_accessible(desktop_page)


def test_the_screen_of_somebody_who_never_read_it_is_accessible(desktop_page, person):
    publish(clause())
    desktop_page.goto(SINCE_READ)
    expect(desktop_page.get_by_text("You have not said yet")).to_be_visible()
    assert_accessible(desktop_page)
