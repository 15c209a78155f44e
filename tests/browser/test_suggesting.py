"""Suggesting a change of a clause, talking about it and taking it in, in a browser."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from guidelines.rules.content import Part
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.proposals import standing, suggest

WORDS = "10000000-0000-4000-8000-000000000000"
HOME = "/guidelines/social-media/"


@pytest.fixture
def version():
    """A guideline of two clauses."""
    words = clause("Own your words", "<p>You answer for what you write.</p>", id=WORDS, why="<p>It stays.</p>")
    return VersionFactory(slug="social-media", guideline=guideline("Social media", words, clause("Be kind")))


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_colleague_sees_what_would_change_while_typing_and_suggests_it(page, version):
    page.goto(HOME)
    page.get_by_role("link", name="suggest a change of “Own your words”").click()
    page.get_by_label("Rule").fill("You answer for what you write, **always**.")
    expect(page.locator("[data-preview] ins")).to_contain_text(", always")
    assert_accessible(page)
    page.get_by_label("What you would change, and why").fill("So that nobody wonders.")
    page.get_by_role("button", name="Suggest it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change: Own your words")
    assert_accessible(page)
    page.get_by_label("Your comment").fill("Any objections?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Any objections?")).to_be_visible()
    page.get_by_role("link", name="Suggested changes").click()
    expect(page.get_by_text("So that nobody wonders.")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_another_colleague_takes_it_in(page, version, new_context, live_server):
    author = UserFactory(display_name="Bo Lind")
    changed = replace(standing(version), rule=(Part("text", "<p>You answer for what you say.</p>"),))
    suggest(version, author, changed)
    page.goto(f"{HOME}clauses/{WORDS}/")
    page.get_by_role("link", name="1 suggested change").click()
    page.get_by_role("link", name="Change: Own your words").click()
    page.get_by_role("button", name="Support it").click()
    expect(page.get_by_role("button", name="Support it no more")).to_be_visible()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("It is in force now, as version 2.")).to_be_visible()
    assert_accessible(page)
    theirs = new_context()
    sign_in(theirs, author, live_server)
    told = theirs.new_page()
    told.goto("/notices/")
    told.get_by_text("A change that you suggested was taken in").click()
    expect(told.get_by_role("heading", level=1)).to_have_text("Change: Own your words")


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_words_changed_twice_are_shown_and_written_anew(page, version, person):
    changed = replace(standing(version), rule=(Part("text", "<p>You answer for what you say.</p>"),))
    suggest(version, person, changed)
    now = replace(standing(version), rule=(Part("text", "<p>You answer for what you publish.</p>"),))
    VersionFactory(slug="social-media", guideline=guideline("Social media", now, standing(version, 1)))
    page.goto(f"{HOME}proposals/")
    page.get_by_role("link", name="Change: Own your words").click()
    expect(page.get_by_role("heading", name="Where it does not fit")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Rule").fill("You answer for what you say and publish.")
    page.get_by_role("button", name="Suggest it").click()
    expect(page.get_by_role("button", name="Take it in")).to_be_visible()


def test_without_javascript_a_button_shows_what_would_change(plain_page, version):
    plain_page.goto(f"{HOME}clauses/{WORDS}/suggest/")
    plain_page.get_by_label("Rule").fill("You answer for what you say.")
    plain_page.get_by_role("button", name="Preview").click()
    expect(plain_page.locator("[data-preview] ins")).to_contain_text("say")
    plain_page.get_by_label("What you would change, and why").fill("Speech counts too.")
    plain_page.get_by_role("button", name="Suggest it").click()
    expect(plain_page.get_by_text("Speech counts too.")).to_be_visible()
