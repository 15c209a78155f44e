"""Account and team screens in the CMS, for administrators."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.users import UserViewSet

from people.forms import PersonCreationForm, PersonEditForm
from people.models import Team


class PersonViewSet(UserViewSet):
    """Wagtail's user screens with team and employment in place of roles."""

    create_template_name = "people/cms/person_create.html"
    edit_template_name = "people/cms/person_edit.html"

    def get_form_class(self, for_update=False):
        """Return our forms."""
        return PersonEditForm if for_update else PersonCreationForm


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


team_viewset = TeamViewSet("teams")
