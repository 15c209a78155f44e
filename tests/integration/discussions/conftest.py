"""Who talks in these tests, and what about."""

import pytest
from django.test import Client
from django.utils import timezone

from posts.discussed import place_of
from tests.factories.discussions import say
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.integration.discussions.leaking import CANARY


def signed_in(person) -> Client:
    """Return a browser of that person."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def author(db):
    """Somebody who wrote a post."""
    return UserFactory(username="ada.author")


@pytest.fixture
def reader(db):
    """Somebody who reads it."""
    return UserFactory(username="rea.reader")


@pytest.fixture
def other(db):
    """Somebody else."""
    return UserFactory(username="otto.other")


@pytest.fixture
def post(author):
    """What is talked about."""
    return PostFactory(author=author)


@pytest.fixture
def place(post):
    """Where comments on the post are."""
    return place_of(post.pk)


@pytest.fixture
def as_reader(reader):
    """The reader's browser."""
    return signed_in(reader)


@pytest.fixture
def as_author(author):
    """The author's browser."""
    return signed_in(author)


@pytest.fixture
def as_other(other):
    """The browser of somebody else."""
    return signed_in(other)


@pytest.fixture
def company(db):
    """Five colleagues of five teams, all active today."""
    return UserFactory.create_batch(5, last_active_on=timezone.now().date())


@pytest.fixture
def leaky(place, reader):
    """A comment that says too much, long ago."""
    return say(place, reader, f"We **call it {CANARY}** here.\n\nMore.")
