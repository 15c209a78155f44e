"""Two people edit one guideline: what each wrote is kept, and nobody is asked but about the same words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from guidelines import coediting
from guidelines.models import (
    EditBase,
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
    MergedEdit,
    Origin,
    PendingPublication,
    UnmergedEdit,
)
from guidelines.rules.content import Part
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import Window
from tests.integration.guidelines.gated import TWO_OF_TWO, hang

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FIRST = "<p>Say who you are when you write about us.</p>"
SECOND = "<p>Be kind to everybody.</p>"


@pytest.fixture
def version():
    """A guideline in force, of two clauses."""
    return VersionFactory(
        slug="social-media",
        guideline=guideline("Social media", clause("Names", FIRST), clause("Kindness", SECOND)),
    )


@pytest.fixture
def bo():
    """A colleague."""
    return UserFactory(display_name="Bo Berg")


@pytest.fixture
def mine(version):
    """My window, opened first."""
    return Window(UserFactory(display_name="Ann Ahl"), version.page_id)


@pytest.fixture
def theirs(version, mine, bo):
    """A colleague's window, opened before anything was changed."""
    return Window(bo, version.page_id)


def reword(window, place, html):
    """Write another rule into a clause of a window."""
    clauses = list(window.text.clauses)
    clauses[place] = replace(clauses[place], rule=(Part("text", html),))
    window.text = replace(window.text, clauses=tuple(clauses))


def draft(version):
    """The newest draft."""
    return page_of(version).get_latest_revision_as_object()


def rules(said):
    """The rule of each clause."""
    return [each.rule[0].html for each in said.clauses]


def in_force():
    """What the guideline in force says."""
    return Leaf.objects.read_one(GuidelineRecord.objects.get().current).guideline


def clash(mine, theirs, button="press"):
    """Change the same words in two windows; return the answer to the second."""
    reword(theirs, 0, "<p>Say your name when you write about us.</p>")
    assert theirs.press().status_code == 302
    reword(mine, 0, "<p>Say what you do when you write about us.</p>")
    return getattr(mine, button)()


def questions(response):
    """Names of the questions on the conflict screen."""
    soup = BeautifulSoup(response.content, "html.parser")
    return list(dict.fromkeys(radio["name"] for radio in soup.select("input[type=radio]")))


@pytest.mark.parametrize("first", ["press", "publish", "autosave"])
@pytest.mark.parametrize("second", ["press", "publish"])
def test_disjoint_edits_come_together_without_a_question(version, mine, theirs, first, second):
    """Whichever way the colleague saved, and whichever button I press; I am told whose words came in."""
    reword(theirs, 1, "<p>Be kind to everybody, always.</p>")
    assert getattr(theirs, first)().status_code in {200, 302}
    reword(mine, 0, "<p>Say who you are whenever you write about us.</p>")
    response = getattr(mine, second)()
    assert (response.status_code, response.url) == (302, mine.address)
    both = ["<p>Say who you are whenever you write about us.</p>", "<p>Be kind to everybody, always.</p>"]
    assert rules(draft(version).content()) == both
    assert UnmergedEdit.objects.count() == 0
    edit = MergedEdit.objects.get()
    assert edit.get_absolute_url() in mine.client.get(mine.address).content.decode()
    page = BeautifulSoup(mine.client.get(edit.get_absolute_url()).content, "html.parser")
    assert "Bo Berg" in page.select_one(".merging").text
    assert [each.text for each in page.select("ins")] == ["inserted: , always end of insertion"]
    if second == "publish":
        newest = GuidelineVersion.objects.newest_first()[0]
        finished = first != "autosave"
        assert (newest.person_id, newest.origin) == (mine.person.pk, Origin.MERGE if finished else Origin.EDIT)
        assert newest.co_authors == ([theirs.person.pk] if first == "press" else [])
        assert rules(in_force()) == (both if finished else [both[0], SECOND])


def test_one_paragraph_edited_by_both_is_merged_word_by_word(version, mine, theirs):
    reword(theirs, 0, "<p>Always say who you are when you write about us.</p>")
    theirs.press()
    reword(mine, 0, "<p>Say who you are when you write about <b>us</b> anywhere.</p>")
    mine.press()
    assert "<b>us</b> anywhere" in rules(draft(version).content())[0]
    assert "Always" in rules(draft(version).content())[0]


