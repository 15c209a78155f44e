"""Taking guidelines out of force and putting them back: nothing is lost, and it says who, when and why."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page, Revision

from guidelines import actions
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin, Withdrawal
from people.models import Employment
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import PUBLISH, add_address, edit_address, form_data, loaded_revision
from tests.integration.guidelines.reading import edition, first_edition, shown

pytestmark = pytest.mark.django_db

ADDRESS = "/guidelines/social-media/"


@pytest.fixture
def editor(client):
    """An ordinary employee, signed in."""
    person = UserFactory(display_name="Ines Sol")
    client.force_login(person)
    return person


def leave(client, version, action, reason="Replaced by the law."):
    """Unpublish or delete a guideline in the CMS."""
    return client.post(f"/cms/pages/{version.page_id}/{action}/", {"reason": reason})


def titles():
    """What each version is called, the first one first."""
    return [reading.guideline.title for reading in Leaf.objects.read(GuidelineVersion.objects.oldest_first())]


def said(version):
    """The leaves of a version but for its note, which is never shared."""
    return [leaf for leaf in version.leaf_refs if leaf.kind != "note"]


@pytest.mark.parametrize("action", ["unpublish", "delete"])
@pytest.mark.parametrize("reason", ["", "  ", "\u2028\n", "x" * 1001], ids=["none", "blanks", "lines", "too long"])
def test_nobody_withdraws_without_a_reason(client, editor, action, reason):
    """The confirm screen asks, and asks again; nothing has happened meanwhile."""
    version = first_edition()
    confirm = BeautifulSoup(client.get(f"/cms/pages/{version.page_id}/{action}/").content, "html.parser")
    assert confirm.select_one("textarea[name=reason][required]")
    assert confirm.select_one("h1").get_text(" ", strip=True) == f"{action.title()} Social media"
    response = leave(client, version, action, reason)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"reason"}
    assert page_of(version).live
    assert not Withdrawal.objects.exists()
    assert GuidelineRecord.objects.get().in_force


@pytest.mark.parametrize(("action", "how"), [("unpublish", "unpublished"), ("delete", "deleted")])
def test_a_withdrawn_guideline_stays_readable_and_says_who_when_and_why(client, editor, action, how):
    """Page, history, versions and index; drafts and revisions of a deleted one are gone."""
    version = first_edition()
    assert leave(client, version, action).status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.number, withdrawal.person_id, withdrawal.how) == (1, editor.pk, how)
    assert GuidelinePage.objects.exists() is (how == "unpublished")
    assert Revision.objects.filter(object_id=str(version.page_id)).exists() is (how == "unpublished")
    for path in (ADDRESS, f"{ADDRESS}history/", f"{ADDRESS}v/1/", "/guidelines/", f"{ADDRESS}blame/"):
        page = shown(client, path)
        assert "Replaced by the law." in page
        assert "Ines Sol</a> withdrew it on" in page
    assert "Put back in force" in shown(client, ADDRESS)
    index = shown(client, "/guidelines/")
    assert "No guideline yet" not in index
    assert "No guideline is in force now." in index


def test_strangers_and_former_colleagues_are_not_led_to_the_way_back(client, editor, settings):
    """They read the banner; only people who work here put something back."""
    settings.GUIDELINES_PUBLIC = True
    version = first_edition()
    leave(client, version, "unpublish")
    restore = f"{ADDRESS}v/1/restore/"
    client.logout()
    page = shown(client, ADDRESS)
    assert "Ines Sol withdrew it on" in page
    assert "Put back in force" not in page
    assert client.get(restore).status_code == 302
    client.force_login(UserFactory(employment=Employment.ALUMNI))
    assert "Put back in force" not in shown(client, ADDRESS)
    for answer in (client.get(restore), client.post(restore, {"note": "Again."})):
        assert answer.status_code == 403
    assert not GuidelineRecord.objects.get().in_force


def test_a_name_that_is_gone_leaves_date_and_reason(client, editor):
    """Accounts go, the record does not."""
    leave(client, first_edition(), "delete")
    client.force_login(UserFactory())
    editor.delete()
    page = shown(client, ADDRESS)
    assert "It was withdrawn on" in page
    assert "Replaced by the law." in page


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_a_withdrawn_guideline_is_put_back_in_force_as_a_version(client, editor, action):
    """The same record, address and page number, with who did it and why; also twice in a row."""
    version = first_edition(clause("Own your words"))
    for number in (2, 3):
        leave(client, version, action)
        assert "Put back in force" in shown(client, f"{ADDRESS}v/{number - 1}/restore/")
        response = client.post(f"{ADDRESS}v/{number - 1}/restore/", {"note": "The law was withdrawn."})
        assert (response.status_code, response.url) == (302, ADDRESS)
        newest = GuidelineRecord.objects.get().current
        assert (newest.page_id, newest.number) == (version.page_id, number)
        assert (newest.origin, newest.person_id) == (Origin.RESTORE, editor.pk)
        assert said(newest) == said(version)
    page = shown(client, ADDRESS)
    assert "no longer in force" not in page
    assert "Own your words" in page
    history = shown(client, f"{ADDRESS}history/")
    assert history.count("Replaced by the law.") == history.count("The law was withdrawn.") == 2
    assert Page.find_problems() == ([], [], [], [], [])
    form = client.get(edit_address(version.page_id))
    data = form_data(title="Edited after all", change_note="It works.") | loaded_revision(form) | PUBLISH
    assert client.post(edit_address(version.page_id), data).status_code == 302
    assert titles() == ["Social media"] * 3 + ["Edited after all"]


def test_a_deleted_guideline_can_be_edited_before_it_is_put_back(client, editor):
    """The page is made anew from its last version, as a draft; publishing it goes on with the record."""
    version = first_edition()
    leave(client, version, "delete")
    response = client.post(f"{ADDRESS}v/1/restore/", {"edit": "1"})
    assert (response.status_code, response.url) == (302, edit_address(version.page_id))
    page = page_of(version)
    assert (page.live, page.slug, GuidelineRecord.objects.get().in_force) == (False, "social-media", False)
    form = client.get(response.url)
    assert form.context["form"]["title"].value() == "Social media"
    data = form_data(title="Better", change_note="Rewritten.") | loaded_revision(form) | PUBLISH
    assert client.post(response.url, data).status_code == 302
    record = GuidelineRecord.objects.get()
    assert (record.in_force, record.current.number, titles()) == (True, 2, ["Social media", "Better"])


def test_a_new_guideline_at_a_withdrawn_ones_address_is_led_to_that_one(client, editor):
    """No dead end: the text stays in the form, and a button goes on with the record there is."""
    leave(client, first_edition(), "delete")
    response = client.post(add_address(), form_data(title="Anew", slug="social-media") | PUBLISH)
    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["form"]["title"].value() == "Anew"
    assert f"{ADDRESS}v/1/restore/" in page
    assert not GuidelinePage.objects.exists()


def test_deleting_what_is_out_of_force_or_never_was_in_force_needs_no_reason(client, editor):
    """The reason given first stands; of a draft that was never published nothing is left."""
    version = first_edition()
    leave(client, version, "unpublish", "Too strict.")
    assert client.get(f"/cms/pages/{version.page_id}/delete/").context["form"] is None
    assert client.post(f"/cms/pages/{version.page_id}/delete/").status_code == 302
    assert Withdrawal.objects.get().reason == "Too strict."
    client.post(add_address(), form_data(slug="draft", change_note=""))
    draft = GuidelinePage.objects.get()
    assert client.post(f"/cms/pages/{draft.pk}/delete/").status_code == 302
    assert not GuidelinePage.objects.exists()
    assert [record.slug for record in GuidelineRecord.objects.all()] == ["social-media"]


def test_what_expires_says_that_it_was_planned(client, editor):
    """Nobody is named; and putting it back does not let it expire again at once."""
    version = first_edition()
    now = timezone.now()
    Page.objects.filter(pk=version.page_id).update(expire_at=now - timedelta(days=1))
    assert actions.publish_due(now) == 1
    assert Withdrawal.objects.get().how == "expired"
    assert "as planned" in shown(client, ADDRESS)
    client.post(f"{ADDRESS}v/1/restore/", {"note": "We still need it."})
    assert actions.publish_due(now + timedelta(days=1)) == 0
    assert GuidelineRecord.objects.get().in_force


def test_a_day_between_withdrawal_and_return_has_no_version_in_force(client, editor):
    """The page of that day says so, and shows what stood last; the version's span ends with the withdrawal."""
    version = first_edition()
    withdrawn = version.date + timedelta(days=10)
    actions.withdraw(page_id=version.page_id, now=withdrawn, person_id=editor.pk, reason="Too strict.")
    VersionFactory(slug="social-media", guideline=guideline("Milder"), date=version.date + timedelta(days=20))
    during = (version.date + timedelta(days=15)).date()
    assert "this guideline was not in force; version 1 was the last one" in shown(client, f"{ADDRESS}on/{during}/")
    before = (version.date + timedelta(days=5)).date()
    assert "version 1 was in force" in shown(client, f"{ADDRESS}on/{before}/")
    assert f"– {date_format(withdrawn, 'DATE_FORMAT')}" in shown(client, f"{ADDRESS}v/1/")


