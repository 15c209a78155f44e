"""Whose words a version brings, of a button pressed and of what its window showed, and who is named for them."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, Origin, PendingPublication
from guidelines.rules.content import Part
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import Window
from tests.integration.guidelines.gated import TWO_OF_TWO, hang

pytestmark = pytest.mark.django_db

FIRST = "<p>Say who you are when you write about us.</p>"
SECOND = "<p>Be kind to everybody.</p>"
HALF = "<p>Be kind to everybody, unless</p>"
WHOLE = "<p>Be kind to everybody, unless nobody is there.</p>"


@pytest.fixture
def version():
    """A guideline in force, of two clauses, that nobody known wrote."""
    return VersionFactory(
        slug="social-media",
        guideline=guideline("Social media", clause("Names", FIRST), clause("Kindness", SECOND)),
    )


@pytest.fixture
def ann(version):
    """Ann's window, opened before anything was changed."""
    return Window(UserFactory(display_name="Ann Ahl"), version.page_id)


@pytest.fixture
def bo(version):
    """Bo's window, opened before anything was changed."""
    return Window(UserFactory(display_name="Bo Berg"), version.page_id)


def reword(window, place, html):
    """Write another rule into a clause of a window."""
    clauses = list(window.text.clauses)
    clauses[place] = replace(clauses[place], rule=(Part("text", html),))
    window.text = replace(window.text, clauses=tuple(clauses))


def rules(said):
    """The rule of each clause."""
    return [each.rule[0].html for each in said.clauses]


def in_force():
    """What the guideline in force says."""
    return rules(Leaf.objects.read_one(GuidelineRecord.objects.get().current).guideline)


def newest():
    """The newest version."""
    return GuidelineVersion.objects.newest_first()[0]


def messages_of(window):
    """What the CMS says on top of its next page."""
    page = BeautifulSoup(window.client.get(window.address).content, "html.parser")
    return " ".join(page.select_one(".messages").get_text(" ").split())


def test_an_unfinished_sentence_is_not_put_in_force_by_somebody_else(version, ann, bo):
    """It stays in the draft, under the name of who types it, until they press a button themselves."""
    reword(bo, 1, HALF)
    bo.autosave()
    reword(ann, 0, "<p>Sign.</p>")
    ann.publish(note="Shorter.")
    assert in_force() == ["<p>Sign.</p>", SECOND]
    assert (newest().person_id, newest().co_authors) == (ann.person.pk, [])
    draft = page_of(version).get_latest_revision_as_object()
    assert rules(draft.content()) == ["<p>Sign.</p>", HALF]
    assert page_of(version).latest_revision.user == bo.person
    reword(bo, 1, WHOLE)
    bo.publish(note="Nobody is hurt then.")
    assert in_force() == ["<p>Sign.</p>", WHOLE]
    assert (newest().number, newest().person_id, newest().co_authors) == (3, bo.person.pk, [])
    assert Leaf.objects.read_one(newest()).note == "Nobody is hurt then."


def test_who_types_on_while_a_colleague_publishes_again_and_again_loses_nothing(version, ann, bo):
    for step in ("One", "Two", "Three"):
        reword(bo, 1, f"<p>Be kind, {step}</p>")
        bo.autosave()
        ann.load()
        reword(ann, 0, f"<p>Sign {step}.</p>")
        bo.autosave()
        ann.publish()
    bo.publish()
    assert in_force() == ["<p>Sign Three.</p>", "<p>Be kind, Three</p>"]


def test_words_that_a_window_showed_are_published_with_both_names(version, ann, bo):
    """Whoever opens a draft and publishes it publishes what they see, and says whose it is."""
    reword(bo, 1, HALF)
    bo.autosave()
    ann.load()
    reword(ann, 1, WHOLE)
    ann.publish()
    assert in_force() == [FIRST, WHOLE]
    assert (newest().person_id, newest().co_authors, newest().origin) == (
        ann.person.pk,
        [bo.person.pk],
        Origin.MERGE,
    )
    assert newest().hash == newest().computed_hash()


def test_what_somebody_saved_by_a_button_goes_with_the_next_version(version, ann, bo):
    """They said it is ready to be seen; the version names them, though another person put it in force."""
    reword(bo, 1, WHOLE)
    bo.press()
    reword(ann, 0, "<p>Sign.</p>")
    ann.publish()
    assert in_force() == ["<p>Sign.</p>", WHOLE]
    assert (newest().person_id, newest().co_authors) == (ann.person.pk, [bo.person.pk])


