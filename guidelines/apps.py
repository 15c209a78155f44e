"""The guidelines app."""

from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    """Configuration of the guidelines app."""

    name = "guidelines"
