"""The posts app."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Configuration of the posts app."""

    name = "posts"
