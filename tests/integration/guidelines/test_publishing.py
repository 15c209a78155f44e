"""Publishing with colleagues' agreement: exactly the text they agreed to, and no way around it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowPage

from guidelines import actions, publishing
from guidelines.models import (
    Endorsement,
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
    Origin,
    PendingPublication,
)
from guidelines.rules.gates import Gate
from people.models import Employment, Notice
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import TeamFactory, UserFactory
from tests.integration.guidelines.cms import PUBLISH, add_address, clause_data, edit_address, form_data
from tests.integration.guidelines.gated import (
    PENDING,
    RULE,
    THREE_DAYS,
    TWO_OF_TWO,
    away,
    colleague,
    hang,
    hang_on_all,
    in_days,
    let_pass,
    newest,
    press,
    publish,
    signed_in,
    typed,
)
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """Version 1 of a guideline."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", clause(text="<p>Old.</p>")))


@pytest.fixture
def ann():
    """An author."""
    return colleague(display_name="Ann Author")


@pytest.fixture
def peers():
    """Three colleagues of three teams."""
    return [colleague(display_name=f"Peer {number}") for number in range(3)]


def waiting():
    """The one text that waits."""
    return PendingPublication.objects.waiting().get()


def words_of(found):
    """Everything a version says, in one string."""
    return " ".join(
        content or "" for content in Leaf.objects.contents([leaf[2] for leaf in found.leaves]).values()
    )


# Endorsements


def test_publishing_where_colleagues_have_to_agree_asks_them_and_changes_nothing_for_readers(version, ann):
    hang(version, TWO_OF_TWO)
    response = publish(ann, version, "New words.")
    assert newest(version) == version
    assert response["Location"] == edit_address(version.page_id)
    page = shown(signed_in(colleague()), PENDING)
    assert "2 more endorsements are needed, by colleagues who did not write it." in page
    assert "They have to come from 2 more teams." in page
    assert "Ann Author" in page
    assert "<ins" in page
    assert "A change waits for colleagues" in shown(signed_in(ann), "/guidelines/social-media/")
    editor = signed_in(ann).get(edit_address(version.page_id)).content.decode()
    assert "Ask to publish" in editor
    assert "waits for colleagues. What you save here is a draft beside it" in editor
    assert "New words." not in shown(signed_in(ann), "/guidelines/social-media/")


def test_the_last_endorsement_that_was_missing_publishes_the_text_credited_to_its_author(version, ann, peers):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    press(peers[0], "endorse")
    assert newest(version) == version
    press(peers[1], "endorse")
    found = newest(version)
    assert (found.number, found.person_id, found.origin) == (2, ann.pk, Origin.ENDORSED)
    assert "New words." in words_of(found)
    assert not PendingPublication.objects.waiting().exists()
    assert not page_of(version).has_unpublished_changes
    assert Notice.objects.filter(recipient=ann, url="/guidelines/social-media/").exists()
    assert "Nothing waits here" in shown(signed_in(ann), PENDING)


def test_two_colleagues_of_one_team_are_one_team(version, ann, peers):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    press(peers[0], "endorse")
    press(colleague(team=peers[0].team), "endorse")
    assert newest(version) == version
    assert "1 more team" in shown(signed_in(ann), PENDING)


@pytest.mark.parametrize("superuser", [False, True])
def test_whoever_wrote_part_of_a_text_endorses_none_of_it(version, ann, peers, superuser):
    """Everybody counts as an author who saved a draft since the last version, whatever their account may do."""
    hang(version, Gate(endorsements=1, teams=1))
    writer = colleague(is_superuser=superuser)
    assert signed_in(writer).post(edit_address(version.page_id), typed(version, "Half.")).status_code == 302
    publish(ann, version, "Half and half.")
    for author in (writer, ann):
        press(author, "endorse")
    assert newest(version) == version
    assert not Endorsement.objects.exists()
    press(peers[0], "endorse")
    assert newest(version).number == 2


def test_an_endorsement_can_be_taken_back_and_leaves_its_history(version, ann, peers):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    press(peers[0], "endorse")
    press(peers[0], "back")
    press(peers[1], "endorse")
    assert newest(version) == version
    assert list(Endorsement.history.filter(person=peers[0]).values_list("history_type", flat=True)) == ["-", "+"]


def test_somebody_who_left_endorses_nothing_any_more(version, ann, peers):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    press(peers[0], "endorse")
    peers[0].employment = Employment.ALUMNI
    peers[0].save()
    press(peers[1], "endorse")
    assert newest(version) == version


