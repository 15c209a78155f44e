"""The site itself: settings, addresses, static front end, and the command that serves it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Top of the house; it imports every app and none imports it."""

    name = "guidelines_site"
