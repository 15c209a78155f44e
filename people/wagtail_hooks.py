"""What administrators of accounts find in the CMS."""

from wagtail import hooks

from people.views.cms import team_viewset


@hooks.register("register_admin_viewset")
def register_teams():
    """Teams stand beside accounts in the settings menu."""
    return team_viewset
