"""Recording: a page is never live without its record, nor the other way round."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone
from wagtail import hooks

from guidelines import actions
from guidelines.models import GuidelineAddress, GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin
from guidelines.rules.content import ContentError
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import PUBLISH, clause_data, edit_address, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """Version 1 of a guideline."""
    return VersionFactory(slug="social-media", guideline=guideline("Before"))


@pytest.fixture
def broken_table():
    """A database in which no second version can be written: some other row has its number already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNIQUE INDEX nobody_writes_twice ON guidelines_guidelineversion (page_id) WHERE number > 0"
        )


def state():
    """Everything a reader or the record could show."""
    return (
        list(GuidelinePage.objects.values_list("title", "live", "live_revision_id", "slug")),
        list(GuidelineVersion.objects.values_list("hash", flat=True)),
        list(GuidelineRecord.objects.values_list("current_id", "slug", "withdrawn_at")),
        set(GuidelineAddress.objects.values_list("slug", flat=True)),
        set(Leaf.objects.values_list("hash", flat=True)),
    )


def draft(version, title="After", note="A reason.", slug="social-media"):
    """The page with a change that is not published yet."""
    page = page_of(version)
    page.title, page.change_note, page.slug = title, note, slug
    return page


def test_cms_publish_that_cannot_be_recorded_changes_nothing(client, version, broken_table):
    """The editor's whole request is undone, its revision included; the text is still in the form."""
    client.force_login(UserFactory())
    before, revisions = state(), page_of(version).revisions.count()
    data = form_data(clause_data(), title="After", slug="new-address")
    response = client.post(edit_address(version.page_id), data | PUBLISH)
    assert (response.status_code, response.context["form"]["title"].value()) == (409, "After")
    assert (state(), page_of(version).revisions.count()) == (before, revisions)


def test_an_address_taken_in_the_same_moment_is_told_in_the_editor(client, version):
    """What the form could not know yet is said in words, with the text still there and nothing kept."""
    client.force_login(UserFactory())
    other = VersionFactory()

    def colleague_takes_it(request, page):
        GuidelineAddress.objects.create(slug="wanted", guideline_id=other.page_id)

    before = state()
    data = form_data(clause_data(), title="After", slug="wanted")
    with hooks.register_temporarily("before_publish_page", colleague_takes_it):
        response = client.post(edit_address(version.page_id), data | PUBLISH)
    assert response.status_code == 422
    assert "Another guideline has or had the address" in response.content.decode()
    assert response.context["form"]["title"].value() == "After"
    assert state() == before


def test_program_publish_that_cannot_be_recorded_changes_nothing(version, broken_table):
    """The same through code."""
    revision = draft(version).save_revision()
    before = state()
    with pytest.raises(IntegrityError):
        revision.publish()
    assert state() == before


def test_import_that_cannot_be_recorded_changes_nothing(version, broken_table):
    """The same through the importer's door, the new page included."""
    before = state()
    with pytest.raises(IntegrityError):
        VersionFactory(slug="social-media", guideline=guideline("After"))
    assert state() == before


def test_a_first_version_that_cannot_be_recorded_leaves_no_page():
    """No note: no page, no address, no leaf."""
    before = state()
    with pytest.raises(ValidationError):
        VersionFactory(note="")
    with pytest.raises(actions.NoteMissingError):
        VersionFactory(note=" \n ")
    with pytest.raises(ContentError):
        VersionFactory(guideline=guideline("Six lines", summary="1\n2\n3\n4\n5\n6"))
    assert state() == before


def test_an_address_that_was_another_guidelines_cannot_be_published(version):
    """Moving onto a colleague's address is refused by the record itself."""
    VersionFactory(slug="taken")
    page_of(VersionFactory(slug="taken", guideline=guideline("Moved"))).delete()
    revision = draft(version, slug="taken").save_revision()
    before = state()
    with pytest.raises(actions.AddressTakenError, match="taken"):
        revision.publish()
    with pytest.raises(actions.AddressTakenError, match="taken"):
        VersionFactory(slug="taken", guideline=guideline("Anew"))
    assert state() == before


