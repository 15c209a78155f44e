"""Two colleagues edit one guideline, each in a browser of their own."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect

from people.models import User
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.browser.test_kept_text import end_session, sign_in_with_the_form
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory


@pytest.fixture
def version():
    """A guideline in force."""
    return VersionFactory(
        slug="social-media",
        guideline=guideline(
            "Social media",
            clause("Own your words", "<p>You answer for it.</p>"),
            clause("Be kind", "<p>Always.</p>"),
        ),
    )


@pytest.fixture
def editor_of(version, new_context, live_server):
    """Opens the guideline's editor in a new browser for somebody; returns the page once it listens."""

    def open_editor(name: str, **options) -> Page:
        context = new_context(**options)
        sign_in(context, UserFactory(display_name=name), live_server)
        page = context.new_page()
        page.goto(f"/cms/pages/{page_of(version).pk}/edit/")
        return page

    return open_editor


def heading(page: Page, place: int):
    """The field with the heading of a clause."""
    return page.locator(f'[name="clauses-{place}-value-heading"]')


def save(page: Page) -> None:
    """Save the draft by its button, which stands behind the arrow beside Publish."""
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Save draft").click()


def reload_until_watched(page: Page) -> None:
    """Load the editor anew and wait until Wagtail looks for changes, which it does some seconds later."""
    watched = "document.documentElement.dataset.watched = ''"
    page.add_init_script(f"document.addEventListener('w-unsaved:watch-edits', () => {{ {watched} }})")
    page.reload()
    expect(page.locator("html[data-watched]")).to_be_attached()


def keep_typing(page: Page, said: str) -> None:
    """Type until the editor says something: a busy machine misses what is typed in its first moments."""
    shown = page.get_by_text(said).first
    for number in range(1, 9):
        heading(page, 1).fill(f"Be kind to all {number}")
        with suppress(BrowserError):
            shown.wait_for(timeout=4_000)
            return
    expect(shown).to_be_visible()


def test_edits_of_different_clauses_come_together_and_are_shown(editor_of):
    ann, bo = editor_of("Ann Ahl"), editor_of("Bo Berg")
    heading(ann, 0).fill("Own all your words")
    ann.locator('[name="change_note"]').fill("Shares count too.")
    ann.get_by_role("button", name="Publish").click()
    expect(ann.get_by_text("It is in force now, as version 2.")).to_be_visible()
    heading(bo, 1).fill("Be kind to everybody")
    bo.locator('[name="change_note"]').fill("Everybody is meant.")
    bo.get_by_role("button", name="Publish").click()
    expect(bo.get_by_text("Ann Ahl published at the same time as you.").first).to_be_visible()
    expect(heading(bo, 0)).to_have_value("Own all your words")
    expect(heading(bo, 1)).to_have_value("Be kind to everybody")
    assert_accessible(bo)
    bo.get_by_role("link", name="See what came in").first.click()
    expect(bo.locator("ins")).to_contain_text("all")
    assert_accessible(bo)
    bo.goto("/cms/guidelines/unmerged/")
    assert_accessible(bo)


def test_the_same_words_are_chosen_between_by_keyboard(editor_of):
    ann, bo = editor_of("Ann Ahl"), editor_of("Bo Berg", viewport=PHONE)
    heading(ann, 0).fill("Own what you say")
    save(ann)
    expect(ann.get_by_text("has been updated")).to_be_visible()
    heading(bo, 0).fill("Own what you write")
    save(bo)
    expect(bo).to_have_url(re.compile("/unmerged/"))
    expect(bo.get_by_text("Ann Ahl changed the same words as you.")).to_be_visible()
    expect(bo.get_by_role("radio", checked=True)).to_have_count(0)
    expect(bo.get_by_role("heading", name="1 of 1: “Own your words”: Heading")).to_be_visible()
    expect(bo.locator(".merging-pair ins")).to_contain_text(["what you write", "what you say"])
    assert_accessible(bo)
    bo.get_by_role("radio", name="Mine").focus()
    bo.keyboard.press("3")
    expect(bo.get_by_label("Your words, where you write it anew")).to_have_value("Own what you write")
    assert_accessible(bo)
    bo.keyboard.press("2")
    expect(bo.get_by_role("radio", name="Theirs: Ann Ahl")).to_be_focused()
    expect(bo.get_by_role("radio", name="Theirs: Ann Ahl")).to_be_checked()
    expect(bo.get_by_text("1 of 1 chosen")).to_be_visible()
    bo.get_by_role("button", name="Put it into the draft").press("Enter")
    expect(bo).to_have_url(re.compile("/edit/"))
    expect(heading(bo, 0)).to_have_value("Own what you say")
    bo.get_by_role("link", name="What was not taken of your text").click()
    bo.get_by_role("radio", name="Mine").check()
    bo.get_by_role("button", name="Put it into the draft").click()
    expect(heading(bo, 0)).to_have_value("Own what you write")


