"""Two authors who save at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from posts import actions
from posts.models import Post
from tests.factories.people import UserFactory
from tests.factories.posts import PUBLISHED, PostFactory


def save(post_id, person, body, barrier, outcomes):
    """Save in a connection of its own, when the others are ready too."""
    try:
        post = Post.objects.get(pk=post_id)
        barrier.wait()
        actions.edit_post(
            post=post, person=person, base_version=1, title=post.title, body=body, now=timezone.now()
        )
        outcomes.append("saved")
    except actions.StalePostError:
        outcomes.append("stale")
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_counts_and_the_other_is_told():
    authors = UserFactory.create_batch(4)
    post = PostFactory(author=authors[0])
    for person in authors[1:]:
        actions.add_author(post=post, person=person, added_by=authors[0], now=PUBLISHED)
    barrier, outcomes = Barrier(len(authors)), []
    threads = [
        Thread(target=save, args=(post.pk, person, f"By {person.pk}.", barrier, outcomes)) for person in authors
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale", "stale", "stale"]
    post.refresh_from_db()
    assert post.version == 2
    assert sorted(row.version for row in post.history.all()) == [1, 2]
