"""The author's journey: writing, previewing, publishing and changing a post; answering a flag."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from flags import actions
from flags.actions.sealing import seal_due
from tests.browser.accessibility import assert_accessible
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory

BODY = "A hum that came **and went**.\n\nWe ship the new probe on Monday, says Bo.\n\n- one\n- two"


def test_a_post_is_written_and_changed(page):
    page.goto("/posts/new/")
    page.get_by_label("Title").fill("Chasing a microvolt 😀")
    page.get_by_label("Text").fill(BODY)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chasing a microvolt 😀")
    expect(page.locator("strong", has_text="and went")).to_be_visible()

    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Text").fill(BODY.replace("Monday", "Tuesday"))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("del", has_text="Monday")).to_be_visible()
    expect(page.locator("ins", has_text="Tuesday")).to_be_visible()


def test_an_author_finds_a_flag_and_takes_the_passage_out_and_it_is_sealed(page, person):
    post = PostFactory(author=person, title="The new probe", body=BODY)
    block = "We ship the new probe on Monday, says Bo."
    passage = "the new probe on Monday"
    actions.testify(
        person=UserFactory(),
        mark=actions.Mark("post", post.pk, 1, "b2", block.index(passage), block.index(passage) + len(passage)),
        category="customer",
        note="",
        citation=None,
        now=timezone.now(),
    )
    page.goto("/flags/desk/")
    page.get_by_role("main").get_by_role("link", name="The new probe").click()
    expect(page.locator("mark", has_text=passage)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("settled").first).to_be_visible()
    page.goto(post.get_absolute_url())
    expect(page.get_by_text(passage)).to_have_count(0)
    expect(page.get_by_text("A hum that came")).to_be_visible()
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    page.goto(f"/posts/{post.pk}/v/1/")
    expect(page.locator(".taken-out")).to_have_text(re.compile("taken out of this version for good"))
    assert_accessible(page)


def test_a_post_without_a_title_is_refused_beside_the_field(desktop_page, expected_console):
    expected_console.append("status of 422")
    page = desktop_page
    page.goto("/posts/new/")
    page.get_by_label("Title").evaluate("(field) => field.removeAttribute('required')")
    page.get_by_label("Text").fill("Text alone.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Text")).to_have_value("Text alone.")
    assert_accessible(page)


SCREENS = [
    *("/", "/posts/", "/posts/new/", "/posts/{pk}/", "/posts/{pk}/edit/", "/posts/{pk}/history/"),
    *("/posts/{pk}/v/1/", "/blogs/", "/blogs/new/", "/blogs/off-by-one/"),
]


@pytest.mark.parametrize("address", SCREENS)
def test_every_screen_of_posts_is_accessible(desktop_page, person, address):
    post = PostFactory(author=person, title="The new probe", body=BODY, tags=["probes"])
    BlogFactory(author=person, title="Off by One")
    desktop_page.goto(address.format(pk=post.pk))
    assert_accessible(desktop_page)
