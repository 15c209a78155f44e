"""The home page in a browser: what waits for its reader is one click away."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from flags import actions
from tests.browser.accessibility import assert_accessible
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory

BODY = "Nightfall ships in May."


@pytest.fixture
def busy_house(person):
    """A guideline with two versions, a blog with a post, and a flag on a post of the person's own."""
    old = clause(text="<p>Old words.</p>")
    new = clause(text="<p>New words.</p>", id=old.id)
    VersionFactory(slug="web", guideline=guideline("Web", old), author_id=person.pk)
    VersionFactory(slug="web", guideline=guideline("Web", new), note="Better words.")
    author = UserFactory(display_name="Ana Ito")
    PostFactory(author=author, title="Tea", summary="How to.", blog=BlogFactory(author=author, title="Kitchen"))
    post = PostFactory(author=person, title="Tides", body=BODY)
    actions.testify(
        person=UserFactory(),
        mark=actions.Mark("post", post.pk, 1, "b1", 0, len(BODY)),
        category="figures",
        note="",
        citation=None,
        now=timezone.now() - timedelta(minutes=5),
    )


def test_a_flag_is_one_click_away(page, busy_house):
    page.goto("/")
    page.get_by_role("link", name="A colleague flagged a passage of “Tides”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A flag on your text")


def test_what_changed_in_a_guideline_is_one_click_away(page, busy_house):
    page.goto("/")
    expect(page.get_by_text("Better words.")).to_be_visible()
    page.get_by_role("link", name="What changed in Web").click()
    expect(page.locator("del", has_text="Old")).to_be_visible()


def test_an_empty_and_a_full_home_page_are_accessible(desktop_page, request):
    desktop_page.goto("/")
    assert_accessible(desktop_page)
    request.getfixturevalue("busy_house")
    desktop_page.goto("/")
    assert_accessible(desktop_page)
