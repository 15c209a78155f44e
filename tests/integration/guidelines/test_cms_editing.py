"""Editing in the CMS: what a person saves and publishes there, and what becomes of it."""

from uuid import UUID

import pytest

from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin, UnmergedEdit
from tests.factories.guidelines import VersionFactory, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import (
    PUBLISH,
    add_address,
    clause_data,
    edit_address,
    form_data,
    loaded_revision,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """An ordinary employee, signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


def read_current(slug):
    """What the guideline in force says."""
    return Leaf.objects.read_one(GuidelineRecord.objects.get(slug=slug).current)


def test_an_employee_writes_and_publishes_a_guideline(client, editor):
    """From an empty form to version 1, in one step."""
    response = client.post(add_address(), form_data(clause_data(why="<p>Trust.</p>")) | PUBLISH)
    assert response.status_code == 302
    version = GuidelineVersion.objects.get()
    reading = Leaf.objects.read_one(version)
    assert (version.number, version.person_id, version.origin) == (1, editor.pk, Origin.EDIT)
    assert (reading.guideline.title, reading.note) == ("Social media", "First words.")
    assert reading.guideline.clauses[0].why == "<p>Trust.</p>"
    assert GuidelinePage.objects.get().live


def test_a_draft_needs_no_note_and_is_no_version(client, editor):
    """Saving is for oneself; only publishing is said to everybody."""
    assert client.post(add_address(), form_data(change_note="")).status_code == 302
    assert GuidelinePage.objects.get().live is False
    assert GuidelineVersion.objects.count() == 0


@pytest.mark.parametrize("note", ["", "   ", "\n\t"])
def test_publishing_needs_a_note(client, editor, note):
    """Why something changed is asked of everybody, blanks are no answer."""
    response = client.post(add_address(), form_data(change_note=note) | PUBLISH)
    assert response.status_code == 422
    assert "change_note" in response.context["form"].errors
    assert GuidelineVersion.objects.count() == 0


def test_the_note_starts_empty_after_publishing(client, editor):
    """What was said about the last change is not said about the next one by accident."""
    client.post(add_address(), form_data(material="on") | PUBLISH)
    form = client.get(edit_address(GuidelinePage.objects.get().pk)).context["form"]
    assert form["change_note"].value() == ""
    assert form["material"].value() is False


def test_the_note_of_a_draft_is_still_there(client, editor):
    """Who goes on with a draft finds what it was about."""
    client.post(add_address(), form_data(change_note="Half done"))
    form = client.get(edit_address(GuidelinePage.objects.get().pk)).context["form"]
    assert form["change_note"].value() == "Half done"


def test_publishing_the_same_words_again_is_no_version(client, editor):
    """History holds changes, not clicks."""
    client.post(add_address(), form_data() | PUBLISH)
    version = GuidelineVersion.objects.get()
    ids = [leaf.clause_id for leaf in version.leaf_refs if leaf.kind == "clause"]
    page_id = GuidelinePage.objects.get().pk
    again = form_data(ids=ids, change_note="Nothing new")
    assert client.post(edit_address(page_id), again | PUBLISH).status_code == 302
    assert GuidelineVersion.objects.count() == 1


def test_unchanged_clauses_share_their_leaves(client, editor):
    """A second version stores the changed clause and its note, nothing else."""
    first, second = clause_data(), clause_data(heading="Be kind")
    client.post(add_address(), form_data(first, second) | PUBLISH)
    version = GuidelineVersion.objects.get()
    ids = [leaf.clause_id for leaf in version.leaf_refs if leaf.kind == "clause"]
    reworded = form_data(first, clause_data(heading="Be fair"), ids=ids, change_note="Fair covers more.")
    client.post(edit_address(version.page_id), reworded | PUBLISH)
    newest = GuidelineVersion.objects.get(number=2)
    new = set(newest.leaf_refs) - set(version.leaf_refs)
    assert {(leaf.kind, leaf.clause_id) for leaf in new} == {("note", ""), ("clause", ids[1])}
    assert newest.parent_hash == version.hash
    assert (newest.words_added, newest.words_removed) == (1, 1)


def test_malformed_and_repeated_clause_ids_are_replaced(client, editor):
    """A clause's id is lasting and its own, whatever a browser sent."""
    good = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    sent = [good, good, "not a uuid", "", "<script>alert(1)</script>"]
    headings = [f"Clause {n}" for n in range(len(sent))]
    data = form_data(*(clause_data(heading=heading) for heading in headings), ids=sent)
    assert client.post(add_address(), data | PUBLISH).status_code == 302
    clauses = read_current("social-media").guideline.clauses
    assert [clause.heading for clause in clauses] == headings
    assert clauses[0].id == good
    assert len({str(UUID(clause.id)) for clause in clauses}) == len(sent)


def test_scripts_are_harmless_wherever_they_are_typed(client, editor):
    """Rich text loses them; plain text keeps them as words."""
    evil = "<script>alert(1)</script>"
    data = form_data(clause_data(heading=evil, html=f"<p>Hello{evil}</p>"), title=evil, change_note=evil)
    assert client.post(add_address(), data | PUBLISH).status_code == 302
    reading = read_current("social-media")
    assert (reading.guideline.title, reading.note, reading.guideline.clauses[0].heading) == (evil, evil, evil)
    page = client.get("/guidelines/social-media/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_overlong_note_and_summary_are_refused(client, editor):
    """Limits answer beside their fields."""
    data = form_data(change_note="x" * 1001, summary="1\n2\n3\n4\n5\n6")
    errors = client.post(add_address(), data | PUBLISH).context["form"].errors
    assert {"change_note", "summary"} <= set(errors)


def test_a_megabyte_of_text_is_published(client, editor):
    """Long is not wrong."""
    text = "word " * 200_000
    assert client.post(add_address(), form_data(clause_data(html=f"<p>{text}</p>")) | PUBLISH).status_code == 302
    assert len(read_current("social-media").guideline.clauses[0].rule[0].html) > 999_000


def test_a_slug_belongs_to_one_guideline_for_ever(client, editor):
    """A new page cannot take the address a guideline once had."""
    first = VersionFactory(slug="old-name")
    page = page_of(first)
    page.slug = "new-name"
    page.save_revision().publish()
    assert client.get("/guidelines/old-name/").url == "/guidelines/new-name/"
    response = client.post(add_address(), form_data(slug="old-name") | PUBLISH)
    assert "slug" in response.context["form"].errors
    assert GuidelineVersion.objects.count() == 1


@pytest.mark.parametrize("slug", ["Üben", "a/b", "a b"])
def test_a_slug_no_address_can_hold_is_refused(client, editor, slug):
    """The public address is plain letters, digits, hyphens and underscores."""
    response = client.post(add_address(), form_data(slug=slug) | PUBLISH)
    assert "slug" in response.context["form"].errors


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-01-01", "9999-99-99T00:00:00+00:00"])
def test_a_form_that_says_nonsense_about_its_age_overwrites_nothing(client, editor, moment):
    """What cannot be told to be fresh is asked about."""
    version = VersionFactory(slug="social-media")
    data = form_data(title="Mine") | {"loaded_revision_id": "1", "loaded_revision_created_at": moment}
    response = client.post(edit_address(version.page_id), data | PUBLISH)
    assert response.url == UnmergedEdit.objects.get().get_absolute_url()
    assert GuidelineVersion.objects.count() == 1


def test_a_save_from_the_newest_page_goes_through(client, editor):
    """Freshness is told by the fields the form itself carries."""
    version = VersionFactory(slug="social-media")
    loaded = loaded_revision(client.get(edit_address(version.page_id)))
    assert client.post(edit_address(version.page_id), form_data() | loaded | PUBLISH).status_code == 302
    assert GuidelineVersion.objects.count() == 2


def test_an_earlier_revision_comes_back_as_a_restored_version(client, editor):
    """Restoring says so, needs its own reason, and is credited to whoever did it."""
    first = VersionFactory(slug="social-media", guideline=guideline("Before"))
    revision = page_of(first).latest_revision
    VersionFactory(slug="social-media", guideline=guideline("After"))
    address = f"/cms/pages/{first.page_id}/revisions/{revision.pk}/revert/"
    form = client.get(address)
    assert form.context["form"]["title"].value() == "Before"
    assert form.context["form"]["change_note"].value() == ""
    data = form_data(title="Before", change_note="It was better.") | loaded_revision(form)
    assert client.post(address, data | PUBLISH).status_code == 302
    newest = GuidelineVersion.objects.newest_first()[0]
    assert (newest.number, newest.origin, newest.person_id) == (3, Origin.RESTORE, editor.pk)
    assert Leaf.objects.read_one(newest).guideline.title == "Before"


def test_a_copy_is_a_draft_without_a_reason(client, editor):
    """Copying publishes nothing, and what was said about the original is not said about the copy."""
    version = VersionFactory(slug="social-media")
    address = f"/cms/pages/{version.page_id}/copy/"
    assert {"publish_copies", "alias"}.isdisjoint(client.get(address).context["form"].fields)
    parent = page_of(version).get_parent().pk
    data = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": parent,
        "publish_copies": "on",
        "alias": "on",
    }
    assert client.post(address, data).status_code == 302
    copy = GuidelinePage.objects.get(slug="copy")
    assert (copy.live, copy.alias_of, GuidelineVersion.objects.count()) == (False, None, 1)
    assert client.get(edit_address(copy.pk)).context["form"]["change_note"].value() == ""


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_nothing_that_changes_what_is_in_force_is_offered_for_many_at_once(client, editor, action):
    """Each version has a change note of its own, and each guideline is given up by itself."""
    version = VersionFactory()
    address = f"/cms/bulk/wagtailcore/page/{action}/?id={version.page_id}"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_a_preview_shows_the_draft(client, editor):
    """Before publishing one sees the page as it would be."""
    version = VersionFactory(slug="social-media")
    address = f"/cms/pages/{version.page_id}/edit/preview/"
    assert client.post(address, form_data(clause_data(heading="Not yet public"))).json()["is_valid"]
    response = client.get(address)
    assert response.status_code == 200
    assert "Not yet public" in response.content.decode()


def test_publishing_from_the_cms_brings_a_withdrawn_guideline_back(client, editor):
    """Also when it says what it said: a version of its own says who did it and why."""
    version = VersionFactory(slug="social-media")
    client.post(f"/cms/pages/{version.page_id}/unpublish/", {"reason": "Too strict."})
    assert list(GuidelineRecord.objects.in_force()) == []
    page_of(version).save_revision().publish()
    assert [record.slug for record in GuidelineRecord.objects.in_force()] == ["social-media"]
    assert GuidelineVersion.objects.count() == 2
