"""The posts app."""

from importlib import import_module

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Configuration of the posts app."""

    name = "posts"

    def ready(self):
        """Let posts be flagged; the module needs the models, which are only loaded by now."""
        import_module("posts.target").register()
