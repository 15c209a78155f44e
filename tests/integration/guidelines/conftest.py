"""Who reads guidelines in their tests, who writes and agrees, and what they write about."""

import pytest

from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.proposals import suggest
from tests.integration.guidelines.gated import colleague
from tests.integration.guidelines.suggested import kinder


@pytest.fixture
def reader(client):
    """A colleague who is signed in."""
    person = UserFactory(display_name="Ann Reader")
    client.force_login(person)
    return person


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


@pytest.fixture
def person(client):
    """A colleague who signed in."""
    colleague = UserFactory(display_name="Ada Park")
    client.force_login(colleague)
    return colleague


@pytest.fixture
def author():
    """Another colleague, whose suggestion it is."""
    return UserFactory(display_name="Bo Lind")


@pytest.fixture
def proposal(version, author):
    """A suggestion for the first clause."""
    return suggest(version, author, kinder(version))
