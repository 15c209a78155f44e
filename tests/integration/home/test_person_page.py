"""A person's page: what every app above people shows there of what they wrote."""

import pytest
from django.utils import timezone

from flags import actions
from flags.actions import Mark
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(client):
    """A colleague, looked at by another one who is signed in."""
    client.force_login(UserFactory(username="ada", display_name="Ada Park"))
    return UserFactory(username="ines", display_name="Inês Sol")


def page_of(client, person) -> str:
    """Return the person's page in one line."""
    answer = client.get(person.get_absolute_url())
    assert answer.status_code == 200
    assert_well_formed(answer)
    return " ".join(answer.content.decode().split())


def test_a_page_shows_posts_blogs_and_versions_of_that_person_alone(client, ines):
    PostFactory(author=ines, title="Chasing a microvolt")
    PostFactory(title="Of somebody else")
    BlogFactory(author=ines, title="Bench notes")
    VersionFactory(slug="photos", author_id=ines.pk, guideline=guideline("Photos"))
    VersionFactory(slug="photos", author_id=ines.pk, guideline=guideline("Photos", clause(), clause("Ask")))
    VersionFactory(guideline=guideline("Of somebody else, too"))
    page = page_of(client, ines)
    for text in ("Chasing a microvolt", "Bench notes", "Photos", "wrote 2 versions, the last on"):
        assert text in page
    assert "somebody else" not in page


def test_a_hidden_passage_is_hidden_on_its_authors_page_too(client, ines):
    post = PostFactory(author=ines, title="We buy Nightfall in May")
    for colleague in UserFactory.create_batch(2, last_active_on=timezone.now().date()):
        actions.testify(
            person=colleague,
            mark=Mark("post", post.pk, 1, "title", 7, 16),
            category="figures",
            note="",
            citation=None,
            now=timezone.now(),
        )
    page = page_of(client, ines)
    assert "We buy [" in page
    assert "Nightfall" not in page


def test_who_has_written_nothing_is_told_so_or_led_to_writing(client, ines):
    page = page_of(client, ines)
    assert "No posts yet." in page
    assert "Write the first post" not in page
    client.force_login(ines)
    assert "Write the first post" in page_of(client, ines)


def test_more_posts_are_a_link_away(client, ines):
    PostFactory.create_batch(11, author=ines)
    assert 'href="/posts/?author=ines"' in page_of(client, ines)


def test_a_page_costs_the_same_however_much_somebody_wrote(client, ines, django_assert_max_num_queries):
    page_of(client, ines)  # the day somebody was here is written once
    costs = []
    for _time in range(2):
        PostFactory.create_batch(2, author=ines)
        BlogFactory(author=ines)
        VersionFactory(author_id=ines.pk)
        with django_assert_max_num_queries(12) as counted:
            page_of(client, ines)
        costs.append(len(counted))
    assert costs[0] == costs[1]