def test_a_new_guideline_waits_too_and_goes_live_with_its_first_version(ann, peers):
    hang_on_all(Gate(endorsements=1, teams=1))
    response = signed_in(ann).post(add_address(), form_data(clause_data()) | PUBLISH)
    assert response.status_code == 302
    page = GuidelinePage.objects.get()
    assert (page.live, GuidelineVersion.objects.count()) == (False, 0)
    assert "Own your words" in shown(signed_in(peers[0]), PENDING)
    press(peers[0], "endorse")
    page.refresh_from_db()
    assert (page.live, GuidelineVersion.objects.get().number) == (True, 1)


# No way around it


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


def test_a_guideline_without_a_rule_is_edited_and_published(version, ann):
    publish(ann, version, "New words.")
    assert newest(version).number == 2
    assert not PendingPublication.objects.exists()


# Taking back, planning, material changes


def test_what_is_taken_back_is_not_published(version, ann, peers):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    press(peers[0], "take_back")
    assert waiting()
    press(ann, "take_back")
    let_pass(9)
    assert newest(version) == version
    assert page_of(version).has_unpublished_changes


def test_what_waits_for_a_page_that_was_deleted_is_taken_back(version, ann):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    address = reverse("wagtailadmin_pages:delete", args=[version.page_id])
    assert signed_in(ann).post(address, {"reason": "Not needed."}).status_code == 302
    let_pass(9)
    assert (newest(version), PendingPublication.objects.get().state) == (version, "taken back")


def test_a_planned_moment_is_kept_when_colleagues_agree_before(version, ann, peers):
    hang(version, Gate(endorsements=1, teams=1))
    publish(ann, version, "New words.", go_live_at=in_days(2).isoformat()[:16])
    press(peers[0], "endorse")
    assert newest(version) == version
    let_pass(2.1)
    assert newest(version).number == 2


# What people must do otherwise


def test_a_material_change_needs_one_colleague_of_another_team(version, ann, peers):
    mate = colleague(team=ann.team)
    publish(ann, version, "New duty.", material="on")
    assert newest(version) == version
    press(mate, "endorse")
    assert newest(version) == version
    assert "of a team that no author is of" in shown(signed_in(ann), PENDING)
    press(peers[0], "endorse")
    assert (newest(version).number, newest(version).material) == (2, True)


def test_in_a_house_of_one_team_any_second_person_will_do(version, ann):
    mate = colleague(team=ann.team)
    away()
    publish(ann, version, "New duty.", material="on")
    assert newest(version) == version
    press(mate, "endorse")
    assert newest(version).number == 2


def test_whoever_is_alone_publishes_a_material_change_directly(version, ann):
    away()
    publish(ann, version, "New duty.", material="on")
    assert newest(version).number == 2


# Going back and forth


def test_the_third_return_to_earlier_words_in_a_day_lets_changes_wait_for_three_days(version, ann, peers):
    publish(ann, version, "New words.")
    for number in (1, 2, 1):
        signed_in(peers[0]).post(f"/guidelines/social-media/v/{number}/restore/", {"note": "No, so."})
    assert newest(version).number == 5
    publish(ann, version, "New words.")
    assert newest(version).number == 5
    assert "It is published on" in shown(signed_in(ann), PENDING)
    assert "every change waits for objections" in shown(signed_in(ann), RULE)
    let_pass(3.1)
    assert newest(version).number == 6


# Who may see it


@pytest.mark.parametrize("path", [PENDING, RULE, "/publishing/"])
def test_only_people_who_work_here_see_what_waits_and_choose(version, ann, path):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    assert Client().get(path).status_code == 302
    assert signed_in(UserFactory(employment=Employment.ALUMNI)).get(path).status_code == 403
    assert signed_in(colleague()).get(path).status_code == 200


def test_words_that_are_taken_out_do_not_wait_either(version, ann):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.", summary="Be honest.")
    key = next(leaf.leaf_hash for leaf in version.leaf_refs if leaf.kind == "summary")
    actions.take_out_leaf(leaf_hash=key, now=timezone.now())
    row = PendingPublication.objects.get()
    assert (row.state, row.leaves) == ("taken back", [])


def test_the_page_of_a_text_asks_the_database_as_often_for_many_endorsements_as_for_few(
    version, ann, peers, django_assert_max_num_queries
):
    hang(version, Gate(endorsements=9, teams=1, days=3))
    publish(ann, version, "New words.")
    for _number in range(5):
        press(colleague(team=TeamFactory()), "endorse")
    client = signed_in(peers[0])
    client.get(PENDING)
    with django_assert_max_num_queries(30):
        client.get(PENDING)
