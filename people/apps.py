"""People: users, teams, notices, sign-in, and the ticker every app hangs its deadlines on."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    """Lowest app of the house; it imports none of the others."""

    name = "people"
    default = True

    def ready(self):
        """Connect the receivers of every app of the house."""
        autodiscover_modules("receivers")


class CmsUsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens for accounts, with our fields (listed in INSTALLED_APPS in place of wagtail.users)."""

    user_viewset = "people.views.cms.PersonViewSet"
