"""Small changes to Wagtail's screens for people who came to edit a guideline."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from guidelines.models import GuidelineIndexPage

FIRST = -1


@hooks.register("construct_page_action_menu")
def offer_publishing_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Make "Publish" the button one sees: nobody has to approve, as on a wiki. Drafts are one click further."""
    items.sort(key=lambda item: not isinstance(item, PublishMenuItem))


@hooks.register("before_unpublish_page")
def keep_the_list(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to unpublish the list: every guideline under it could go out of force with it, by one click."""
    if not isinstance(page, GuidelineIndexPage):
        return None
    messages.error(request, _("The list stays. Unpublish the one guideline that nobody should follow any more."))
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("register_admin_menu_item")
def lead_back_to_the_guidelines() -> MenuItem:
    """Show the way from the workshop to what everybody reads."""
    return MenuItem(_("Read guidelines"), reverse_lazy("guidelines:index"), icon_name="view", order=FIRST)
