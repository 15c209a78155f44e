"""Posts on a list, as far as their viewer may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from people.models import User
from posts.models import Post
from posts.veil import Reading, read_many


@dataclass(frozen=True, slots=True)
class Card:
    """A post on a list: facts about it, and its text as far as the viewer may see it."""

    post: Post
    reading: Reading


def cards(posts: Iterable[Post], viewer: User | AnonymousUser) -> list[Card]:
    """Return posts as the viewer may see them on a list, in their order; one query for all."""
    listed = list(posts)
    readings = read_many([(post.pk, post) for post in listed], viewer)
    return [Card(post, reading) for post, reading in zip(listed, readings, strict=True)]
