"""Wagtail's forms for pages, which keep what was typed when it cannot be saved; the form for a new guideline.

The views are mounted by `guidelines.cms_urls`, which runs every POST in one transaction.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import JsonPostResponseMixin
from wagtail.admin.views.pages.create import CreateView
from wagtail.models import Page

from guidelines.actions import RecordingError
from guidelines.models import GuidelineAddress, GuidelineRecord
from guidelines.rules.content import ContentError

logger = logging.getLogger(__name__)

HTTP_OK = 200
HTTP_CONFLICT = 409
HTTP_UNPROCESSABLE = 422


class KeepsText(JsonPostResponseMixin):
    """For a form of Wagtail's editor: what is refused is shown once more, unsaved, with the reason above it."""

    was_refused = False

    def save_or_refuse(self, save: Callable[[], HttpResponse]) -> HttpResponse:
        """Return what saving answers; 422 when the result cannot be recorded, 409 when a colleague was first."""
        try:
            with transaction.atomic():
                return save()
        except RecordingError as error:
            return self.refuse(str(error), status=HTTP_UNPROCESSABLE)
        except ContentError as error:
            reason = _("This cannot be published as a guideline: %(reason)s") % {"reason": error}
            return self.refuse(reason, status=HTTP_UNPROCESSABLE)
        except (IntegrityError, ValidationError):
            logger.exception("What was sent to %s could not be saved.", self.request.path)
            message = _(
                "A colleague saved at the same moment. Your text is still here; please press the button again."
            )
            return self.refuse(message, status=HTTP_CONFLICT)

    def refuse(self, message: str, *, status: int) -> HttpResponse:
        """Show what the person sent once more; a script that saves by itself hears the reason as data."""
        if self.expects_json_response:
            return self.json_error_response("refused", message)
        self.was_refused = True
        self.fill_form_again()
        self.has_unsaved_changes = True
        messages.error(self.request, message, buttons=self.buttons_for_refusal())
        return self.render_to_response(self.get_context_data(), status=status)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong beside each field, with the status that says so."""
        response = super().form_invalid(form)
        if response.status_code == HTTP_OK:
            response.status_code = HTTP_UNPROCESSABLE
        return response


class GuidelineCreateView(KeepsText, CreateView):
    """The form for a new guideline."""

    def dispatch(self, request: HttpRequest, *args: Any, parent_page_id: int, **kwargs: Any) -> HttpResponse:
        """Let one new guideline at a time into the list, so that of two at one address the second is told."""
        if request.method == "POST":
            get_object_or_404(Page.objects.select_for_update(), pk=parent_page_id)
        return super().dispatch(request, *args, parent_page_id=parent_page_id, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save or publish; 422 when that cannot be recorded."""
        return self.save_or_refuse(lambda: super(GuidelineCreateView, self).post(request, *args, **kwargs))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong; when the address was a withdrawn guideline's, offer to go on with that one."""
        slug = form.data.get("slug", "") if "slug" in form.errors else ""
        address = GuidelineAddress.objects.with_guideline().filter(slug=slug).first()
        if address and not self.expects_json_response:
            self.offer_to_go_on_with(address.guideline)
        return super().form_invalid(form)

    def offer_to_go_on_with(self, guideline: GuidelineRecord) -> None:
        """Show the way to the guideline that has or had the address, and back in force if it was withdrawn."""
        if guideline.in_force:
            button = messages.button(guideline.get_absolute_url(), _("Read it"), new_window=True)
            messages.warning(self.request, _("A guideline has this address already."), buttons=[button])
        elif guideline.current:
            url = reverse("guidelines:restore", args=[guideline.slug, guideline.current.number])
            button = messages.button(url, _("Put it back in force, or edit it first"), new_window=True)
            message = _("A guideline that is no longer in force has this address. You can go on with that one.")
            messages.warning(self.request, message, buttons=[button])

    def fill_form_again(self) -> None:
        """Put what was sent into the form of a page that is not saved yet."""
        self.page = self.page_class(owner=self.request.user, locale=self.parent_page.locale)
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )

    def buttons_for_refusal(self) -> list[Any]:
        """Return no way out: the text is here alone."""
        return []