def test_what_is_sent_after_the_session_ended_is_kept_and_merged(editor_of, expected_console):
    expected_console.append("status of 401")
    ann, bo = editor_of("Ann Ahl"), editor_of("Bo Berg")
    heading(bo, 1).fill("Be kind to everybody")
    end_session(bo)
    heading(ann, 0).fill("Own all your words")
    save(ann)
    expect(ann.get_by_text("has been updated")).to_be_visible()
    save(bo)
    sign_in_with_the_form(bo, User.objects.get(display_name="Bo Berg").username)
    expect(bo).to_have_url(re.compile("/edit/"))
    bo.get_by_role("button", name="Save it as a draft").click()
    expect(bo.get_by_text("Ann Ahl wrote at the same time as you.").first).to_be_visible()
    expect(heading(bo, 0)).to_have_value("Own all your words")
    expect(heading(bo, 1)).to_have_value("Be kind to everybody")
    bo.reload()
    expect(bo.get_by_role("button", name="Save it as a draft")).to_have_count(0)


def test_what_is_typed_and_left_is_offered_to_its_writer_alone(editor_of, live_server, expected_console):
    expected_console.append("status of (401|403)")
    bo = editor_of("Bo Berg")
    address = bo.url
    end_session(bo)
    heading(bo, 1).press_sequentially("Be kind to everybody: ")
    bo.on("dialog", lambda dialog: dialog.accept())
    bo.goto("/accounts/login/")
    sign_in(bo.context, UserFactory(display_name="Ann Ahl"), live_server)
    bo.goto(address)
    expect(heading(bo, 1)).to_have_value("Be kind")
    expect(bo.get_by_role("button", name="Save it as a draft")).to_have_count(0)
    sign_in(bo.context, User.objects.get(display_name="Bo Berg"), live_server)
    bo.goto(address)
    expect(bo.get_by_text("was not saved. It is kept in this tab.")).to_be_visible()
    assert_accessible(bo)
    bo.get_by_role("button", name="Save it as a draft").click()
    expect(heading(bo, 1)).to_have_value("Be kind to everybody: Be kind")
    bo.reload()
    expect(bo.get_by_role("button", name="Save it as a draft")).to_have_count(0)


def test_autosave_goes_on_after_signing_in_in_another_tab(editor_of, version, expected_console):
    expected_console += ["status of (401|403)", "HTTP error! Status: 401"]
    bo = editor_of("Bo Berg")
    reload_until_watched(bo)
    end_session(bo)
    keep_typing(bo, "Sign in again in another tab")
    elsewhere = bo.context.new_page()
    elsewhere.goto("/accounts/login/")
    sign_in_with_the_form(elsewhere, User.objects.get(display_name="Bo Berg").username)
    expect(elsewhere.locator(".person-button")).to_be_visible()
    elsewhere.close()
    with bo.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 200):
        heading(bo, 1).fill("Be kind to everybody")
    assert page_of(version).latest_revision.content["clauses"].count("Be kind to everybody") == 1


def test_the_choice_works_without_a_script_on_a_phone(editor_of, new_context):
    ann, bo = editor_of("Ann Ahl"), editor_of("Bo Berg")
    heading(ann, 0).fill("Own what you say")
    save(ann)
    expect(ann.get_by_text("has been updated")).to_be_visible()
    heading(bo, 0).fill("Own what you write")
    save(bo)
    expect(bo).to_have_url(re.compile("/unmerged/"))
    context = new_context(java_script_enabled=False, viewport=PHONE)
    context.add_cookies(bo.context.cookies())
    plain = context.new_page()
    plain.goto("/cms/guidelines/unmerged/")
    expect(plain.locator("#wagtail-sidebar")).to_be_hidden()
    expect(plain.get_by_text("JavaScript is required")).to_be_hidden()
    plain.get_by_role("link", name="Social media").click()
    expect(plain.get_by_role("navigation").get_by_role("link", name="Read guidelines")).to_be_visible()
    plain.get_by_role("radio", name="Neither: I write it anew").check()
    plain.get_by_label("Your words, where you write it anew").fill("Own it all")
    plain.get_by_role("button", name="Put it into the draft").click()
    expect(heading(plain, 0)).to_have_count(0)
    bo.goto(plain.url)
    expect(heading(bo, 0)).to_have_value("Own it all")