def test_two_windows_of_one_person_are_two_editors(version, mine):
    other = Window(mine.person, version.page_id)
    reword(other, 1, "<p>Be fair.</p>")
    other.publish()
    reword(mine, 0, "<p>Sign.</p>")
    mine.publish()
    assert rules(in_force()) == ["<p>Sign.</p>", "<p>Be fair.</p>"]
    assert GuidelineVersion.objects.newest_first()[0].origin == Origin.EDIT


def test_two_windows_that_save_in_the_background_lose_nothing(version, mine, theirs):
    """Each goes on typing in a form that does not show the other's words; ids of revisions stay the same."""
    for step in range(1, 4):
        reword(mine, 0, f"<p>Sign {'again ' * step}here.</p>")
        assert mine.autosave().status_code == 200
        reword(theirs, 1, f"<p>Be {'very ' * step}kind.</p>")
        assert theirs.autosave().status_code == 200
    assert rules(draft(version).content()) == [
        "<p>Sign again again again here.</p>",
        "<p>Be very very very kind.</p>",
    ]
    assert "Ann Ahl" in theirs.autosave().json()["html"]
    assert MergedEdit.objects.count() == 2
    assert EditBase.objects.count() <= 6
    theirs.press()
    assert "Ann Ahl" in theirs.client.get(theirs.address).content.decode()


def test_an_autosave_that_rewrites_a_revision_in_place_is_seen(version, mine, theirs):
    """The second window opens between two autosaves of the first: one revision, other words."""
    reword(mine, 0, "<p>Sign.</p>")
    mine.autosave()
    theirs.load()
    reword(mine, 0, "<p>Sign here.</p>")
    mine.autosave()
    assert theirs.loaded["loaded_revision_id"] == str(draft(version).latest_revision_id)
    reword(theirs, 1, "<p>Be fair.</p>")
    theirs.press()
    assert rules(draft(version).content()) == ["<p>Sign here.</p>", "<p>Be fair.</p>"]


def test_ones_own_autosave_whose_answer_was_lost_is_no_conflict(version, mine):
    """Pressing a button while the script saves, or after its connection broke, goes through."""
    loaded = dict(mine.loaded)
    reword(mine, 0, "<p>Half</p>")
    mine.autosave()
    mine.loaded = loaded
    reword(mine, 0, "<p>Whole</p>")
    assert mine.publish().status_code == 302
    assert rules(in_force())[0] == "<p>Whole</p>"


def test_an_autosave_in_conflict_stops_and_the_button_leads_to_the_choice(version, mine, theirs):
    response = clash(mine, theirs, "autosave")
    assert (response.status_code, response.json()["error_code"]) == (400, "invalid_revision")
    assert UnmergedEdit.objects.count() == 0
    assert mine.press().url == UnmergedEdit.objects.get().get_absolute_url()


@pytest.mark.parametrize("button", ["press", "publish"])
@pytest.mark.parametrize("choice", ["mine", "theirs", "own"])
def test_the_same_words_are_asked_about_and_what_is_not_chosen_is_kept(version, mine, theirs, button, choice):
    """Nothing is saved before the choice; after it each text is in the draft, or kept for whoever wrote it."""
    response = clash(mine, theirs, button)
    edit = UnmergedEdit.objects.get()
    assert (response.status_code, response.url) == (302, edit.get_absolute_url())
    assert "Say your name" in rules(draft(version).content())[0]
    assert rules(in_force())[0] == FIRST
    screen = mine.client.get(response.url)
    (question,) = questions(screen)
    assert BeautifulSoup(screen.content, "html.parser").select("input[checked]") == []
    assert "Bo Berg" in screen.content.decode()
    assert mine.client.post(response.url, {}).status_code == 422
    assert "Say your name" in rules(draft(version).content())[0]
    own = question.replace("choice-", "own-")
    done = mine.client.post(response.url, {question: choice, own: "both **things**"})
    assert (done.status_code, done.url) == (302, mine.address)
    stands = {"mine": "what you do", "theirs": "your name", "own": "both <b>things</b>"}[choice]
    assert rules(draft(version).content())[0] == f"<p>Say {stands} when you write about us.</p>"
    kept = {edit.person: edit.content for edit in UnmergedEdit.objects.all()}
    assert ("your name" in kept.get(theirs.person, "")) == (choice != "theirs")
    assert ("what you do" in kept.get(mine.person, "")) == (choice != "mine")


