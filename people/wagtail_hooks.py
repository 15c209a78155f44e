"""What administrators of accounts find in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from people.models import Team


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
