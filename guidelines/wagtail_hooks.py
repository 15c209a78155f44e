"""Small changes to Wagtail's screens for people who came to edit a guideline."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from guidelines import gates, publishing
from guidelines.importing import IMPORT_ACTION
from guidelines.models import GuidelinePage

FIRST = -1
LATE = 900


class AskMenuItem(PublishMenuItem):
    """The button to publish where colleagues have to agree first."""

    label = _("Ask to publish")


@hooks.register("construct_page_action_menu")
def offer_publishing_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Make "Publish" the button one sees: nobody has to approve, as on a wiki. Drafts are one click further."""
    items.sort(key=lambda item: not isinstance(item, PublishMenuItem))
    page = context.get("page") or context.get("parent_page")
    if page and isinstance(items[0], PublishMenuItem) and not gates.gate_set(page.pk).is_open:
        items[0] = AskMenuItem(order=items[0].order)


@hooks.register("before_publish_page")
def ask_colleagues_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let a saved text wait, instead of publishing it, where colleagues have to agree first."""
    if not (isinstance(page, GuidelinePage) and page.latest_revision and request.user.is_authenticated):
        return None
    revision, now = page.latest_revision, timezone.now()
    pending = publishing.ask(page=page, revision=revision, person=request.user, now=now)
    if pending is None:
        return None
    if not page.first_published_at:
        GuidelinePage.objects.filter(pk=page.pk).update(live=False)
    messages.success(
        request,
        _("Saved. It is not in force yet: colleagues have to agree first."),
        buttons=[messages.button(pending.get_absolute_url(), _("See what is missing"))],
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_admin_menu_item")
def lead_back_to_the_guidelines() -> MenuItem:
    """Show the way from the workshop to what everybody reads."""
    return MenuItem(_("Read guidelines"), reverse_lazy("guidelines:index"), icon_name="view", order=FIRST)


@hooks.register("register_admin_menu_item")
def offer_importing() -> MenuItem:
    """Show the way to bringing in a guideline that was kept elsewhere."""
    return MenuItem(_("Import a guideline"), reverse_lazy("guidelines_import"), icon_name="upload", order=LATE)


@hooks.register("register_admin_menu_item")
def list_unmerged_edits() -> MenuItem:
    """Show the way to what one wrote and is not in a draft."""
    return MenuItem(_("My unmerged edits"), reverse_lazy("guidelines_unmerged"), icon_name="edit", order=LATE + 1)


@hooks.register("register_log_actions")
def name_importing(actions: LogActionRegistry) -> None:
    """Name what the CMS notes down when somebody imports versions, which are credited to others."""
    actions.register_action(IMPORT_ACTION, _("Import"), _("Imported versions from a file"))


@hooks.register("insert_editor_js")
def show_who_is_in_which_clause() -> str:
    """Beside Wagtail's list of who is here, say which clause they are in."""
    if not settings.SHOW_WHO_EDITS:
        return ""
    return format_html('<script type="module" src="{}"></script>', static("js/cms-presence.js"))


@hooks.register("insert_editor_js")
def name_what_has_no_name() -> str:
    """Name fields and buttons of the editor that Wagtail leaves without one, for people who hear the page."""
    return format_html('<script type="module" src="{}"></script>', static("js/cms-names.js"))


@hooks.register("insert_global_admin_js")
def keep_what_is_written() -> str:
    """Keep in the tab what is written in the editor, until the server has it; a session may have ended."""
    return format_html(
        '<script type="module" id="cms-kept-text" src="{}" data-label-kept="{}" data-label-send="{}"'
        ' data-label-discard="{}"></script>',
        static("js/cms-kept-text.js"),
        _("What you wrote here from {time} on was not saved. It is kept in this tab."),
        _("Save it as a draft"),
        _("Throw it away"),
    )


@hooks.register("insert_global_admin_css")
def style_who_is_in_which_clause() -> str:
    """What the script of the editor shows has a look of its own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms-presence.css"))