def test_what_the_scheduler_cannot_record_stays_as_it_is(version):
    """The page stays at its version, other scheduled pages go out, and the next tick tries again."""
    now = timezone.now()
    other = VersionFactory(slug="other")
    draft(version, note=" ").save_revision(approved_go_live_at=now - timedelta(minutes=2))
    draft(other, slug="other").save_revision(approved_go_live_at=now - timedelta(minutes=1))
    assert actions.publish_due(now) == 1
    assert page_of(version).title == "Before"
    assert [v.number for v in GuidelineVersion.objects.of(version.page_id)] == [1]
    assert [v.number for v in GuidelineVersion.objects.of(other.page_id).newest_first()] == [2, 1]


def test_a_scheduled_version_is_recorded_when_it_goes_live(version):
    """The change note, and who wrote it, travel with the revision to the tick that publishes it."""
    author, now = UserFactory(), timezone.now()
    draft(version).save_revision(user=author, approved_go_live_at=now - timedelta(minutes=1))
    assert GuidelineVersion.objects.count() == 1
    call_command("tick")
    newest = GuidelineVersion.objects.newest_first()[0]
    assert (newest.number, newest.person_id, Leaf.objects.read_one(newest).note) == (2, author.pk, "A reason.")


def test_scheduling_a_new_page_records_nothing_yet(client):
    """Wagtail says "published" already when a page is only scheduled; we wait until it is live."""
    client.force_login(UserFactory())
    container = page_of(VersionFactory()).get_parent()
    address = f"/cms/pages/add/guidelines/guidelinepage/{container.pk}/"
    later = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    assert client.post(address, form_data(slug="soon", go_live_at=later) | PUBLISH).status_code == 302
    page = GuidelinePage.objects.get(slug="soon")
    assert (page.live, page.approved_schedule) == (False, True)
    assert not GuidelineRecord.objects.filter(page_id=page.pk).exists()


def test_an_expired_guideline_is_withdrawn_by_the_tick(version):
    """An end date set in the editor takes it out of force."""
    now = timezone.now()
    GuidelinePage.objects.filter(pk=version.page_id).update(expire_at=now - timedelta(minutes=1))
    assert actions.publish_due(now) == 1
    assert GuidelineRecord.objects.get().withdrawn_at is not None


def test_an_alias_is_no_guideline_of_its_own(version):
    """A mirror made by code follows its original without a record."""
    page_of(version).create_alias(update_slug="mirror")
    draft(version).save_revision().publish()
    assert GuidelinePage.objects.get(slug="mirror").title == "After"
    assert set(GuidelineVersion.objects.values_list("page_id", flat=True)) == {version.page_id}
    assert not GuidelineAddress.objects.filter(slug="mirror").exists()


def test_an_import_keeps_author_date_origin_and_note(version):
    """What is known about a version of long ago is recorded as it was."""
    assert (version.date.isoformat(), version.origin) == ("2026-05-01T09:00:00+00:00", Origin.IMPORT)
    author = UserFactory()
    second = VersionFactory(slug="social-media", author_id=author.pk, material=True, guideline=guideline("After"))
    assert (second.person_id, second.material, second.number) == (author.pk, True, 2)


def test_importing_the_same_again_is_no_version(version):
    """Twice changes nothing."""
    same = Leaf.objects.read_one(version).guideline
    assert VersionFactory(slug="social-media", guideline=same) is None
    assert GuidelineVersion.objects.count() == 1


def test_going_back_shares_the_old_leaves(version):
    """A version that says what an earlier one said needs only a leaf for its reason."""
    VersionFactory(slug="social-media", guideline=guideline("After", clause("Other")))
    before = Leaf.objects.count()
    VersionFactory(slug="social-media", guideline=Leaf.objects.read_one(version).guideline)
    assert Leaf.objects.count() == before + 1


def test_equal_notes_do_not_share_a_leaf(version):
    """Nobody can tell from the hashes that two reasons are alike."""
    second = VersionFactory(slug="social-media", guideline=guideline("After"), note="Same")
    third = VersionFactory(slug="social-media", guideline=guideline("Later"), note="Same")
    notes = {leaf.leaf_hash for v in (second, third) for leaf in v.leaf_refs if leaf.kind == "note"}
    assert len(notes) == 2