def test_an_earlier_version_is_restored_with_a_note(client, editor):
    """Its page leads there; what would change is shown first; afterwards the history calls it restored."""
    kept, dropped = clause("Kept"), clause("Dropped later")
    first = first_edition(kept, dropped)
    edition(first, kept)
    address = f"{ADDRESS}v/1/restore/"
    assert address in shown(client, f"{ADDRESS}v/1/")
    assert address not in shown(client, f"{ADDRESS}v/2/")
    form = shown(client, address)
    assert "What would change" in form
    assert "Dropped later" in form
    assert client.post(address, {"note": " "}).status_code == 422
    assert client.post(address, {"note": "It was needed."}).status_code == 302
    newest = GuidelineRecord.objects.get().current
    assert (newest.number, newest.origin, newest.person_id) == (3, Origin.RESTORE, editor.pk)
    assert said(newest) == said(first)
    assert "restored earlier version" in shown(client, f"{ADDRESS}history/")
    assert "It was needed." in shown(client, ADDRESS)


def test_restoring_what_is_in_force_makes_no_version(client, editor):
    """The screen says so, and a button pressed twice is pressed once."""
    first = first_edition(clause("One"))
    assert "there is nothing to restore" in shown(client, f"{ADDRESS}v/1/restore/")
    edition(first, clause("Two"))
    for _press in range(2):
        assert client.post(f"{ADDRESS}v/1/restore/", {"note": "Back."}).status_code == 302
    assert GuidelineVersion.objects.count() == 3


