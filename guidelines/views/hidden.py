"""What of a guideline is hidden for now, and how to go on working on the rest."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines import actions, hiding
from guidelines.models import GuidelineRecord, Leaf, LeafCover, Origin
from guidelines.rules.content import ContentError, Guideline
from guidelines.views.access import current_version, signed_in
from guidelines.views.proposals import for_colleagues
from people.messages import SAVED
from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def hidden(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Say what is hidden and why; on a POST take it out of the newest version, so that editing can go on."""
    person = signed_in(request)
    covers = list(LeafCover.objects.of_page(guideline.page_id).select_related("leaf"))
    if not covers:
        return redirect(guideline)
    in_the_way = hiding.hidden_drafts(guideline.page_id, person)
    if request.method == "POST" and not in_the_way:
        return redirect("wagtailadmin_pages:edit", guideline.page_id)
    if request.method == "POST":
        return _taken_out(request, guideline, in_the_way, person)
    title = Leaf.objects.read([current_version(guideline)], kinds={"title"})[0].guideline.title
    context = {
        "guideline": guideline,
        "title": title,
        "since": min(cover.since for cover in covers),
        "in_the_way": in_the_way,
        "is_reader": any(person.pk in cover.readers for cover in covers),
    }
    return render(request, "guidelines/hidden.html", context)


def _taken_out(
    request: HttpRequest, guideline: GuidelineRecord, pieces: Collection[str], person: User
) -> HttpResponse:
    """Take it out and lead to the editor, or say why that cannot be."""
    try:
        with transaction.atomic():
            _take_out(guideline, pieces, person)
    except actions.GateClosedError:
        said = _("Colleagues have to agree before this guideline changes. Edit it once the flag is settled.")
    except (actions.RecordingError, ContentError, ValidationError):
        said = _("The draft cannot be read without those words. Edit this guideline once the flag is settled.")
    else:
        said = _("It is taken out of what is in force. You can edit the rest.")
        messages.success(request, said, extra_tags=SAVED)
        return redirect("wagtailadmin_pages:edit", guideline.page_id)
    messages.error(request, said)
    return redirect("guidelines:hidden", guideline.slug)


def _take_out(guideline: GuidelineRecord, pieces: Collection[str], person: User) -> None:
    """Publish a version without the pieces that are hidden, and take them out of the draft."""
    newest = Leaf.objects.read_one(current_version(guideline), in_full=True).guideline

    def without(said: Guideline) -> Guideline:
        return hiding.without_hidden(said, pieces, newest=newest, page_id=guideline.page_id)

    actions.reword(
        page_id=guideline.page_id,
        change=without,
        person=person,
        note=actions.TAKEN_OUT,
        now=timezone.now(),
        origin=Origin.EDIT,
        draft_too=True,
    )
