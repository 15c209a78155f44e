"""Errors that Django hands to a view of ours."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MEGABYTE = 1024 * 1024


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, which cannot read a page."""
    return (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def stale_form(request, reason=""):
    """Say that the form was too old to be taken, and how to keep what was written (403)."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request was not understood (400), or that it was too much (413) and how much there may be.

    A script is told in JSON, `{"error": …}`.
    """
    limit = _limit_passed(exception)
    status = 413 if limit else 400
    if wants_json(request):
        return JsonResponse({"error": limit or _("The request was not understood.")}, status=status)
    return render(request, f"{status}.html", {"limit": limit}, status=status)


def _limit_passed(exception: Exception) -> str:
    """Return in words the limit that a request went over; "" for any other error."""
    match exception:
        case RequestDataTooBig():
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEGABYTE
            return _("At most %(size)s MB of text can be sent at once.") % {"size": f"{most:g}"}
        case TooManyFieldsSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            return _("At most %(count)s fields can be sent at once.") % {"count": most}
        case TooManyFilesSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return (
                ngettext("At most %d file can be sent at once.", "At most %d files can be sent at once.", most)
                % most
            )
    return ""
