"""Publishing with colleagues' agreement: endorsing, taking back, planning, and what asks for it by itself."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines import actions
from guidelines.models import (
    Endorsement,
    GuidelinePage,
    GuidelineVersion,
    Origin,
    PendingPublication,
)
from guidelines.rules.gates import Gate
from people.models import Employment, Notice
from tests.factories.guidelines import page_of
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
    waiting,
    words_of,
)
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db


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
