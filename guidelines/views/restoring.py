"""Putting back in force what a version said: after a withdrawal, or instead of what came later."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines import actions, publishing
from guidelines.forms import RestoreForm
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, PendingPublication
from guidelines.rules.content import ContentError
from guidelines.views.access import current_version, finds_guideline, may_edit, not_found
from guidelines.views.compare import compared_context
from people.messages import SAVED
from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@finds_guideline
def restore(request: HttpRequest, guideline: GuidelineRecord, number: int) -> HttpResponse:
    """Ask why a version should be in force again, showing what would change; then publish it as a new version.

    The button "edit" leads to the CMS instead, where a page that was deleted is made anew from the version.
    """
    person = _editor(request)
    if number > current_version(guideline).number:
        return not_found(request, guideline, number=number)
    if "edit" in request.POST:
        return _edit_first(request, guideline, number, person)
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _restored(request, guideline, number, person, form):
        return redirect(guideline)
    context = _restore_context(request, guideline, number)
    status = 422 if form.is_bound else 200
    return render(request, "guidelines/restore.html", {**context, "form": form}, status=status)


def _editor(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for people who do not work here."""
    if not (request.user.is_authenticated and may_edit(request)):
        raise PermissionDenied
    return request.user


def _restored(
    request: HttpRequest, guideline: GuidelineRecord, number: int, person: User, form: RestoreForm
) -> bool:
    """Restore a version and say so; False when it cannot be, with the reason on the form."""
    try:
        version = publishing.restore_version(
            page_id=guideline.page_id,
            number=number,
            person=person,
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
    except ContentError:
        form.add_error(None, _("Too much was taken out of this version to put it back as it is. Edit it first."))
        return False
    except actions.RecordingError as error:
        form.add_error(None, str(error))
        return False
    if version is None:
        messages.info(request, _("Just that is in force already."), extra_tags=SAVED)
    elif isinstance(version, PendingPublication):
        said = _("It is not in force yet: colleagues have to agree first.")
        messages.info(request, said, extra_tags=SAVED)
    else:
        facts = {"number": number, "new": version.number}
        said = _("What version %(number)d said is in force again, as version %(new)d.") % facts
        messages.success(request, said, extra_tags=SAVED)
    return True


def _edit_first(request: HttpRequest, guideline: GuidelineRecord, number: int, person: User) -> HttpResponse:
    try:
        page = actions.reopen_page(page_id=guideline.page_id, number=number, person=person)
    except ContentError:
        messages.error(request, _("The title of this version was taken out, so no page can be made of it."))
        return redirect(guideline)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _restore_context(request: HttpRequest, guideline: GuidelineRecord, number: int) -> dict[str, Any]:
    current = current_version(guideline)
    chosen = GuidelineVersion.objects.of(guideline.page_id).numbered(number).first()
    if chosen is None:
        raise Http404
    now, then = Leaf.objects.read([current, chosen])
    page = GuidelinePage.objects.filter(pk=guideline.page_id).first()
    return {
        **compared_context(request, guideline, [current, chosen], now, then),
        "chosen": chosen,
        "is_newest": chosen == current,
        "page": page,
        "has_draft": actions.has_draft_beside(guideline.page_id),
        "planned": actions.what_is_planned(guideline.page_id),
        "taken_out": [leaf for leaf in then.taken_out if leaf.kind != "note"],
    }
