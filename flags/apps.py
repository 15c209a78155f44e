"""The flags app."""

from importlib import import_module

from django.apps import AppConfig


class FlagsConfig(AppConfig):
    """Cases about passages; the apps above register what can be flagged."""

    name = "flags"

    def ready(self) -> None:
        """Hang the cases' deadlines on the ticker, and let the settings be checked."""
        import_module("flags.tasks")
        import_module("flags.checks")
