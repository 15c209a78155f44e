"""An author's answers to a flag, and a witness's answer to them, with and without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from flags import actions
from flags.models import Case, Settlement
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE, sign_in
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory

BLOCK = "We ship the new probe on Monday, says Bo."
PASSAGE = "the new probe on Monday"
INSTEAD = "something small before long"


@pytest.fixture
def witness():
    """A colleague who flagged the passage."""
    return UserFactory(username="bo", display_name="Bo Lind")


@pytest.fixture
def case(person, witness) -> Case:
    """A flag on a post of the person who is signed in."""
    body = f"A hum that came **and went**.\n\n{BLOCK.replace('new probe', '**new probe**')}"
    post = PostFactory.create(author=person, title="The new instrument", body=body)
    start = BLOCK.index(PASSAGE)
    flag = actions.testify(
        person=witness,
        mark=actions.Mark("post", post.pk, 1, "b2", start, start + len(PASSAGE)),
        category="customer",
        note="The customer does not know yet",
        citation=None,
        now=timezone.now(),
    )
    return flag.case


def _take_out_and_undo(page, case):
    page.goto(case.get_absolute_url())
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("For readers the matter is over at once.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("the text and the case are as they were")).to_be_visible()
    expect(page.locator("mark", has_text=PASSAGE)).to_be_visible()


def _rewrite(page):
    expect(page.get_by_label("Does this settle the flag?")).to_be_checked()
    body = page.get_by_label("Text", exact=True)
    body.fill(body.input_value().replace("the **new probe** on Monday", INSTEAD))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 flag is settled.")).to_be_visible()
    Settlement.objects.update(settled_at=timezone.now() - timedelta(minutes=11))


def _say_no(page, case):
    page.goto(case.get_absolute_url())
    expect(page.locator("mark", has_text=INSTEAD)).to_be_visible()
    page.get_by_role("button", name="No, it still gives it away").click()
    expect(page.get_by_text("Your flag stands on the new words now").first).to_be_visible()
    page.get_by_role("link", name="Your new flag").click()
    expect(page.locator("mark", has_text=INSTEAD)).to_be_visible()


def test_an_author_takes_out_undoes_and_rewrites_and_a_witness_answers(
    new_context, live_server, person, witness, case
):
    author_at, witness_at = (new_context() for _each in range(2))
    sign_in(author_at, person, live_server)
    sign_in(witness_at, witness, live_server)
    page, theirs = author_at.new_page(), witness_at.new_page()
    page.goto(case.get_absolute_url())
    assert_accessible(page)
    _take_out_and_undo(page, case)
    page.get_by_role("link", name="Rewrite").click()
    page.get_by_role("button", name="Select it in the text").click()
    selected = page.get_by_label("Text", exact=True).evaluate(
        "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert selected == "the **new probe** on Monday"
    assert_accessible(page)
    _rewrite(page)
    theirs.goto(case.get_absolute_url())
    assert_accessible(theirs)
    _say_no(theirs, case)


def test_the_same_works_without_javascript(plain_page, new_context, live_server, witness, case):
    _take_out_and_undo(plain_page, case)
    plain_page.get_by_role("link", name="Rewrite").click()
    _rewrite(plain_page)
    context = new_context(viewport=PHONE, java_script_enabled=False)
    sign_in(context, witness, live_server)
    _say_no(context.new_page(), case)
