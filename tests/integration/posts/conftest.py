"""People that the tests of posts are about."""

import pytest
from django.test import Client

from tests.factories.people import UserFactory


@pytest.fixture
def author(db):
    """Somebody who writes."""
    return UserFactory()


@pytest.fixture
def reader(db):
    """Somebody who reads, of another team."""
    return UserFactory()


def signed_in(person) -> Client:
    """Return a browser of that person."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def as_author(author):
    """The author's browser."""
    return signed_in(author)


@pytest.fixture
def as_reader(reader):
    """The reader's browser."""
    return signed_in(reader)
