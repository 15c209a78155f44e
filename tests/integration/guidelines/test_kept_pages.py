"""What is kept of a page for the next reader never says more, or less, than a page drawn anew."""

import pytest
from django.utils import timezone

from guidelines import actions
from guidelines.models import Leaf
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PAGES = (
    "/guidelines/social-media/",
    "/guidelines/social-media/v/1/",
    "/guidelines/social-media/compare/1...2/",
    "/guidelines/social-media/history/",
)


@pytest.fixture
def author():
    return UserFactory(username="ada", display_name="Ada of Old")


@pytest.fixture(autouse=True)
def two_versions(author):
    for rule in ("<p>Mind the canary.</p>", "<p>Mind the canary and the cat.</p>"):
        said = guideline("Social media", clause("One", rule, id="0b5e1d1c-7f0e-4d6a-9a64-0a4a3c1f2b11"))
        VersionFactory(slug="social-media", guideline=said, note="For the canary.", author_id=author.pk)


def read(client, path, person=None):
    client.force_login(person or UserFactory())
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_new_name_is_shown_at_once(client, author, path):
    assert "Ada of Old" in read(client, path)
    author.display_name = "Ada the New"
    author.save()
    page = read(client, path)
    assert "Ada the New" in page
    assert "Ada of Old" not in page


@pytest.mark.parametrize("path", PAGES)
def test_what_is_taken_out_is_gone_at_once(client, path):
    assert "canary" in read(client, path)
    for leaf in Leaf.objects.filter(kind__in=["clause", "note"]):
        actions.take_out_leaf(leaf_hash=leaf.hash, now=timezone.now())
    assert "canary" not in read(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_each_reads_in_their_own_language(client, path):
    assert 'lang="en"' in read(client, path)
    client.cookies["django_language"] = "sv"
    swedish = read(client, path)
    assert "Historik" in swedish or "Jämför" in swedish


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_one_readers_session_reaches_the_next(client, path):
    first, second = read(client, path), read(client, path)
    token = first.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert token not in second