def test_an_incomplete_answer_leads_to_the_first_open_question(version, mine, theirs):
    for window, words in ((theirs, "<p>Sign.</p>"), (mine, "<p>Say your team.</p>")):
        for place in (0, 1):
            reword(window, place, words)
    theirs.press()
    address = mine.press().url
    first, second = questions(mine.client.get(address))
    assert second != first
    page = BeautifulSoup(mine.client.post(address, {first: "mine"}).content, "html.parser")
    (link,) = page.select('[role="alert"] a')
    (focused,) = page.select("[autofocus]")
    assert (link["href"], focused["id"], focused["tabindex"]) == ("#question-2", "question-2", "-1")
    assert page.select(f'[name="{first}"][checked]')


def test_what_was_not_chosen_can_be_taken_up_again(version, mine, theirs):
    response = clash(mine, theirs)
    (question,) = questions(mine.client.get(response.url))
    mine.client.post(response.url, {question: "mine"})
    kept = UnmergedEdit.objects.get(person=theirs.person)
    assert kept.get_absolute_url() in theirs.client.get("/cms/guidelines/unmerged/").content.decode()
    assert kept.get_absolute_url() in theirs.client.get(theirs.address).content.decode()
    (question,) = questions(theirs.client.get(kept.get_absolute_url()))
    theirs.client.post(kept.get_absolute_url(), {question: "mine"})
    assert "your name" in rules(draft(version).content())[0]
    assert not UnmergedEdit.objects.filter(person=theirs.person).exists()
    assert "what you do" in UnmergedEdit.objects.get(person=mine.person).content


def test_a_kept_text_is_its_persons_own_and_can_be_thrown_away(version, mine, theirs):
    response = clash(mine, theirs)
    for address in (response.url, f"{response.url}throw-away/"):
        assert theirs.client.post(address, {}).status_code in {302, 404}
    assert theirs.client.get(response.url).status_code == 404
    assert UnmergedEdit.objects.count() == 1
    assert mine.client.post(f"{response.url}throw-away/").status_code == 302
    assert UnmergedEdit.objects.count() == 0


def test_who_chooses_while_a_third_person_saves_is_asked_again_about_what_changed(version, mine, theirs, bo):
    response = clash(mine, theirs)
    (question,) = questions(mine.client.get(response.url))
    theirs.load()
    reword(theirs, 0, "<p>Say your team when you write about us.</p>")
    theirs.press()
    again = mine.client.post(response.url, {question: "theirs"})
    assert again.status_code in {409, 422}
    (other,) = questions(again)
    assert other != question
    assert mine.client.post(response.url, {other: "theirs"}).status_code == 302
    assert "your team" in rules(draft(version).content())[0]


def test_two_addresses_are_a_conflict_and_one_is_not(version, mine, theirs):
    theirs.slug = "social"
    theirs.press()
    reword(mine, 0, "<p>Sign.</p>")
    mine.press()
    assert draft(version).slug == "social"
    theirs.load()
    mine.load()
    theirs.slug = "networks"
    theirs.press()
    mine.slug = "media"
    response = mine.press()
    (question,) = questions(mine.client.get(response.url))
    assert mine.client.post(response.url, {question: "mine"}).status_code == 302
    assert draft(version).slug == "media"
    assert UnmergedEdit.objects.get(person=theirs.person)


@pytest.mark.parametrize("base", ["", "nonsense", "00000000-0000-4000-8000-000000000000:abc", ":"])
def test_a_form_that_does_not_say_what_it_was_filled_with_overwrites_nothing(version, mine, theirs, base):
    """All that differs is asked about, since nobody knows who changed it."""
    reword(theirs, 1, "<p>Be fair.</p>")
    theirs.press()
    response = mine.press(base=base)
    assert response.url == UnmergedEdit.objects.get().get_absolute_url()
    assert len(questions(mine.client.get(response.url))) == 1
    assert rules(draft(version).content()) == [FIRST, "<p>Be fair.</p>"]


