"""Errors that Django hands to a view of ours."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MEGABYTE = 1024 * 1024


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks, which cannot read a page."""
    return (
        request.headers.get("x-requested-with") == "XMLHttpRequest"
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def refused_to_script(message: str, status: int, **facts: str) -> JsonResponse:
    """Tell a script in JSON why nothing was done.

    `error` is read by our own scripts. The CMS's autosave reads Wagtail's names (`JsonPostResponseMixin`), shows
    `error_message` only with a code that it knows, and goes on trying after the code of a locked page.
    """
    answer = {"error": message, "success": False, "error_code": "locked", "error_message": message}
    return JsonResponse({**answer, **facts}, status=status)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old to be taken, where what was written is kept, and lead back to it (403).

    A form goes stale when its person signs in again in another tab. A script gets what it needs to send once more:
    a new token, and for whom that is. Only pages of this site can read the answer.
    """
    if wants_json(request):
        message = _("You signed in again after opening this page. Reload it: what you wrote is kept in this tab.")
        person = str(request.user.pk or "")
        return refused_to_script(message, 403, csrf_token=get_token(request), person=person)
    return render(request, "403_csrf.html", {"page": came_from(request)}, status=403)


def came_from(request: HttpRequest) -> str:
    """Return the address of the page of this site where a button was pressed, without its host; "" if unknown."""
    address = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(address)._replace(scheme="", netloc="").geturl() if is_ours else ""


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
