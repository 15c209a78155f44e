"""The discussions app."""

from importlib import import_module

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """Threads on whatever apps register; the engine below is django-comments-xtd, without its views."""

    name = "discussions"

    def ready(self) -> None:
        """Let comments be flagged and clauses be talked about; the modules need the models, loaded only by now."""
        import_module("discussions.target").register()
        import_module("discussions.on_clauses").register()