def test_who_has_nothing_new_to_publish_is_told_so(version, ann, bo):
    reword(bo, 1, WHOLE)
    bo.press()
    bo.load()
    ann.load()
    ann.publish()
    bo.publish()
    assert newest().number == 2
    said = messages_of(bo)
    assert "Nothing new to publish: version 2, by Ann Ahl and Bo Berg, says all of this already." in said
    assert "Published" not in said


def test_the_next_version_names_nobody_for_words_that_are_in_force(version, ann, bo):
    reword(bo, 1, WHOLE)
    bo.press()
    ann.load()
    ann.publish()
    ann.load()
    reword(ann, 0, "<p>Sign.</p>")
    ann.publish()
    assert (newest().number, newest().person_id, newest().co_authors) == (3, ann.person.pk, [])


def test_a_planned_version_leaves_out_what_others_still_type(version, ann, bo):
    reword(bo, 1, HALF)
    bo.autosave()
    reword(ann, 0, "<p>Sign.</p>")
    ann.publish(go_live_at="2990-01-01 08:00")
    planned = page_of(version).scheduled_revision.as_object()
    assert rules(planned.content()) == ["<p>Sign.</p>", SECOND]
    draft = page_of(version).get_latest_revision_as_object()
    assert rules(draft.content()) == ["<p>Sign.</p>", HALF]


def test_who_only_typed_beside_a_text_may_endorse_it_and_its_authors_may_not(version, ann, bo):
    hang(version, TWO_OF_TWO)
    cleo = Window(UserFactory(), version.page_id)
    reword(cleo, 1, HALF)
    cleo.autosave()
    reword(bo, 0, "<p>Sign.</p>")
    bo.press()
    ann.publish()
    waiting = PendingPublication.objects.waiting().get()
    assert rules(waiting.text.guideline) == ["<p>Sign.</p>", SECOND]
    assert set(waiting.authors) == {ann.person.pk, bo.person.pk}


@pytest.mark.parametrize("address", ["", "history/", "v/2/", "compare/1...2/", "clauses/{clause}/", "blame/"])
def test_every_page_names_all_who_wrote_a_version(version, ann, bo, address):
    reword(bo, 1, WHOLE)
    bo.press()
    ann.load()
    reword(ann, 0, "<p>Sign.</p>")
    ann.publish()
    clause_id = newest().leaf_refs[-1].clause_id
    response = ann.client.get(f"/guidelines/social-media/{address.format(clause=clause_id)}")
    shown = " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())
    assert "Ann Ahl with Bo Berg" in shown


def test_feed_and_data_name_all_who_wrote_a_version(version, ann, bo):
    reword(bo, 1, WHOLE)
    bo.press()
    ann.load()
    ann.publish()
    feed = ann.client.get("/guidelines/social-media/feed.atom").content.decode()
    assert "<name>Ann Ahl, Bo Berg</name>" in feed
    data = ann.client.get("/guidelines/social-media/v/2.json").json()
    assert bo.person.pk in data["facts"]["co_authors"]


@pytest.mark.parametrize("address", ["history/", "clauses/{clause}/", "feed.atom"])
def test_every_page_says_that_a_version_restored_an_earlier_one(version, ann, bo, address):
    reword(bo, 1, WHOLE)
    bo.publish()
    restored = ann.client.post("/guidelines/social-media/v/1/restore/", {"note": "As it was."})
    assert restored.status_code == 302
    clause_id = [leaf.clause_id for leaf in newest().leaf_refs if leaf.kind == "clause"][-1]
    page = ann.client.get(f"/guidelines/social-media/{address.format(clause=clause_id)}").content.decode()
    assert "restored earlier version" in page


def test_blame_says_which_words_a_restored_version_brought(version, ann, bo):
    """Words that went back to who wrote them are theirs; a version that only restored has none of its own."""
    reword(bo, 1, WHOLE)
    bo.publish()
    ann.client.post("/guidelines/social-media/v/1/restore/", {"note": "As it was."})
    blame = ann.client.get("/guidelines/social-media/blame/").content.decode()
    assert "restored earlier version" in blame
