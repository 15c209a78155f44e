"""What is typed into a form outlives the session, and goes when it is saved, discarded or the person signs out."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from flags.models import Testimony
from posts import actions
from posts.models import Post
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.browser.selecting import select_words
from tests.factories.people import PASSWORD
from tests.factories.posts import PostFactory

KEPT = "What you had typed before stands here again."


def end_session(page: Page) -> None:
    """Take the session away, as when it has grown too old."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in_with_the_form(page: Page, username: str) -> None:
    """Fill in the sign-in page that is open."""
    page.get_by_label("Username or e-mail address").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_post_is_not_lost_when_the_session_ends_before_it_is_published(page, person):
    page.goto("/posts/new/")
    page.get_by_label("Title").fill("Seven weeks")
    page.get_by_label("Text", exact=True).fill("What we learned.")
    end_session(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("what you pressed was not done")
    assert_accessible(page)
    sign_in_with_the_form(page, person.username)
    expect(page).to_have_url("/posts/new/")
    expect(page.get_by_role("alert")).to_contain_text("Please press it once more")
    expect(page.get_by_role("status").get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("What we learned.")
    assert_accessible(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seven weeks")
    page.goto("/posts/new/")
    expect(page.get_by_label("Title")).to_have_value("")
    expect(page.get_by_text(KEPT)).to_have_count(0)


def test_a_text_brought_back_does_not_overwrite_what_came_in_meanwhile(desktop_page, person, expected_console):
    expected_console.append("status of 409")
    page = desktop_page
    post = PostFactory(author=person, title="Autumn", body="As it was.")
    page.goto(f"/posts/{post.pk}/edit/")
    page.get_by_label("Text", exact=True).fill("As I would have it.")
    actions.edit_post(
        post=Post.objects.get(pk=post.pk),
        person=person,
        base_version=1,
        now=timezone.now(),
        title="Autumn",
        summary="",
        body="As a colleague has it.",
        tags=[],
        blog=None,
        settles=[],
    )
    page.goto(f"/posts/{post.pk}/edit/")
    expect(page.get_by_label("Text", exact=True)).to_have_value("As I would have it.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("While you were writing, version 2 was saved")
    expect(page.get_by_label("Text", exact=True)).to_have_value("As I would have it.")


def test_who_starts_afresh_gets_the_text_as_it_is_stored(desktop_page, person):
    page = desktop_page
    post = PostFactory(author=person, title="Autumn", body="As it is stored.")
    page.goto(f"/posts/{post.pk}/edit/")
    page.get_by_label("Text", exact=True).fill("Something else.")
    page.reload()
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value("As it is stored.")
    page.reload()
    expect(page.get_by_text(KEPT)).to_have_count(0)


@pytest.mark.parametrize("way_out", ["Leave without saving", "Sign out"])
def test_nothing_is_kept_of_what_was_left_on_purpose(desktop_page, person, live_server, way_out):
    page = desktop_page
    post = PostFactory(author=person, title="Autumn", body="As it is stored.")
    page.goto(f"/posts/{post.pk}/edit/")
    page.get_by_label("Text", exact=True).fill("Something else.")
    if way_out == "Sign out":
        page.locator(".person-button").click()
    page.get_by_text(way_out).click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    sign_in(page.context, person, live_server)
    page.goto(f"/posts/{post.pk}/edit/")
    expect(page.get_by_label("Text", exact=True)).to_have_value("As it is stored.")


def test_a_flag_in_the_dialog_is_not_lost_when_the_session_ends(
    desktop_page, person, live_server, expected_console
):
    expected_console.append("status of 401")
    page = desktop_page
    page.goto(PostFactory(title="Autumn", body="Orders rose by thirty-one per cent.").get_absolute_url())
    select_words(page.locator('[data-block="b1"]'), "thirty-one per cent")
    page.locator(".flag-selection").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Figures that are not published").check()
    dialog.get_by_label("Why? A note to the author").fill("Not before May.")
    end_session(page)
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Your session has ended")
    expect(dialog.get_by_role("alert")).to_be_focused()
    elsewhere = page.context.new_page()
    elsewhere.goto("/accounts/login/")
    sign_in_with_the_form(elsewhere, person.username)
    expect(elsewhere.locator(".person-button")).to_be_visible()
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()
    assert Testimony.objects.get().note == "Not before May."
