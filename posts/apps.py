"""The posts app."""

from importlib import import_module

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Configuration of the posts app."""

    name = "posts"

    def ready(self):
        """Let posts be flagged, discussed and shown on people's pages; the modules need the models."""
        import_module("posts.target").register()
        import_module("posts.person_page").register()
        import_module("posts.discussed").register()
