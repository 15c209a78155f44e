"""A person's page and their notices."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import actions
from people.forms import ProfileForm
from people.models import Notice, User
from people.person_page import sections_of

NOTICES_SHOWN = 100


@require_safe
def person(request, username):
    """Show what somebody says about themselves, and what apps above know them to have written."""
    if "\0" in username:  # PostgreSQL would refuse to look for it
        raise Http404
    shown = get_object_or_404(User.objects.select_related("team"), username=username)
    context = {"person": shown, "sections": sections_of(shown, request.user)}
    return render(request, "people/person.html", context)


def edit_profile(request, username):
    """Let people change their own page; anybody else's is not found."""
    if request.user.username != username:
        raise Http404
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your page is saved."))
        return redirect(request.user)
    status = 422 if form.is_bound else 200
    return render(request, "people/edit_profile.html", {"form": form, "person": request.user}, status=status)


@require_safe
def notices(request):
    """List the person's notices, newest first."""
    mine = Notice.objects.visible_to(request.user, timezone.now())
    return render(request, "people/notices.html", {"notices": mine[:NOTICES_SHOWN]})


@require_POST
def open_notice(request, notice_id):
    """Mark one notice as read and go where it leads; another person's is not found."""
    now = timezone.now()
    notice = get_object_or_404(Notice.objects.visible_to(request.user, now), pk=notice_id)
    actions.open_notice(notice=notice, now=now)
    return redirect(notice.url)


@require_POST
def open_all_notices(request):
    """Mark everything as read."""
    actions.open_all_notices(user=request.user, now=timezone.now())
    return redirect("people:notices")


@require_safe
def press_again(request):
    """Lead somebody who signed in again to where they pressed a button (`at`), and say that nothing was done."""
    page = request.GET.get("at", "")
    if not (page.startswith("/") and url_has_allowed_host_and_scheme(page, None)):
        page = settings.LOGIN_REDIRECT_URL
    messages.warning(
        request, _("You had been signed out, so what you pressed was not done. Please press it once more.")
    )
    return redirect(page)
