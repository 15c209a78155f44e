"""Two people in the same moment: a suggestion is taken in once, and withdrawn or taken in, never both."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from guidelines import proposing
from guidelines.models import GuidelineVersion, Proposal, ProposalSupport
from guidelines.rules.content import Part
from tests.factories.guidelines import VersionFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.test_at_once import at_once, numbers_and_parents

pytestmark = pytest.mark.django_db(transaction=True)

HOME = "/guidelines/social-media/"


def suggested():
    """A guideline, and a suggestion for its clause."""
    version = VersionFactory(slug="social-media")
    words = replace(standing(version), rule=(Part("text", "<p>Say kindly who you are.</p>"),))
    return version, suggest(version, UserFactory(), words)


def pressing(proposal, person, button, **data):
    """What presses a button of a suggestion as somebody sees it now."""
    client = Client()
    client.force_login(person)
    path = f"{HOME}proposals/{proposal.pk}/{button}/"
    return lambda: client.post(path, {"edition": 1, "number": 1} | data).status_code


def test_two_people_taking_it_in_make_one_version():
    version, proposal = suggested()
    people = [UserFactory(), UserFactory(), proposal.author]
    assert at_once(*(pressing(proposal, person, "take-in") for person in people)) == [302, 302, 302]
    assert numbers_and_parents(version.page_id) == ([1, 2], True)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version_number) == ("taken_in", 2)
    assert proposal.taken_in_by in people


def test_it_is_withdrawn_or_taken_in_and_never_both():
    _version, proposal = suggested()
    at_once(pressing(proposal, UserFactory(), "take-in"), pressing(proposal, proposal.author, "decline"))
    proposal.refresh_from_db()
    newest = GuidelineVersion.objects.newest_first()[0].number
    assert (proposal.state, newest) in [("taken_in", 2), ("declined", 1)]


def test_two_suggestions_taken_in_at_once_are_two_versions_or_one_and_a_refusal():
    version, proposal = suggested()
    other = suggest(version, UserFactory(), replace(standing(version), why="<p>People ask.</p>"))
    at_once(*(pressing(each, UserFactory(), "take-in") for each in (proposal, other)))
    taken = Proposal.objects.filter(state="taken_in").count()
    assert taken >= 1
    assert numbers_and_parents(version.page_id) == (list(range(1, taken + 2)), True)


def test_the_same_click_twice_supports_and_suggests_once():
    version, proposal = suggested()
    person = UserFactory()
    assert at_once(*(pressing(proposal, person, "support") for _ in range(2))) == [302, 302]
    assert ProposalSupport.objects.count() == 1
    words = proposing.Words(replace(proposal.suggestion, clause=standing(version)), 1, "Once.")
    guideline = proposal.guideline
    made = at_once(
        *(
            lambda: proposing.propose(guideline=guideline, person=person, words=words, now=timezone.now()).pk
            for _ in range(2)
        )
    )
    assert made[0] == made[1]
