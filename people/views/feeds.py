"""The addresses by which a person's feed reader is let in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people import actions
from people.models import FeedToken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed_addresses(request: HttpRequest, username: str) -> HttpResponse:
    """Let people make, renew (`action=renew`) and revoke their token; anybody else's page is not found.

    A new token is in the answer to the request that made it, and nowhere else.
    """
    if not request.user.is_authenticated or request.user.username != username:
        raise Http404
    new_token = ""
    if request.method == "POST" and request.POST.get("action") == "renew":
        new_token = actions.renew_feed_token(user=request.user, now=timezone.now())
    elif request.method == "POST":
        actions.revoke_feed_token(user=request.user)
        return redirect("people:feed_addresses", username=username)
    context = {
        "person": request.user,
        "new_token": new_token,
        "token": FeedToken.objects.filter(person=request.user).first(),
        "needs_token": not settings.GUIDELINES_PUBLIC,
    }
    return render(request, "people/feeds.html", context)
