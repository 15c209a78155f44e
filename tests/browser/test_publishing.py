"""A text waits for colleagues: one endorses it, one objects, an author answers; the rule is chosen in the open."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from guidelines import publishing
from guidelines.rules.gates import Gate
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import sign_in
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.gated import colleague, hang, publish

PENDING = "/guidelines/social-media/pending/"
RULE = "/guidelines/social-media/publishing/"


@pytest.fixture
def author():
    """Who wrote the text that waits."""
    return colleague(username="bo", display_name="Bo Writer")


@pytest.fixture
def waits(person, author):
    """A guideline of which a text waits for one endorsement and for silence."""
    text = guideline("Social media", clause("Own your words", "<p>You answer for it.</p>"))
    version = VersionFactory(slug="social-media", guideline=text)
    hang(version, Gate(days=3))
    publish(author, version, "You answer for it, always.", material="on", change_note="Always means always.")
    return version


def test_without_javascript_a_colleague_objects_and_the_author_answers(
    plain_page, new_context, live_server, waits, author
):
    page = plain_page
    page.goto("/")
    page.get_by_role("link", name="A change of “Social media” waits for colleagues").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Social media")
    page.get_by_text("I object", exact=True).click()
    page.get_by_label("What is wrong with it").fill("It asks too much.")
    page.get_by_role("button", name="Object to this text").click()
    expect(page.get_by_text("1 objection waits for an answer")).to_be_visible()
    context = new_context()
    sign_in(context, author, live_server)
    theirs = context.new_page()
    theirs.goto(PENDING)
    theirs.get_by_label("Your answer").fill("Only for what you post as yourself.")
    theirs.get_by_role("button", name="Answer this objection").click()
    expect(theirs.get_by_text("Only for what you post as yourself.")).to_be_visible()
    page.goto(PENDING)
    page.get_by_role("button", name="I endorse this text").click()
    expect(page.get_by_role("heading", name="Endorsed by")).to_be_visible()


def test_the_last_endorsement_puts_the_text_in_force(page, person, author):
    text = guideline("Social media", clause("Own your words", "<p>You answer for it.</p>"))
    version = VersionFactory(slug="social-media", guideline=text)
    hang(version, Gate(endorsements=1, teams=1))
    publish(author, version, "You answer for it, always.")
    page.goto(PENDING)
    page.get_by_role("button", name="I endorse this text").click()
    expect(page.get_by_text("this text is in force now")).to_be_visible()
    page.get_by_role("link", name="Read the guideline").click()
    expect(page.get_by_text("You answer for it, always.")).to_be_visible()


def test_every_screen_of_publishing_is_accessible(desktop_page, waits, person):
    publishing.object_to(
        page_id=waits.page_id,
        text_hash=publishing.gates.waiting(waits.page_id).text_hash,
        person=UserFactory(),
        reason="It asks too much.",
        now=timezone.now(),
    )
    for address in (PENDING, RULE, "/publishing/", "/guidelines/social-media/"):
        desktop_page.goto(address)
        assert_accessible(desktop_page)
