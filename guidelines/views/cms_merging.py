"""Editing together in the CMS: what came in, what has to be chosen between, and what is not in any draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from guidelines import coediting
from guidelines.coedit_forms import ChoicesForm
from guidelines.models import GuidelinePage, GuidelineRecord, MergedEdit, UnmergedEdit
from guidelines.rules.content import ContentError
from guidelines.rules.drafts import UNKNOWN, DraftMerge, draft_from_json
from guidelines.views.cms_guards import led_past
from guidelines.views.merged import changes, names_of, who_came_in
from guidelines.views.questions import questions
from people.models import User

HTTP_CONFLICT = 409
HTTP_UNPROCESSABLE = 422
LISTED = 50
"""Edits on one page of the list; nobody has more for long."""


@require_safe
def merged(request: HttpRequest, edit_id: int) -> HttpResponse:
    """Show what came into somebody's text when it was saved, marked."""
    edit = get_object_or_404(MergedEdit, pk=edit_id, person=_person(request))
    if elsewhere := led_past(request, edit.page_id):
        return elsewhere
    before, after = draft_from_json(edit.before), draft_from_json(edit.after)
    context = {
        "edit": edit,
        "title": after.guideline.title,
        "who": who_came_in(edit),
        "changes": changes(before.guideline, after.guideline),
        "slug": after.slug if after.slug != before.slug else "",
        "is_there": GuidelinePage.objects.filter(pk=edit.page_id).exists(),
    }
    return render(request, "guidelines/cms/merged.html", context)


@require_safe
def unmerged(request: HttpRequest) -> HttpResponse:
    """List what somebody wrote and is not, or not all, in a draft."""
    edits = UnmergedEdit.objects.of(_person(request))[:LISTED]
    listed = [(edit, coediting.words_of(edit).draft.guideline.title) for edit in edits]
    return render(request, "guidelines/cms/unmerged.html", {"listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def unmerged_one(request: HttpRequest, edit_id: int) -> HttpResponse:
    """Ask which of two texts shall stand, passage by passage; put the answer into the draft."""
    person = _person(request)
    edit = get_object_or_404(UnmergedEdit.objects.of(person), pk=edit_id)
    if elsewhere := led_past(request, edit.page_id):
        return elsewhere
    page = GuidelinePage.objects.filter(pk=edit.page_id, alias_of=None).first()
    try:
        result = coediting.merge_of(edit, page) if page else None
    except coediting.CoeditingError as error:
        return _page(request, edit, None, None, str(error), HTTP_CONFLICT)
    if result is None:
        return _page(request, edit, None, None)
    names = _others(edit, person)
    form = _form(request, result, names)
    if request.method != "POST":
        return _page(request, edit, result, form)
    if not form.is_valid():
        return _page(request, edit, result, form, _("Choose one for each passage."), HTTP_UNPROCESSABLE)
    try:
        done = coediting.put_in(edit_id=edit.pk, person=person, choices=form.choices, now=timezone.now())
    except coediting.UnsettledError:
        result = coediting.merge_of(edit, page)
        words = _("Somebody saved meanwhile, so there is more to choose. What you chose before is still chosen.")
        return _page(request, edit, result, _form(request, result, names), words, HTTP_CONFLICT)
    except (coediting.CoeditingError, ContentError) as error:
        return _page(request, edit, result, form, str(error), HTTP_UNPROCESSABLE)
    button = messages.button(done.get_absolute_url(), _("See what came in"))
    messages.success(
        request, _("Both texts are together in the draft. Read it once more, then publish."), buttons=[button]
    )
    return redirect("wagtailadmin_pages:edit", edit.page_id)


@require_POST
def throw_away(request: HttpRequest, edit_id: int) -> HttpResponse:
    """Throw away an edit that is kept."""
    coediting.throw_away(edit_id=edit_id, person=_person(request))
    messages.success(request, _("It is thrown away."))
    return redirect("guidelines_unmerged")


def _person(request: HttpRequest) -> User:
    """Return who asks; everybody who comes this far is signed in."""
    return get_object_or_404(User, pk=request.user.pk)


def _others(edit: UnmergedEdit, person: User) -> str:
    """Return the names of those who wrote the other text, with whoever saved since; "" for another window."""
    since = coediting.others_since(edit.page_id, coediting.Base(UNKNOWN, edit.at), person)
    return names_of(sorted({*edit.people, *since} - {person.pk}))


def _form(request: HttpRequest, result: DraftMerge, others: str) -> ChoicesForm:
    html = "".join(conflict.mine for conflict in result.conflicts if conflict.is_rich)
    address = GuidelineRecord.objects.addresses_in(html)
    data = request.POST if request.method == "POST" else None
    return ChoicesForm(data, conflicts=result.conflicts, address=address, others=others)


def _page(
    request: HttpRequest,
    edit: UnmergedEdit,
    result: DraftMerge | None,
    form: ChoicesForm | None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    words = coediting.words_of(edit)
    asked = questions(result, form) if result and form else []
    context: dict[str, Any] = {
        "edit": edit,
        "title": words.draft.guideline.title,
        "names": form.others if form else "",
        "form": form,
        "refusal": refusal,
        "questions": asked,
        "first_open": next((place for place, question in enumerate(asked, 1) if question.is_open), 0),
        "is_in": bool(result and result.draft and result.draft.guideline == result.merge.theirs),
        "result": result,
        "mine": changes(words.base.guideline, words.draft.guideline),
    }
    return render(request, "guidelines/cms/unmerged_one.html", context, status=status)
