"""Who wrote part of a draft stays its author when another version goes by: nobody endorses their own words."""

from dataclasses import replace

import pytest

from guidelines.models import GuidelineVersion, PendingPublication
from guidelines.rules.content import Part
from guidelines.rules.gates import Gate
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import TeamFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.cms import Window
from tests.integration.guidelines.gated import colleague, hang, press, signed_in

pytestmark = pytest.mark.django_db

WORDS = "<p>Say who you are, in every text about us.</p>"
ONE_SIGN_MORE = "<p>Say who you are, in every text about us!</p>"


@pytest.fixture
def version():
    """A guideline of two clauses on whose changes one colleague has to agree."""
    found = VersionFactory(slug="social-media", guideline=guideline("Social media", clause(), clause("Be kind")))
    hang(found, Gate(endorsements=1, teams=1))
    return found


@pytest.fixture
def people():
    """Who writes a draft, who changes a sign of it, who writes another text, and who endorses that."""
    return [
        colleague(display_name=name, team=TeamFactory()) for name in ("Ann Ahl", "Bo Berg", "Cy Ek", "Di Dahl")
    ]


def reword(window, place, html):
    """Write another rule into a clause of a window, and save it by the button."""
    clauses = list(window.text.clauses)
    clauses[place] = replace(clauses[place], rule=(Part("text", html),))
    window.text = replace(window.text, clauses=tuple(clauses))


def ask_for_other_words(version, people):
    """A text waits before the draft is begun; it is endorsed afterwards."""
    window = Window(people[2], version.page_id)
    reword(window, 1, "<p>Be kind to everybody.</p>")
    window.publish()
    return lambda: press(people[3], "endorse")


def suggest_other_words(version, people):
    """A suggestion is taken in after the draft was begun."""
    words = replace(standing(version, 1), rule=(Part("text", "<p>Be kind to everybody.</p>"),))
    proposal = suggest(version, people[2], words)
    address = f"/guidelines/social-media/proposals/{proposal.pk}/take-in/"
    return lambda: signed_in(people[3]).post(address, {"edition": proposal.edition, "number": "1"})


@pytest.mark.parametrize("goes_by", [ask_for_other_words, suggest_other_words], ids=lambda way: way.__name__)
@pytest.mark.parametrize("opened", ["before", "after"])
def test_who_wrote_a_draft_stays_its_author_when_another_version_goes_by(version, people, goes_by, opened):
    other_version = goes_by(version, people)
    ann = Window(people[0], version.page_id)
    reword(ann, 0, WORDS)
    ann.press()
    bo = Window(people[1], version.page_id)
    reword(bo, 0, ONE_SIGN_MORE)
    bo.press()
    other_version()
    assert GuidelineVersion.objects.newest_first()[0].number == 2
    if opened == "after":
        bo.load()
    bo.publish()
    waits = PendingPublication.objects.waiting().get()
    assert set(waits.authors) >= {people[0].pk, people[1].pk}
    press(people[0], "endorse")
    assert GuidelineVersion.objects.newest_first()[0].number == 2
