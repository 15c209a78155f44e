"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Configuration of the home app."""

    name = "home"