def test_a_window_open_for_longer_than_bases_are_kept_loses_nothing(version, mine, theirs):
    later = timezone.now() + timedelta(days=coediting.KEPT_DAYS + 1)
    assert coediting.forget_due(later) >= 2
    reword(theirs, 1, "<p>Be fair.</p>")
    assert theirs.press().url == UnmergedEdit.objects.get().get_absolute_url()
    assert rules(draft(version).content()) == [FIRST, SECOND]


def test_a_planned_text_is_merged_too(version, mine, theirs):
    """What will be published is what both wrote."""
    reword(theirs, 1, "<p>Be fair.</p>")
    theirs.press()
    reword(mine, 0, "<p>Sign.</p>")
    day = timezone.now() + timedelta(days=9)
    mine.publish(go_live_at=day.strftime("%Y-%m-%d %H:%M"))
    planned = page_of(version).scheduled_revision.as_object()
    assert rules(planned.content()) == ["<p>Sign.</p>", "<p>Be fair.</p>"]


def test_an_earlier_revision_brought_back_keeps_what_was_saved_meanwhile(version, mine, theirs):
    """Restoring takes back what was there when one began, not what a colleague adds meanwhile."""
    reword(mine, 0, "<p>Sign.</p>")
    mine.press()
    first = GuidelinePage.objects.get().revisions.earliest("pk")
    mine.address = f"/cms/pages/{version.page_id}/revisions/{first.pk}/revert/"
    mine.load()
    theirs.load()
    reword(theirs, 1, "<p>Be fair.</p>")
    theirs.press()
    assert mine.publish().status_code == 302
    assert rules(in_force()) == [FIRST, "<p>Be fair.</p>"]
    assert GuidelineVersion.objects.newest_first()[0].origin == Origin.RESTORE


def test_what_colleagues_endorse_is_the_merged_text(version, mine, theirs):
    """Whoever comes second asks for what both wrote, and an endorsement of the first text is none of it."""
    hang(version, TWO_OF_TWO)
    reword(theirs, 1, "<p>Be fair.</p>")
    theirs.publish()
    (first,) = PendingPublication.objects.all()
    reword(mine, 0, "<p>Sign.</p>")
    mine.publish()
    waiting = PendingPublication.objects.waiting().get()
    assert rules(waiting.text.guideline) == ["<p>Sign.</p>", "<p>Be fair.</p>"]
    assert waiting.text_hash != first.text_hash
    assert set(waiting.authors) == {mine.person.pk, theirs.person.pk}
    assert rules(in_force()) == [FIRST, SECOND]


def test_a_draft_of_two_people_is_a_merge_whoever_publishes_it_later(version, mine, theirs):
    reword(theirs, 1, "<p>Be fair.</p>")
    theirs.press()
    reword(mine, 0, "<p>Sign.</p>")
    mine.press()
    mine.load()
    mine.publish()
    assert GuidelineVersion.objects.newest_first()[0].origin == Origin.MERGE
    mine.load()
    reword(mine, 0, "<p>Sign here.</p>")
    mine.publish()
    assert GuidelineVersion.objects.newest_first()[0].origin == Origin.EDIT


def test_the_text_of_a_deleted_guideline_stays_readable(version, mine, theirs):
    response = clash(mine, theirs)
    page_of(version).delete()
    screen = mine.client.get(response.url)
    assert screen.status_code == 200
    words = BeautifulSoup(screen.content, "html.parser").select("ins")
    assert [each.text for each in words] == [f"inserted: {word} end of insertion" for word in ("what", "do")]
    assert mine.client.post(response.url, {}).status_code == 200


def test_a_new_guideline_that_was_saved_in_the_background_knows_what_it_holds(version, mine):
    """The form for a new page becomes the editor without being loaded anew; its field is given a name then."""
    response = mine.client.get(mine.address, {"_w_hydrate_create_view": "1"})
    field = BeautifulSoup(response.content, "html.parser").find("input", {"name": "base"})
    mine.loaded["base"] = str(field["value"])
    assert EditBase.objects.count() == 2
    reword(mine, 0, "<p>Sign.</p>")
    assert mine.publish().status_code == 302
    assert rules(in_force())[0] == "<p>Sign.</p>"
