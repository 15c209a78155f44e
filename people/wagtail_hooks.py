"""People in the CMS: their name in its menu, and what administrators of accounts find there."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem
from wagtail.admin.telepath import register
from wagtail.admin.ui.sidebar import BaseSidebarAdapter, MainMenuModule
from wagtail.admin.viewsets.model import ModelViewSet

from people.models import Team


class MainMenuAdapter(BaseSidebarAdapter):
    """Wagtail's menu with the name others see at its foot; it asks for a first name, which nobody has here."""

    js_constructor = "wagtail.sidebar.MainMenuModule"

    def js_args(self, menu: MainMenuModule) -> list[Any]:
        """Return what the menu's script is given: its items, those of the account, and who is signed in."""
        items, account_items, person = menu.js_args()
        return [items, account_items, {**person, "name": menu.user.shown_name}]


register(MainMenuAdapter(), MainMenuModule)


@hooks.register("construct_help_menu")
def keep_news_of_wagtail_out(request, menu_items):
    """Help holds no news of Wagtail: they lead out of the house, and their badge says that something waits."""
    menu_items[:] = [item for item in menu_items if not isinstance(item, DismissibleMenuItem)]


class TeamViewSet(ModelViewSet):
    """Teams: one team has one voice on a flag, so they should mirror how people really work together."""

    model = Team
    icon = "group"
    menu_label = _("Teams")
    menu_order = 610
    add_to_settings_menu = True
    form_fields = ["name", "slug"]
    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_backend_name = None


@hooks.register("register_admin_viewset")
def register_teams():
    """Teams stand beside accounts in the settings menu."""
    return TeamViewSet("teams")
