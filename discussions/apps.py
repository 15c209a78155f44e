"""The discussions app."""

from importlib import import_module

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """Threads on whatever apps register; the engine below is django-comments-xtd, without its views."""

    name = "discussions"

    def ready(self) -> None:
        """Let comments be flagged, and clauses and suggestions be talked about; the modules need the models."""
        from people import ticker

        import_module("discussions.target").register()
        import_module("discussions.on_clauses").register()
        import_module("discussions.on_proposals").register()
        import_module("discussions.person_page").register()
        ticker.register("discussions.erase_due", import_module("discussions.erasing").erase_due)
