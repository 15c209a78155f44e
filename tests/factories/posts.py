"""Posts and blogs for tests, made by the actions that people's clicks lead to."""

from datetime import UTC, datetime

import factory

from posts import actions
from posts.models import Blog, Kind, Post
from tests.factories.people import UserFactory

PUBLISHED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class PostFactory(factory.django.DjangoModelFactory):
    """An article by one author, `author`."""

    author = factory.SubFactory(UserFactory)
    kind = Kind.ARTICLE
    title = factory.Sequence(lambda n: f"Post {n}")
    body = "First paragraph.\n\nSecond paragraph."
    now = PUBLISHED

    class Meta:
        model = Post

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return actions.write_post(**kwargs)


class BlogFactory(factory.django.DjangoModelFactory):
    """A blog by one author, `author`."""

    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Blog {n}")
    now = PUBLISHED

    class Meta:
        model = Blog

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return actions.start_blog(**kwargs)
