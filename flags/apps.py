"""The flags app."""

from django.apps import AppConfig


class FlagsConfig(AppConfig):
    """Configuration of the flags app."""

    name = "flags"