def test_restoring_keeps_a_draft_in_the_pages_history(client, editor):
    """Whoever restores is told that somebody had begun, and the words are still there."""
    first = first_edition(clause("One"))
    edition(first, clause("Two"))
    form = client.get(edit_address(first.page_id))
    client.post(edit_address(first.page_id), form_data(title="Half done") | loaded_revision(form))
    draft = page_of(first).latest_revision_id
    assert "begun a draft" in shown(client, f"{ADDRESS}v/1/restore/")
    client.post(f"{ADDRESS}v/1/restore/", {"note": "Back."})
    assert Revision.objects.get(pk=draft).as_object().title == "Half done"
    assert "Half done" not in shown(client, ADDRESS)


def test_what_was_taken_out_does_not_come_back(client, editor):
    """The screen says so; a version without its title cannot come back as it is."""
    leak = clause("Leak")
    first = first_edition(clause("Rest"), leak)
    edition(first, clause("New"), title="Another title")
    now = timezone.now()
    by_part = {(leaf.kind, leaf.clause_id): leaf.leaf_hash for leaf in first.leaf_refs}
    actions.take_out_leaf(leaf_hash=by_part["clause", leak.id], now=now)
    assert "does not come back" in shown(client, f"{ADDRESS}v/1/restore/")
    client.post(f"{ADDRESS}v/1/restore/", {"note": "Back."})
    current = GuidelineRecord.objects.get().current
    assert [each.heading for each in Leaf.objects.read_one(current).guideline.clauses] == ["Rest"]
    edition(current, clause("Newest"), title="Third title")
    actions.take_out_leaf(leaf_hash=by_part["title", ""], now=now)
    response = client.post(f"{ADDRESS}v/1/restore/", {"note": "Back."})
    assert response.status_code == 422
    assert "Edit it first" in response.content.decode()


@pytest.mark.parametrize("number", [2, 999_999_999])
def test_restoring_what_never_was_is_not_found(client, editor, number):
    """For whoever asks, and however."""
    first_edition()
    for answer in (client.get(f"{ADDRESS}v/{number}/restore/"), client.post(f"{ADDRESS}v/{number}/restore/")):
        assert answer.status_code == 404


MANY = ["", "history/", "history/?page=1&x=%C3%A9", "blame/", "v/1/", "v/1.json", "on/2024-05-01/", "feed.atom"]
MANY += ["compare/", "compare/1...2/?view=side&show=all", "compare/1...2.json", "compare/1...2.patch", "pictures/"]
MANY += ["compare/read...current/"]


@pytest.mark.parametrize("withdrawn", [False, True], ids=["in force", "withdrawn"])
def test_every_old_address_leads_to_the_same_screen_at_the_present_one(client, editor, withdrawn):
    """After renaming, path and query stay; also when the guideline was withdrawn since."""
    first = first_edition(clause("One"))
    edition(first, clause("Two"))
    page = page_of(first)
    page.slug = "voices"
    page.save_revision().publish()
    if withdrawn:
        leave(client, first, "delete")
    clause_id = next(leaf.clause_id for leaf in first.leaf_refs if leaf.kind == "clause")
    for rest in [*MANY, f"clauses/{clause_id}/", "v/1/restore/"]:
        response = client.get(ADDRESS + rest)
        assert (response.status_code, response.url) == (301, f"/guidelines/voices/{rest}")
        assert client.get(response.url, follow=True).status_code == 200
    response = client.get("/guidelines/social-media.md")
    assert (response.status_code, response.url) == (301, "/guidelines/voices.md")
