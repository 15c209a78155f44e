"""The buttons by which somebody watches a guideline or a clause, and stops."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guidelines import watching
from guidelines.models import GuidelineRecord
from guidelines.views.access import guideline_at, signed_in


@require_POST
def watch(request: HttpRequest, slug: str, clause_id: str = "") -> HttpResponse:
    """Let the reader hear of a guideline, or of one of its clauses, from now on."""
    guideline = guideline_at(request, slug)
    try:
        watching.watch(person=signed_in(request), guideline=guideline, clause_id=clause_id, now=timezone.now())
    except watching.NothingToWatchError as error:
        raise Http404 from error
    if clause_id:
        messages.success(request, _("You hear of every change of this clause now. Only you see this."))
    else:
        messages.success(request, _("You hear of every new version now. Only you see this."))
    return _back(guideline, clause_id)


@require_POST
def unwatch(request: HttpRequest, slug: str, clause_id: str = "") -> HttpResponse:
    """Let the reader hear of it no more; `back=mine` leads back to the list of what they watch."""
    guideline, person = guideline_at(request, slug), signed_in(request)
    watching.unwatch(person=person, page_id=guideline.page_id, clause_id=clause_id)
    messages.success(request, _("You don't watch it any more."))
    if request.POST.get("back") == "mine":
        return redirect(f"{person.get_absolute_url()}#watched")
    return _back(guideline, clause_id)


def _back(guideline: GuidelineRecord, clause_id: str) -> HttpResponse:
    if clause_id:
        return redirect("guidelines:clause", slug=guideline.slug, clause_id=clause_id)
    return redirect(guideline)
