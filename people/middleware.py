"""Who may pass, in whose time, and who was here today."""

from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from people.actions import be_active
from people.errors import came_from, refused_to_script, wants_json

READING_METHODS = frozenset({"GET", "HEAD"})


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Everything needs a signed-in person unless its view says `login_not_required`.

    A script whose session has ended gets 401 and JSON, not a redirect to a page it cannot read: autosave in
    the CMS then says so and keeps the text. Who pressed a button comes back, once signed in, to the page it stood
    on: the address the button leads to may take nothing but another press.
    """

    def handle_no_permission(self, request, view_func):
        """Answer somebody who is not signed in: 401 to a script, to everybody else the sign-in page."""
        if wants_json(request):
            return refused_to_script(_("Your session has ended. Sign in again in another tab."), 401)
        if request.method not in READING_METHODS:
            return redirect_to_login(_press_again_address(request), self.get_login_url(view_func))
        return super().handle_no_permission(request, view_func)


def _press_again_address(request) -> str:
    """Return the address that leads back to the page on which a button was pressed, as the browser names it."""
    return f"{reverse('people:press_again')}?{urlencode({'at': came_from(request)})}"


class UnfitMethodMiddleware:
    """Say in words that an address takes no such request (405), in place of Django's empty page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = _unfit_method(request)
        if response.has_header("Allow"):
            page["Allow"] = response["Allow"]
        return page


def _unfit_method(request) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": _("This address takes no such request.")}, status=405)
    return render(request, "405.html", status=405)


class PersonalPagesMiddleware:
    """Let no cache show a signed-in person's page again without asking.

    What was readable a minute ago may be veiled now. Responses that say for themselves how they may be kept (such
    as those with an ETag) are left alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


class PersonalTimeMiddleware:
    """Show times in the person's own time zone, and remember the day they were last here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        be_active(user=request.user, today=timezone.now().date())
        with timezone.override(request.user.zone):
            return self.get_response(request)
