"""Steps that tests of suggested changes share."""

from dataclasses import replace

from guidelines.models import GuidelineVersion, Leaf
from guidelines.rules.content import Part
from people.models import Notice
from tests.factories.guidelines import VersionFactory, guideline
from tests.factories.proposals import standing

HOME = "/guidelines/social-media/"


def kinder(version):
    """The first clause, with other words."""
    return replace(standing(version), rule=(Part("text", "<p>Say kindly who you are.</p>"),))


def press(client, proposal, button, **data):
    """Press a button on a suggestion's page as it stands now; return what the next page says."""
    proposal.refresh_from_db()
    seen = {"edition": proposal.edition, "number": proposal.guideline.current.number}
    response = client.post(f"{HOME}proposals/{proposal.pk}/{button}/", seen | data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def next_version(version, *clauses):
    """The next version of the guideline."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", *clauses))


def newest():
    """The newest version and what it says."""
    found = GuidelineVersion.objects.newest_first().first()
    return found, Leaf.objects.read_one(found)


def told(person):
    """What notices say to somebody."""
    return list(Notice.objects.filter(recipient=person).values_list("text", flat=True))
