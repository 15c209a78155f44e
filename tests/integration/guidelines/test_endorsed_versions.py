"""A version that colleagues endorsed says who they were, in the history and on its own page."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.rules.gates import Gate
from people.actions import set_employment
from people.models import Employment
from tests.factories.guidelines import VersionFactory
from tests.factories.people import TeamFactory
from tests.integration.guidelines.gated import TWO_OF_TWO, colleague, hang, let_pass, press, publish, signed_in

pytestmark = pytest.mark.django_db

HOME = "/guidelines/social-media/"
HISTORY = f"{HOME}history/"
PAGES = [HOME, f"{HOME}v/2/", HISTORY]


@pytest.fixture
def version():
    """A guideline in force."""
    return VersionFactory(slug="social-media")


@pytest.fixture
def ann():
    """Who writes."""
    return colleague(display_name="Ann Ahl", team=TeamFactory())


@pytest.fixture
def peers():
    """Two colleagues of two other teams."""
    return [colleague(display_name=name, team=TeamFactory()) for name in ("Bo Berg", "Cy Chen")]


def said(person, path):
    """What a page says, as text."""
    response = signed_in(person).get(path)
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


@pytest.fixture
def endorsed(version, ann, peers):
    """The second version, which two colleagues endorsed."""
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    for peer in peers:
        press(peer, "endorse")


@pytest.mark.parametrize("path", PAGES, ids=["guideline", "version", "history"])
def test_both_are_named(endorsed, ann, path):
    assert "Endorsed by Bo Berg and Cy Chen" in said(ann, path)


def test_only_the_version_that_was_endorsed_says_so(endorsed, ann):
    assert said(ann, HISTORY).count("Endorsed by") == 1
    assert "Endorsed by" not in said(ann, f"{HOME}v/1/")


def test_whoever_left_since_is_still_named(endorsed, ann, peers):
    set_employment(user=peers[0], employment=Employment.ALUMNI)
    assert "Endorsed by Bo Berg and Cy Chen" in said(ann, HISTORY)


def test_a_text_that_was_endorsed_and_then_changed_lends_nobody_its_names(version, ann, peers):
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    press(peers[0], "endorse")
    publish(ann, version, "Other words.")
    press(peers[1], "endorse")
    press(colleague(display_name="Di Dahl", team=TeamFactory()), "endorse")
    assert "Endorsed by Cy Chen and Di Dahl" in said(ann, HISTORY)
    assert "Bo Berg" not in said(ann, HISTORY)


def test_silence_endorses_nothing(version, ann):
    hang(version, Gate(days=3))
    publish(ann, version, "New words.")
    let_pass(4)
    assert "Version 2" in said(ann, HISTORY)
    assert "Endorsed by" not in said(ann, HISTORY)


def test_a_kept_page_has_the_names_people_have_now(endorsed, ann, peers):
    assert "Bo Berg" in said(ann, HISTORY)
    peers[0].display_name = "Bo Berg-Lind"
    peers[0].save()
    for path in PAGES:
        assert "Bo Berg-Lind" in said(ann, path)


def test_the_history_asks_as_often_for_one_endorsed_version_as_for_three(version, ann, peers):
    hang(version, TWO_OF_TWO)
    counts = []
    for words in ("One.", "Two.", "Three."):
        publish(ann, version, words)
        for peer in peers:
            press(peer, "endorse")
        client = signed_in(ann)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HISTORY).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1
