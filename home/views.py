"""The home page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from home import front_page


@login_required
def home(request):
    """Show what waits for the reader, then guidelines, newest posts and blogs."""
    now = timezone.now()
    cases = front_page.waiting_cases(request.user, now=now)
    changed = front_page.changed_guidelines(request.user)
    shown = [each.case.get_absolute_url() for each in cases] + [each.url for each in changed]
    return render(
        request,
        "home/home.html",
        {
            "now": now,
            "cases": cases,
            "notices": front_page.unread_notices(request.user, besides=shown, now=now),
            "changed": changed,
            "guidelines": front_page.guidelines_in_force(),
            "posts": front_page.newest_posts(request.user),
            "blogs": front_page.blogs(request.user),
            "is_new_here": not front_page.has_written(request.user),
        },
    )
