"""The posts app."""

from importlib import import_module

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Configuration of the posts app."""

    name = "posts"

    def ready(self):
        """Let posts be flagged and people's pages show them; the modules need the models, loaded only by now."""
        import_module("posts.target").register()
        import_module("posts.person_page").register()
