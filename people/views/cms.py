"""Account screens in the CMS, for administrators."""

from wagtail.users.views.users import UserViewSet

from people.forms import PersonCreationForm, PersonEditForm


class PersonViewSet(UserViewSet):
    """Wagtail's user screens with team and employment in place of roles."""

    create_template_name = "people/cms/person_create.html"
    edit_template_name = "people/cms/person_edit.html"

    def get_form_class(self, for_update=False):
        """Return our forms."""
        return PersonEditForm if for_update else PersonCreationForm
