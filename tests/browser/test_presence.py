"""Two people edit one guideline in two browsers, and each sees which clause the other is in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory

SECOND = 'input[name="clauses-1-value-heading"]'
FIRST = 'input[name="clauses-0-value-heading"]'
PLACE = re.compile(r"/cms/pages/\d+/here/$")


@pytest.fixture
def editor():
    """The address of the editor of a guideline of two clauses."""
    clauses = clause("Own your words"), clause("Be kind")
    version = VersionFactory(slug="social-media", guideline=guideline("Social media", *clauses))
    return f"/cms/pages/{version.page_id}/edit/"


def enter(page: Page, field: str) -> None:
    """Put the cursor into a field; return when the server was told."""
    with page.expect_response(PLACE):
        page.locator(field).focus()


def test_each_sees_which_clause_the_other_is_in_until_they_go_on(desktop_page, new_context, live_server, editor):
    context = new_context()
    sign_in(context, UserFactory(username="priya", display_name="Priya Nair"), live_server)
    priya, ada = context.new_page(), desktop_page
    for page in (priya, ada):
        page.goto(editor)
    enter(priya, SECOND)
    enter(ada, FIRST)
    mark = ada.get_by_text("Priya Nair is in this clause")
    expect(mark).to_have_count(1)
    inside = ada.locator("[data-streamfield-child]", has=ada.locator(SECOND))
    expect(inside.get_by_text("Priya Nair is in this clause")).to_be_visible()
    expect(ada.get_by_role("link", name="Priya Nair: Be kind")).to_be_visible()
    enter(priya, FIRST)
    expect(priya.get_by_text("Ada Park is in this clause")).to_be_visible()
    enter(priya, '[name="change_note"]')
    enter(ada, SECOND)
    expect(mark).to_have_count(0)
    expect(ada.locator(".in-clauses")).to_have_count(0)


def test_what_is_no_place_in_a_guideline_tells_nothing(module_page):
    found = module_page.evaluate(
        """async () => {
            const { placeToTell, clauseAround } = await import("/js/cms-presence.js");
            document.body.innerHTML = `<div data-streamfield-child data-contentpath="outer">
                <div data-streamfield-child data-contentpath="inner"><input></div></div><p></p>`;
            return [
                placeToTell("/cms/editing-sessions/ping/wagtailcore/page/12/34/"),
                placeToTell("/cms/editing-sessions/ping/wagtaildocs/document/1/2/"), placeToTell(""),
                clauseAround(document.querySelector("input")), clauseAround(document.querySelector("p")),
                clauseAround(null),
            ];
        }"""
    )
    assert found == [{"url": "/cms/pages/12/here/", "session": "34"}, None, None, "outer", "", ""]
