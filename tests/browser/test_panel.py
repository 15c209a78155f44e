"""A flag's way to a verdict: who flags, who wrote it, and two drawn by lot, one of them without JavaScript."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from flags.models import Case
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.browser.selecting import select_words
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory

PASSAGE = "The harbour office signs in January"


def colleague(name: str):
    """Return somebody of a team of their own who was here today."""
    return UserFactory(username=name, display_name=name.title(), last_active_on=timezone.now().date())


@pytest.fixture
def page_of(new_context, live_server) -> Callable[..., Page]:
    """Open a browser in which somebody is signed in."""

    def page_of(somebody, **options) -> Page:
        context = new_context(**options)
        sign_in(context, somebody, live_server)
        return context.new_page()

    return page_of


def _flag(page: Page, address: str) -> None:
    page.goto(address)
    select_words(page.locator('[data-block="b1"]'), PASSAGE)
    page.locator(".flag-selection").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Customer or partner").check()
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()


def _disagree(page: Page, advisor: str) -> None:
    page.goto("/flags/desk/")
    page.get_by_role("link", name="Nine basins").click()
    page.get_by_role("link", name="I disagree").click()
    assert_accessible(page)
    page.get_by_label("It is public already").check()
    page.get_by_label("A note to the panel").fill("It stood in the town's paper.")
    page.get_by_label("An advisor").fill(advisor)
    page.get_by_role("button", name="Let a panel decide").click()
    expect(page.get_by_text("A panel of colleagues looks at the passage.")).to_be_visible()


def _advise(page: Page) -> None:
    page.goto("/notices/")
    page.get_by_role("button", name="A colleague names you as advisor").click()
    assert_accessible(page)
    page.get_by_label("Your note to the panel").fill("I have the paper here.")
    page.get_by_role("button", name="Give it to the panel").click()
    expect(page.get_by_text("Your note is with the panel.")).to_be_visible()


def _see_no_leak(page: Page, look: Callable[[Page], None]) -> None:
    """Take the seat that waits and say that it is no leak; `look` is called on each page on the way."""
    page.goto("/flags/panel/")
    look(page)
    page.get_by_role("link", name="You were drawn to look at a passage").click()
    expect(page.get_by_text(PASSAGE)).to_have_count(0)
    look(page)
    page.get_by_role("button", name="Take the seat and open the passage").click()
    expect(page.locator("mark", has_text=PASSAGE)).to_be_visible()
    expect(page.get_by_text("I have the paper here.")).to_be_visible()
    look(page)
    page.get_by_role("radio", name="It is not a leak", exact=True).check()
    page.get_by_label("If it is not a leak").select_option(label="It is public already")
    page.get_by_label("Your reason").fill("The paper says the same.")
    page.get_by_role("button", name="Give my verdict").click()
    expect(page.get_by_text("Your verdict counts; nobody learns that it is yours.")).to_be_visible()


def test_a_flag_is_contested_and_two_colleagues_drawn_by_lot_decide(page_of):
    author, witness, advisor, juror, other = (colleague(name) for name in ("alma", "bo", "cleo", "dan", "eli"))
    post = PostFactory.create(author=author, title="Nine basins", body=f"Good news. {PASSAGE}. Coffee was had.")
    peer = page_of(witness)
    _flag(peer, post.get_absolute_url())
    _disagree(page_of(author), advisor.username)
    _advise(page_of(advisor))
    _see_no_leak(page_of(juror), look=assert_accessible)
    _see_no_leak(page_of(other, viewport=PHONE, java_script_enabled=False), look=lambda page: None)
    peer.goto(Case.objects.get().get_absolute_url())
    expect(peer.get_by_text("A panel of colleagues found that it is not a leak.")).to_be_visible()
    expect(peer.get_by_text("The paper says the same.")).to_have_count(2)
    assert_accessible(peer)
    peer.get_by_role("button", name="Ask for a second panel").click()
    expect(peer.get_by_text("Nobody of the first is on it.")).to_be_visible()
