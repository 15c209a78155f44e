"""The flags app."""

from importlib import import_module

from django.apps import AppConfig


class FlagsConfig(AppConfig):
    """Cases about passages; the apps above register what can be flagged."""

    name = "flags"

    def ready(self) -> None:
        """Hang the cases' deadlines on the ticker, let settings be checked, reach into guidelines."""
        import_module("flags.tasks")
        import_module("flags.checks")
        import_module("flags.cited_by").register()
        import_module("flags.clause_target").register()
        import_module("flags.note_target").register()
        import_module("flags.suggestion_target").register()
        import_module("flags.draft_target").register()
        import_module("flags.flag_guidelines").register()
        import_module("flags.check_suggestions").register()
        import_module("flags.receivers")
        import_module("flags.draw_checks").register()
