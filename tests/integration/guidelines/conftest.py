"""Who looks at guidelines in their tests."""

import pytest

from tests.factories.people import UserFactory


@pytest.fixture
def reader(client):
    """A colleague who is signed in."""
    person = UserFactory(display_name="Ann Reader")
    client.force_login(person)
    return person
