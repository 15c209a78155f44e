"""Two people in the same moment: two versions or one clear refusal, never a gap, never a lost one."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.test import Client

from guidelines import actions
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, UnmergedEdit
from tests.factories.guidelines import VersionFactory, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import (
    PUBLISH,
    Window,
    add_address,
    edit_address,
    form_data,
    loaded_revision,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run jobs in threads that start together; return what each gave, an exception included."""
    start, results = Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        start.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=run, args=entry) for entry in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def numbers_and_parents(page_id):
    """Numbers of the versions there are, and whether each points at the one before."""
    versions = list(GuidelineVersion.objects.of(page_id).oldest_first())
    parents = ["", *(version.hash for version in versions)]
    return [version.number for version in versions], [version.parent_hash for version in versions] == parents[:-1]


def test_programs_publishing_at_once_follow_each_other():
    """Each gets a number of its own; the chain is whole."""
    first = VersionFactory(slug="social-media")

    def publish(title):
        page = GuidelinePage.objects.get(pk=first.page_id)
        page.title, page.change_note = title, f"Because of {title}"
        page.save_revision().publish()

    results = at_once(*(lambda title=title: publish(title) for title in ("One", "Two", "Three")))
    assert results == [None, None, None]
    assert numbers_and_parents(first.page_id) == ([1, 2, 3, 4], True)
    call_command("verify_versions")


def test_editors_publishing_at_once_get_one_version_and_one_question():
    """Both opened the same state and named it anew; the second is asked, whichever it is."""
    first = VersionFactory(slug="social-media")

    def publishing(title):
        window = Window(UserFactory(), first.page_id)
        window.text = replace(window.text, title=title)
        return lambda: window.publish(note=title).url

    answers = at_once(publishing("Mine"), publishing("Yours"))
    question = UnmergedEdit.objects.get()
    assert question.get_absolute_url() in answers
    assert numbers_and_parents(first.page_id) == ([1, 2], True)
    newest = GuidelineVersion.objects.newest_first()[0]
    assert {Leaf.objects.read_one(newest).guideline.title, question.change_note} == {"Mine", "Yours"}


def test_first_versions_at_one_address_leave_one_guideline():
    """Two imports of a new guideline: one page, one record, no half of either."""
    VersionFactory(slug="other")

    def publish(title):
        return lambda: VersionFactory(slug="new", guideline=guideline(title))

    results = at_once(publish("One"), publish("Two"))
    pages = GuidelinePage.objects.filter(slug="new")
    records = GuidelineRecord.objects.filter(slug="new")
    assert (pages.count(), records.count()) == (1, 1)
    versions = [result for result in results if isinstance(result, GuidelineVersion)]
    assert numbers_and_parents(records.get().page_id) == (list(range(1, len(versions) + 1)), True)
    assert versions


@pytest.mark.parametrize("button", [PUBLISH, {}], ids=["publish", "save"])
def test_new_guidelines_at_one_address_at_once_are_one_and_a_form(button):
    """Whoever comes second keeps their text, and is told to choose another address."""
    VersionFactory(slug="other")
    address = add_address()

    def creating(title):
        client = Client()
        client.force_login(UserFactory())
        data = form_data(title=title, slug="new") | button
        return lambda: client.post(address, data)

    first, second = sorted(at_once(creating("Mine"), creating("Yours")), key=lambda each: each.status_code)
    assert (first.status_code, second.status_code) == (302, 422)
    assert set(second.context["form"].errors) == {"slug"}
    titles = {GuidelinePage.objects.get(slug="new").title, second.context["form"]["title"].value()}
    assert titles == {"Mine", "Yours"}
    assert GuidelineVersion.objects.filter(number=1).count() == (2 if button else 1)


def test_two_guidelines_renamed_alike_at_once_do_not_share_an_address():
    """Whoever comes second keeps their text, and the address leads where the first one took it."""
    versions = [VersionFactory(slug="one"), VersionFactory(slug="two")]

    def renaming(version):
        client = Client()
        client.force_login(UserFactory())
        address = edit_address(version.page_id)
        data = form_data(title=version.page_id, slug="same") | loaded_revision(client.get(address)) | PUBLISH
        return lambda: client.post(address, data).status_code

    statuses = at_once(*map(renaming, versions))
    assert sorted(statuses)[0] == 302
    assert sorted(statuses)[1] in {409, 422}
    first = versions[statuses.index(302)]
    assert GuidelineRecord.objects.get(slug="same").page_id == first.page_id
    assert numbers_and_parents(first.page_id) == ([1, 2], True)


def test_a_deleted_guideline_put_back_twice_at_once_comes_back_once():
    """One page with the old number, one version more, whoever pressed the button first."""
    version = VersionFactory(slug="social-media")
    page_of(version).delete()

    def putting_back():
        client = Client()
        client.force_login(UserFactory())
        return lambda: client.post("/guidelines/social-media/v/1/restore/", {"note": "Back."}).status_code

    assert at_once(putting_back(), putting_back()) == [302, 302]
    assert GuidelinePage.objects.get().pk == version.page_id
    assert numbers_and_parents(version.page_id) == ([1, 2], True)
    assert GuidelineRecord.objects.get().in_force


def test_publishing_and_taking_out_at_once_keeps_both():
    """Neither the new version nor the count of what was taken out is lost."""
    first = VersionFactory(slug="social-media")
    key, now = first.leaf_refs[1].leaf_hash, first.date

    results = at_once(
        lambda: VersionFactory(slug="social-media", guideline=guideline("After")).number,
        lambda: actions.take_out_leaf(leaf_hash=key, now=now),
    )
    record = GuidelineRecord.objects.select_related("current").get(slug="social-media")
    assert results == [2, True]
    assert (record.current.number, record.taken_out) == (2, 1)
