"""A flag's way to a verdict: who flags, who wrote it, and two drawn by lot, one of them without JavaScript."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from flags.models import Case
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.browser.selecting import select_words
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory

PASSAGE = "The harbour office signs in January"
CLAUSE = "Customers and partners speak first"
RULE = "Name no customer and no partner before they have said it themselves."
BODY = f"""Nine basins were measured, and the ninth one was dry.

Good news from the coast. {PASSAGE}, so we go on measuring there. Coffee was had.

Thanks to everybody who carried poles."""

Picture = Callable[[Page, str], None]
"""Called at each station of the way with its name."""


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


def _flag(page: Page, address: str, picture: Picture) -> None:
    page.goto(address)
    select_words(page.locator('[data-block="b2"]'), PASSAGE)
    page.locator(".flag-selection").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Customer or partner").check()
    dialog.get_by_label("Which clause").select_option(label=CLAUSE)
    picture(page, "flag")
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()
    picture(page, "flagged")


def _disagree(page: Page, advisor: str, picture: Picture) -> None:
    page.goto("/flags/desk/")
    picture(page, "desk")
    page.get_by_role("link", name="Nine basins").click()
    picture(page, "case")
    page.get_by_role("link", name="I disagree").click()
    assert_accessible(page)
    page.get_by_label("It is public already").check()
    page.get_by_label("A note to the panel").fill("It stood in the town's paper, on the ninth of February.")
    page.get_by_label("An advisor").fill(advisor)
    picture(page, "disagree")
    page.get_by_role("button", name="Let a panel decide").click()
    expect(page.get_by_text("A panel of colleagues looks at the passage.")).to_be_visible()
    picture(page, "with-a-panel")


def _advise(page: Page, picture: Picture) -> None:
    page.goto("/notices/")
    page.get_by_role("button", name="A colleague names you as advisor").click()
    assert_accessible(page)
    page.get_by_label("Your note to the panel").fill("I have that paper here, and the town's own notice.")
    picture(page, "advise")
    page.get_by_role("button", name="Give it to the panel").click()
    expect(page.get_by_text("Your note is with the panel.")).to_be_visible()


def _see_no_leak(page: Page, reason: str, look: Picture) -> None:
    """Take the seat that waits and say that it is no leak; `look` is called on each page on the way."""
    page.goto("/flags/panel/")
    look(page, "seats")
    page.get_by_role("link", name="You were drawn to look at a passage").click()
    expect(page.get_by_text(PASSAGE)).to_have_count(0)
    look(page, "seat-closed")
    page.get_by_role("button", name="Take the seat and open the passage").click()
    expect(page.locator("mark", has_text=PASSAGE)).to_be_visible()
    expect(page.get_by_text("I have that paper here, and the town's own notice.")).to_be_visible()
    expect(page.get_by_text(RULE)).to_be_visible()
    look(page, "seat")
    page.get_by_role("radio", name="It is not a leak", exact=True).check()
    page.get_by_label("If it is not a leak").select_option(label="It is public already")
    page.get_by_label("Your reason").fill(reason)
    page.get_by_role("button", name="Give my verdict").click()
    expect(page.get_by_text("Your verdict counts; nobody learns that it is yours.")).to_be_visible()
    look(page, "verdict-given")


def test_a_flag_is_contested_and_two_colleagues_drawn_by_lot_decide(page_of, picture):
    def look(page: Page, station: str) -> None:
        assert_accessible(page)
        picture(page, station)

    author, witness, advisor, juror, other = (colleague(name) for name in ("alma", "bo", "cleo", "dan", "eli"))
    rules = guideline("Talking about others", clause(CLAUSE, f"<p>{RULE}</p>"))
    VersionFactory(guideline=rules, date=datetime(2026, 1, 5, 9, tzinfo=UTC))
    post = PostFactory.create(author=author, title="Nine basins", body=BODY)
    peer = page_of(witness)
    _flag(peer, post.get_absolute_url(), picture)
    _disagree(page_of(author), advisor.username, picture)
    _advise(page_of(advisor), picture)
    _see_no_leak(page_of(juror), "The paper of last week says the same.", look)
    plain = page_of(other, viewport=PHONE, java_script_enabled=False)
    _see_no_leak(plain, "The town announced it itself.", lambda page, station: None)
    peer.goto(Case.objects.get().get_absolute_url())
    expect(peer.get_by_text("A panel of colleagues found that it is not a leak.")).to_be_visible()
    expect(peer.get_by_text("The paper of last week says the same.")).to_be_visible()
    expect(peer.get_by_text("The town announced it itself.")).to_be_visible()
    look(peer, "decided")
    peer.get_by_role("button", name="Ask for a second panel").click()
    expect(peer.get_by_text("Nobody of the first is on it.")).to_be_visible()
