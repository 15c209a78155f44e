"""Saying what one has read, and seeing what changed since."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guidelines import actions
from guidelines.models import Acknowledgement, GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules.acknowledging import LastRead, leaves_read
from guidelines.views.access import current_version, guideline_at, reads_guideline, signed_in
from guidelines.views.compare import compared_context, versions_between


@require_POST
def acknowledge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Remember that the reader has read a version of a guideline."""
    guideline = guideline_at(request, slug)
    try:
        actions.acknowledge_version(
            person=signed_in(request), page_id=guideline.page_id, number=number, now=timezone.now()
        )
    except actions.UnknownVersionError as error:
        raise Http404 from error
    messages.success(
        request, _("Noted: you have read version %(number)d. Only you see this.") % {"number": number}
    )
    return redirect(guideline)


@require_POST
def acknowledge_clause(request: HttpRequest, slug: str, number: int, clause_id: str) -> HttpResponse:
    """Remember that the reader has read one clause of a version, then show what else changed for them."""
    guideline = guideline_at(request, slug)
    try:
        actions.acknowledge_clause(
            person=signed_in(request),
            page_id=guideline.page_id,
            number=number,
            clause_id=clause_id,
            now=timezone.now(),
        )
    except (actions.UnknownVersionError, actions.UnknownClauseError) as error:
        raise Http404 from error
    messages.success(request, _("Noted: you have read this clause. Only you see this."))
    return redirect("guidelines:compare_read", slug=guideline.slug)


@reads_guideline
def compare_read(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Compare what the reader read last with what stands now; `?view=` and `?show=` as for any two versions.

    A clause read on its own later is compared with what it said then.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    current = current_version(guideline)
    read = Acknowledgement.objects.of(request.user).on(guideline.page_id).last_read().get(guideline.page_id)
    if read is None or read.number == current.number:
        title = Leaf.objects.read([current], kinds={"title"})[0].guideline.title
        context = {"guideline": guideline, "current": current, "title": title, "has_read": read is not None}
        return render(request, "guidelines/nothing_changed.html", context)
    context = _changed_context(request, guideline, current, read)
    return render(request, "guidelines/compare_read.html", context)


def _changed_context(
    request: HttpRequest, guideline: GuidelineRecord, current: GuidelineVersion, read: LastRead
) -> dict[str, object]:
    old, new = Leaf.objects.read_leaves([leaves_read(read, current.leaves), current.leaves])
    versions = versions_between(guideline, read.number, current.number)
    changes = guideline.changes_since(read)
    context = compared_context(request, guideline, versions, old, new)
    return context | {"changes": changes, "unread": changes.unread, "some_read_apart": bool(read.separately)}
