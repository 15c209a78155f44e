"""The site itself: settings, addresses, static front end, and the command that serves it."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """Top of the house; it imports every app and none imports it."""

    name = "guidelines_site"

    def ready(self) -> None:
        """Let the one site be called what people call it, in feeds and mail, from the first migration on."""
        post_migrate.connect(name_the_site, sender=apps.get_app_config("sites"), dispatch_uid="site.name")


def name_the_site(**_facts: Any) -> None:
    """Give the site that django.contrib.sites keeps the address of this installation, BASE_URL."""
    site = apps.get_model("sites", "Site")
    facts = {"domain": urlsplit(settings.BASE_URL).netloc, "name": settings.WAGTAIL_SITE_NAME}
    site.objects.update_or_create(pk=settings.SITE_ID, defaults=facts)
    site.objects.clear_cache()
