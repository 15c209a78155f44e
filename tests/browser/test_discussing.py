"""Talking about a post and a clause in a browser: saying, answering, rewording, deleting and flagging."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from discussions import actions
from flags.models import Testimony
from posts.discussed import place_of
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.selecting import select_words
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory

WORDS = "10000000-0000-4000-8000-000000000000"


@pytest.fixture
def post():
    """A colleague's post."""
    return PostFactory(title="Autumn")


@pytest.fixture
def said(post):
    """What somebody said about it."""
    colleague = UserFactory(display_name="Bo Lind")
    text = "The second quarter **was better** than the first.\n\n```\nmake all\n```\n\n- one\n- two"
    return say(place_of(post.pk), colleague, text)


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_colleague_says_something_answers_rewords_and_deletes(page, post, said):
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill("Where does it **say** so?")
    page.get_by_role("button", name="Comment", exact=True).click()
    mine = page.locator(".comment", has_text="Where does it say so?")
    expect(mine).to_be_in_viewport()
    expect(page.get_by_role("heading", name="2 comments")).to_be_visible()
    assert_accessible(page)
    theirs = page.locator(".comment", has_text="second quarter")
    theirs.get_by_text("Answer Bo Lind").click()
    theirs.get_by_label("Your answer").fill("In the second line.")
    assert_accessible(page)
    theirs.get_by_role("button", name="Answer").click()
    answer = page.locator(".comment-level-1")
    expect(answer).to_contain_text("In the second line.")
    answer.get_by_role("link", name="Edit").click()
    page.get_by_label("Your comment").fill("In the third line.")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(answer).to_contain_text("In the third line.")
    expect(answer).to_contain_text("edited")
    answer.get_by_role("link", name="Delete").click()
    assert_accessible(page)
    page.get_by_role("button", name="Delete it").click()
    expect(answer).to_contain_text("A comment was deleted by its author")
    expect(page.get_by_role("heading", name="2 comments")).to_be_visible()


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_selected_words_of_a_comment_are_flagged_to_the_letter(page, post, said):
    page.goto(post.get_absolute_url())
    select_words(page.locator(f'#comment-{said.pk} [data-block="b1"]'), "was better")
    page.locator(".flag-selection").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("mark")).to_have_text("was better")
    assert_accessible(page)
    dialog.get_by_label("Figures that are not published").check()
    dialog.get_by_role("button", name="Flag this passage").click()
    expect(dialog.get_by_text("Thank you")).to_be_visible()
    testimony = Testimony.objects.get()
    assert (testimony.case.target_kind, testimony.case.target_id) == ("comment", said.pk)
    assert "The second quarter was better than the first."[testimony.start : testimony.end] == "was better"


def test_everything_works_without_javascript(plain_page, post, said):
    page = plain_page
    page.goto(post.get_absolute_url())
    page.get_by_label("Your comment").fill("Said plainly.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Said plainly.")).to_be_visible()
    theirs = page.locator(f"#comment-{said.pk}")
    theirs.get_by_text("Answer Bo Lind").click()
    theirs.get_by_label("Your answer").fill("Answered plainly.")
    theirs.get_by_role("button", name="Answer").click()
    expect(page.locator(".comment-level-1")).to_contain_text("Answered plainly.")
    page.get_by_role("button", name="Watch the comments").click()
    expect(page.get_by_role("button", name="Stop watching the comments")).to_be_visible()
    theirs.get_by_role("link", name="Flag this passage").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Flag a passage")
    page.get_by_label("The second quarter was better than the first.").check()
    page.get_by_label("Figures that are not published").check()
    page.get_by_role("button", name="Flag this passage").click()
    expect(page.get_by_text("Your flag is noted")).to_be_visible()
    assert Testimony.objects.get().case.target_kind == "comment"


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_a_clause_is_talked_about_from_the_guideline(page, person):
    rule = clause("Own your words", "<p>You answer for what you write.</p>", id=WORDS)
    VersionFactory(slug="social-media", guideline=guideline("Social media", rule))
    page.goto("/guidelines/social-media/")
    link = page.locator(f"#clause-{WORDS} .clause-head").get_by_role("link", name="discuss")
    link.focus()
    link.click()
    page.get_by_label("Your comment").fill("Also on a Sunday?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Also on a Sunday?")).to_be_in_viewport()
    assert_accessible(page)
    page.goto("/guidelines/social-media/")
    expect(page.get_by_role("link", name="1 comment")).to_be_visible()
    assert_accessible(page)


def test_the_page_of_a_thread_and_what_cannot_be_done_are_accessible(desktop_page, post, said, expected_console):
    expected_console += ["status of 403", "status of 422"]
    page = desktop_page
    page.goto(f"/discussions/post/{post.pk}/")
    assert_accessible(page)
    page.goto(f"/comments/{said.pk}/answer/")
    page.locator("form.comment-form").evaluate("(form) => { form.noValidate = true; }")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.goto(f"/comments/{said.pk}/edit/")
    assert_accessible(page)
    actions.delete(comment_id=said.pk, person=said.user, now=timezone.now())
    page.goto(post.get_absolute_url())
    expect(page.get_by_text("A comment was deleted by its author")).to_be_visible()
    assert_accessible(page)
