"""Restoring a version beside what colleagues planned or began: nothing of theirs is lost without a word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from guidelines.models import GuidelineVersion, PendingPublication
from guidelines.rules.content import Part
from guidelines.rules.gates import Gate
from people.models import Notice
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import TeamFactory
from tests.integration.guidelines.cms import PUBLISH, Window
from tests.integration.guidelines.gated import colleague, hang, press, signed_in
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db

NAMES, KIND = clause("Names", "<p>Say who you are.</p>"), clause("Kindness", "<p>Be kind to everybody.</p>")
RESTORE = "/guidelines/social-media/v/1/restore/"
FIRST = "<p>Say who you are.</p>"
SECOND = "<p>Say who you are, and where you work.</p>"


@pytest.fixture
def version():
    """The second version of a guideline of two clauses; the first one had fewer words."""
    VersionFactory(slug="social-media", guideline=guideline("Social media", NAMES, KIND))
    said = replace(NAMES, rule=(Part("text", SECOND),))
    return VersionFactory(slug="social-media", guideline=guideline("Social media", said, KIND))


@pytest.fixture
def ann():
    """Who planned or began something."""
    return colleague(display_name="Ann Ahl", team=TeamFactory())


@pytest.fixture
def bo():
    """Who restores the first version."""
    return colleague(display_name="Bo Berg", team=TeamFactory())


def window_with(person, version, place, html):
    """A window in which somebody has changed the rule of a clause."""
    window = Window(person, version.page_id)
    clauses = list(window.text.clauses)
    clauses[place] = replace(clauses[place], rule=(Part("text", html),))
    window.text = replace(window.text, clauses=tuple(clauses))
    return window


def newest():
    """The newest version."""
    return GuidelineVersion.objects.newest_first()[0]


def drafted(version):
    """The rule of each clause in the draft on top."""
    page = page_of(version)
    assert page.has_unpublished_changes
    return [each.rule[0].html for each in page.get_latest_revision_as_object().content().clauses]


def test_what_a_colleague_planned_is_not_cancelled(version, ann, bo):
    moment = timezone.now() + timedelta(days=3)
    window = window_with(ann, version, 1, "<p>Be kind.</p>")
    window.press(PUBLISH, go_live_at=moment.strftime("%Y-%m-%d %H:%M"))
    planned = page_of(version).scheduled_revision
    assert planned
    client = signed_in(bo)
    assert "Ann Ahl planned another version for" in shown(client, RESTORE)
    response = client.post(RESTORE, {"note": "It was better."})
    assert response.status_code == 422
    page = response.content.decode()
    assert "take that plan back" in page
    assert "It was better." in page
    assert (page_of(version).scheduled_revision, newest().number) == (planned, 2)


def test_a_draft_stays_on_top_brought_together_with_what_was_restored(version, ann, bo):
    window_with(ann, version, 1, "<p>Be kind.</p>").press()
    client = signed_in(bo)
    assert "begun a draft of the next version" in shown(client, RESTORE)
    assert client.post(RESTORE, {"note": "It was better."}).status_code == 302
    assert newest().number == 3
    assert drafted(version) == [FIRST, "<p>Be kind.</p>"]
    assert page_of(version).get_latest_revision_as_object().draft_authors == [ann.pk]
    assert not Notice.objects.filter(recipient=ann, kind="guideline_draft").exists()


def test_the_author_of_a_draft_hears_where_words_clash_and_loses_none(version, ann, bo):
    window_with(ann, version, 0, "<p>Say who you are, and where you live.</p>").press()
    signed_in(bo).post(RESTORE, {"note": "It was better."})
    assert "where you live" in drafted(version)[0]
    notice = Notice.objects.get(recipient=ann, kind="guideline_draft")
    assert notice.url == f"/cms/pages/{version.page_id}/edit/"


def test_a_draft_stays_on_top_also_where_colleagues_have_to_agree(version, ann, bo):
    hang(version, Gate(endorsements=1, teams=1))
    window_with(ann, version, 1, "<p>Be kind.</p>").press()
    signed_in(bo).post(RESTORE, {"note": "It was better."})
    assert PendingPublication.objects.waiting().get().authors == [bo.pk]
    assert drafted(version) == [FIRST, "<p>Be kind.</p>"]
    press(ann, "endorse")
    assert newest().number == 3
    assert drafted(version) == [FIRST, "<p>Be kind.</p>"]


def test_without_a_draft_none_is_left_behind(version, bo):
    signed_in(bo).post(RESTORE, {"note": "It was better."})
    assert newest().number == 3
    assert not page_of(version).has_unpublished_changes
