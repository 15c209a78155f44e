"""Publishing with colleagues' agreement: exactly the text they agreed to, and no way around it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowPage

from guidelines import actions, publishing
from guidelines.models import (
    GuidelineRecord,
    GuidelineVersion,
    Origin,
)
from guidelines.rules.gates import Gate
from people.models import Notice
from tests.factories.guidelines import VersionFactory, guideline, page_of
from tests.integration.guidelines.cms import PUBLISH, edit_address
from tests.integration.guidelines.gated import (
    PENDING,
    RULE,
    colleague,
    hang,
    newest,
    press,
    publish,
    signed_in,
    typed,
    waiting,
    words_of,
)
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def endorsed(version, ann, peers):
    """A text that two colleagues endorsed and that a third one has to; with that text's hash."""
    hang(version, Gate(endorsements=3, teams=3))
    publish(ann, version, "Endorsed words.")
    press(peers[0], "endorse")
    press(peers[1], "endorse")
    return waiting().text_hash


def by_publishing(version, person):
    publish(person, version, "Other words.")


def by_saving_over_the_draft(version, person):
    """What an open tab does by itself."""
    page = page_of(version)
    loaded = {
        "loaded_revision_id": page.latest_revision.pk,
        "loaded_revision_created_at": page.latest_revision.created_at.isoformat(),
    }
    data = typed(version, "Other words.") | loaded
    response = signed_in(person).post(edit_address(version.page_id), data, headers={"accept": "application/json"})
    assert response.status_code == 200, response.content


def by_scheduling(version, person):
    publish(person, version, "Other words.", go_live_at=(timezone.now() + timedelta(hours=1)).isoformat()[:16])
    publishing.publish_due(timezone.now() + timedelta(hours=2))


def by_an_old_schedule(version, person):
    """A revision that was scheduled before the rule was set."""
    revision = draft(version).save_revision(user=person)
    revision.approved_go_live_at = timezone.now()
    revision.save()
    publishing.publish_due(timezone.now())


def by_restoring_a_revision(version, person):
    revision = draft(version).save_revision(user=person)
    publish(person, version, "Words between.")
    address = reverse("wagtailadmin_pages:revisions_revert", args=[version.page_id, revision.pk])
    assert signed_in(person).post(address, typed(version, "Other words.") | PUBLISH).status_code == 302


def by_a_program(version, person):
    with pytest.raises(actions.GateClosedError):
        VersionFactory(slug="social-media", guideline=guideline("Other words."), author_id=person.pk)


def by_publishing_a_revision(version, person):
    revision = draft(version).save_revision(user=person)
    with pytest.raises(actions.GateClosedError):
        revision.publish(user=person)


def by_unpublishing_first(version, person):
    client = signed_in(person)
    address = reverse("wagtailadmin_pages:unpublish", args=[version.page_id])
    assert client.post(address, {"reason": "For a moment."}).status_code == 302
    publish(person, version, "Other words.")


def by_deleting_first(version, person):
    client = signed_in(person)
    address = reverse("wagtailadmin_pages:delete", args=[version.page_id])
    assert client.post(address, {"reason": "For a moment."}).status_code == 302
    client.post("/guidelines/social-media/v/1/restore/", {"edit": "1", "note": "Back."})
    publish(person, version, "Other words.")


def by_switching_the_workflow_off(version, person):
    workflow = WorkflowPage.objects.get(page=version.page_id).workflow
    address = reverse("wagtailadmin_workflows:disable", args=[workflow.pk])
    assert signed_in(person).post(address)["Location"] == "/publishing/"
    publish(person, version, "Other words.")


def by_taking_the_rule_off(version, person):
    signed_in(person).post(RULE, {"rule": "open", "reason": "No need."})
    publish(person, version, "Other words.")


def draft(version):
    """The page, saying something else."""
    page = page_of(version).get_latest_revision_as_object()
    page.fill(guideline("Other words."))
    page.describe_change(note="A reason.")
    return page


WAYS = [
    by_publishing,
    by_saving_over_the_draft,
    by_scheduling,
    by_an_old_schedule,
    by_restoring_a_revision,
    by_a_program,
    by_publishing_a_revision,
    by_unpublishing_first,
    by_deleting_first,
    by_switching_the_workflow_off,
    by_taking_the_rule_off,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_an_endorsement_given_to_one_text_never_publishes_another(version, peers, endorsed, way):
    """Whichever way is tried, even by a superuser: what comes into force is what was endorsed, or nothing."""
    way(version, colleague(is_superuser=True))
    press(peers[2], "endorse", text=endorsed)
    assert all("Other words" not in words_of(each) for each in GuidelineVersion.objects.of(version.page_id))
    page = page_of(version)
    if page.live:
        assert GuidelineRecord.objects.get(page_id=version.page_id).current == newest(version)


def test_an_open_tab_neither_stops_nor_loses_anything(version, ann, peers, endorsed):
    """Exactly the endorsed text is published; what was typed meanwhile is a draft on top of it."""
    by_saving_over_the_draft(version, ann)
    press(peers[2], "endorse")
    assert "Endorsed words." in words_of(newest(version))
    page = page_of(version)
    assert page.has_unpublished_changes
    assert "Other words." in str(page.get_latest_revision_as_object().content())


def test_a_text_that_was_endorsed_once_is_not_published_once_more_after_other_words(version, ann, peers):
    """The same words after another version are another text: nobody has endorsed to go back to them."""
    hang(version, Gate(endorsements=1, teams=1))
    for words in ("First words.", "Second words."):
        publish(ann, version, words)
        press(peers[0], "endorse")
    assert newest(version).number == 3
    publish(ann, version, "First words.")
    assert newest(version).number == 3
    assert "1 more endorsement is needed" in shown(signed_in(ann), PENDING)


def test_restoring_a_version_waits_like_any_other_change(version, ann, peers):
    publish(ann, version, "New words.")
    hang(version, Gate(endorsements=1, teams=1))
    response = signed_in(ann).post("/guidelines/social-media/v/1/restore/", {"note": "It was better."})
    assert response.status_code == 302
    assert newest(version).number == 2
    press(peers[0], "endorse")
    assert (newest(version).number, newest(version).origin) == (3, Origin.RESTORE)


def test_changing_the_text_asks_anew_and_tells_who_had_endorsed_it(version, ann, peers, endorsed):
    publish(ann, version, "Changed words.")
    assert "3 more endorsements" in shown(signed_in(ann), PENDING)
    assert Notice.objects.filter(recipient=peers[0], kind="guideline_pending").count() == 1
    assert "was published, changed or taken back" in follow(press(peers[0], "endorse", text=endorsed), peers[0])


def follow(response, person):
    """The page a button led to, with its message."""
    client = Client()
    client.cookies = response.client.cookies
    return client.get(response["Location"]).content.decode()


def test_asking_twice_for_one_text_changes_nothing(version, ann, peers, endorsed):
    asked_at = waiting().asked_at
    publish(ann, version, "Endorsed words.")
    assert (waiting().text_hash, waiting().asked_at) == (endorsed, asked_at)
