"""What holds for every screen under /cms/: who may come in, what stays as it is, and that nothing is half saved.

Each is a decorator for a view; `guidelines.cms_urls` puts them on all of Wagtail's.
"""

import logging
from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from guidelines import hiding
from guidelines.actions import RecordingError
from guidelines.models import GuidelineIndexPage, GuidelineRecord

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

EDITORS = frozenset({"guidelines_edit", "guidelines_here", "wagtailadmin_pages:preview_on_edit"})
"""Names of the addresses that show the newest draft of a page and nothing of its past."""

UNREADABLE = (MultiValueDictKeyError, ValueError, AttributeError, ObjectDoesNotExist, ValidationError, DataError)
"""What Wagtail's views raise for values that none of its forms sends, or for want of those they all send."""


def in_one_transaction(view: View) -> View:
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


def for_employees(view: View) -> View:
    """Decorate a view so that people without access to the CMS are told so (403), not sent in circles."""

    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return decorated


def keeping_the_list(view: View) -> View:
    """Decorate a view so that nobody edits, moves, unpublishes or deletes the list, nor the root above it.

    Everything Wagtail does to a page it does at an address with the page's number. Every guideline hangs on the
    list: one click would put all of them out of force.
    """

    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page_id = kwargs.get("page_id", kwargs.get("page_to_move_id"))
        if page_id is None or not _is_above_guidelines(page_id):
            return view(request, *args, **kwargs)
        messages.error(request, _("The list of guidelines stays as it is. Choose the one guideline you mean."))
        return redirect("wagtailadmin_explore_root")

    return decorated


def behind_what_is_hidden(view: View) -> View:
    """Decorate a view so that nobody reads or edits, past the public pages, words that are hidden for now.

    Who wrote them may. Everybody else is led to the page that says why, and how to go on without those words:
    then the editor opens again, and only the page's past stays shut.
    """

    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page_id = kwargs.get("page_id")
        if page_id is None or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        is_editor = request.resolver_match is not None and request.resolver_match.view_name in EDITORS
        find = hiding.hidden_drafts if is_editor else hiding.hidden
        return led_past(request, page_id, find) or view(request, *args, **kwargs)

    return decorated


def led_past(
    request: HttpRequest, page_id: int, find: Callable[[int, Any], Collection[Any]] = hiding.hidden
) -> HttpResponse | None:
    """Return what somebody gets instead of words that are hidden from them; None where nothing is."""
    if not find(page_id, request.user):
        return None
    address = reverse("guidelines:hidden", args=[GuidelineRecord.objects.get(page_id=page_id).slug])
    if request.method in {"GET", "HEAD"}:
        return redirect(address)
    said = _("Words of this guideline are hidden for now. What you wrote was not saved; keep a copy of it.")
    if request.accepts("text/html"):
        return render(request, "guidelines/cms/hidden.html", {"said": said, "address": address}, status=403)
    return JsonResponse({"detail": said, "where": request.build_absolute_uri(address)}, status=403)


def _is_above_guidelines(page_id: int) -> bool:
    above = Page.objects.filter(pk=page_id)
    return above.filter(depth=1).exists() or above.type(GuidelineIndexPage).exists()


def refusing_nonsense(view: View) -> View:
    """Decorate a view so that a request gets a 400 that says nothing readable, or goes past what a version needs.

    The log still calls the former an error.
    """

    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response
        except RecordingError as error:
            raise BadRequest(str(error)) from error
        except UNREADABLE as error:
            logger.exception("Nothing readable was sent to %s.", request.path)
            raise BadRequest(str(error)) from error

    return decorated


def no_action_for_scripts(request: HttpRequest, page_id: int, action_name: str) -> HttpResponse:
    """Answer 403 to a script that would publish, copy, move or withdraw a page, and say where people do that.

    Wagtail's interface asks for no reason and no change note, and none of the CMS's own scripts use it.
    """
    said = _("Pages are changed on the screens of the CMS, with a reason that everybody can read.")
    address = reverse("wagtailadmin_pages:edit", args=[page_id])
    return JsonResponse({"detail": said, "where": request.build_absolute_uri(address)}, status=403)
