"""Wagtail's editor with two promises added.

Nobody's save overwrites a colleague's, and what cannot be recorded says why. The views are mounted by
`guidelines.cms_urls`, which runs every POST in one transaction.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from guidelines.actions import RecordingError
from guidelines.models import GuidelinePage

HTTP_CONFLICT = 409
HTTP_UNPROCESSABLE = 422


class CarefulSaving(EditView):
    """Refuses a save that was made from an out-of-date page, with the person's text still on the screen."""

    was_refused = False

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Let one save at a time look at the page, so that of two at once the second sees the first."""
        if request.method == "POST":
            get_object_or_404(Page.objects.select_for_update(), pk=page_id)
        return super().dispatch(request, page_id, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save or publish; 409 when somebody else saved meanwhile, 422 when the result cannot be recorded."""
        if not self.expects_json_response and not self.page.alias_of_id and self.would_overwrite_a_colleague():
            return self.refuse(self.message_for_stale_save(), status=HTTP_CONFLICT)
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except RecordingError as error:
            return self.refuse(str(error), status=HTTP_UNPROCESSABLE)

    def would_overwrite_a_colleague(self) -> bool:
        """Whether somebody else has saved since this form was loaded.

        The person's own autosaves do not count: one may still be under way when the button is pressed.
        """
        if not self.is_out_of_date:
            return False
        loaded_at = _moment(self.request.POST.get("loaded_revision_created_at", ""))
        if loaded_at is None:
            return True
        newer = self.real_page_record.revisions.filter(created_at__gt=loaded_at)
        return newer.exclude(user=self.request.user).exists()

    def message_for_stale_save(self) -> str:
        """Return what to tell a person whose page was out of date."""
        return _(
            "Somebody else saved this guideline after you opened it, so your change was not saved. Your text is "
            "still here. Open the page in a new tab, see what they wrote, and put your change in there."
        )

    def refuse(self, message: str, *, status: int) -> HttpResponse:
        """Show what the person sent once more, unsaved, with the reason above it."""
        self.was_refused = True
        self.page = self.get_object()
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.has_unsaved_changes = True
        messages.error(
            self.request,
            message,
            buttons=[messages.button(self.get_edit_url(), _("Open in a new tab"), new_window=True)],
        )
        return self.render_to_response(self.get_context_data(), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep a refused page out of date, so that pressing the button again does not overwrite after all."""
        context = super().get_context_data(**kwargs)
        if self.was_refused:
            context["autosave_enabled"] = False
            context["loaded_revision_created_at"] = self.request.POST.get("loaded_revision_created_at", "")
        return context


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class GuidelineEditView(CarefulSaving):
    """The editor of a page."""


class GuidelineRevertView(CarefulSaving, RevisionsRevertView):
    """The editor of a page, filled from an earlier revision; what is published from it is a restored version."""

    def get_object(self) -> Page:
        """Return the page as it was; why it comes back has to be said anew."""
        page = super().get_object()
        if isinstance(page, GuidelinePage):
            page.describe_change(note="")
            page.is_being_restored = True
        return page


def in_one_transaction(view: Any) -> Any:
    """Decorate a view so that a POST keeps everything it wrote, or nothing when it fails or says no."""

    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            return response

    return decorated


def for_employees(view: Any) -> Any:
    """Decorate a view so that people without access to the CMS are told so (403), not sent in circles."""

    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return decorated
