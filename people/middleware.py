"""Who may pass, in whose time, and who was here today."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from people.actions import be_active


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Everything needs a signed-in person unless its view says `login_not_required`.

    A script whose session has ended gets 401 and JSON, not a redirect to a page it cannot read: autosave in
    the CMS then says so and keeps the text.
    """

    def handle_no_permission(self, request, view_func):
        wants_json = (
            request.headers.get("x-requested-with") == "XMLHttpRequest"
            or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        )
        if wants_json:
            return JsonResponse({"error": _("Your session has ended. Sign in again in another tab.")}, status=401)
        return super().handle_no_permission(request, view_func)


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
