"""Threads and comments. Who may not see what a comment is about gets 404, as for one that does not exist."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from discussions import actions, registry, threads
from discussions.forms import CommentForm, EditForm
from discussions.models import ThreadComment
from discussions.rules.places import Place
from discussions.veil import read_many
from flags import leakcheck
from flags.leakcheck import Checked
from guidelines.views.access import signed_in
from people.messages import SAVED

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def thread(request: HttpRequest, kind: str, target_id: int, part: UUID | None = None) -> HttpResponse:
    """Show a page of a thread by cursor, and take another comment; `?show=newest` for its end."""
    place = _place(request, kind, target_id, part)
    if request.method != "POST":
        return _thread_page(request, place, _page(request, place))
    form, checked = CommentForm(request.POST), _checked(request)
    if checked or not form.is_valid():
        page = replace(threads.last_page(place, signed_in(request)), form=form)
        return _thread_page(request, place, page, checked=checked, status=200 if checked else 422)
    said = actions.write(
        place=place, person=signed_in(request), text=form.cleaned_data["text"], now=timezone.now()
    )
    messages.success(request, _("Your comment stands here."), extra_tags=SAVED)
    return redirect(said)


@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Lead to where a comment stands: on the page of what it is about, or in its long thread."""
    found = _found(request, comment_id)
    place = found.topic.place
    if threads.stands_on_first_page(place, found):
        return redirect(f"{registry.get(place.kind).address(place)}#comment-{found.pk}")
    return redirect(f"{threads.address_of(place)}?at={found.pk}#comment-{found.pk}")


@require_http_methods(READ_OR_SEND)
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Answer a comment."""
    answered = _found(request, comment_id)
    if answered.is_removed:
        return _refused(request, answered, _("This comment was deleted, so it cannot be answered."), status=409)
    form, checked = CommentForm(request.POST if request.method == "POST" else None), _checked(request)
    if form.is_valid() and not checked:
        return _answer(request, answered, form)
    [reading] = read_many([answered], signed_in(request))
    context = {"answered": answered, "reading": reading, "form": form, "checked": checked}
    status = 422 if form.is_bound and not checked else 200
    return render(request, "discussions/answer.html", context, status=status)


def _answer(request: HttpRequest, answered: ThreadComment, form: CommentForm) -> HttpResponse:
    try:
        said = actions.write(
            place=answered.topic.place,
            person=signed_in(request),
            text=form.cleaned_data["text"],
            answers=answered.pk,
            now=timezone.now(),
        )
    except actions.DeletedError:
        return _refused(request, answered, _("This comment was deleted, so it cannot be answered."), status=409)
    messages.success(request, _("Your answer stands here."), extra_tags=SAVED)
    return redirect(said)


@require_http_methods(READ_OR_SEND)
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Reword a comment of one's own, in time or because of a flag on it."""
    found = _own(request, comment_id)
    now = timezone.now()
    if isinstance(found, HttpResponse):
        return found
    if not actions.may_edit(found, signed_in(request), now=now):
        return _too_late(request, found)
    [reading] = read_many([found], signed_in(request))
    if not reading.complete:
        return _refused(request, found, _("Part of it is hidden from you, so you cannot edit it now."), status=403)
    cases = list(actions.cases_on(found, signed_in(request), now=now))
    first = {"text": found.comment, "base_version": found.version}
    form, checked = EditForm(request.POST or None, is_flagged=bool(cases), initial=first), _checked(request)
    if form.is_valid() and not checked:
        return _save(request, found, form, cases)
    status = 422 if form.is_bound and not checked else 200
    return _edit_page(request, found, form, checked=checked, status=status)


def _save(request: HttpRequest, found: ThreadComment, form: EditForm, cases: list) -> HttpResponse:
    """Store other words; where another window was faster, keep these and say so (409)."""
    settles = [case.pk for case in cases] if form.cleaned_data.get("settles") else []
    try:
        saved = actions.edit(
            comment_id=found.pk,
            person=signed_in(request),
            base_version=form.cleaned_data["base_version"],
            text=form.cleaned_data["text"],
            settles=settles,
            now=timezone.now(),
        )
    except actions.StaleCommentError:
        data = request.POST.copy()
        data["base_version"] = str(found.version)
        kept = EditForm(data, is_flagged=bool(cases))
        return _edit_page(request, found, kept, status=409, is_stale=True)
    except actions.DiscussionError:
        return _too_late(request, found)
    messages.success(request, _("Saved."), extra_tags=SAVED)
    if settles and not saved.settled:
        messages.warning(
            request, _("Part of the marked passage is still in the text, so the flag is not settled yet.")
        )
    return redirect(found)


@require_http_methods(READ_OR_SEND)
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask once, then delete a comment of one's own."""
    found = _own(request, comment_id)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        [reading] = read_many([found], signed_in(request))
        return render(request, "discussions/delete.html", {"comment": found, "reading": reading})
    actions.delete(comment_id=found.pk, person=signed_in(request), now=timezone.now())
    messages.success(request, _("Your comment is deleted."), extra_tags=SAVED)
    return redirect(found)


@require_POST
def watch(request: HttpRequest, kind: str, target_id: int, part: UUID | None = None) -> HttpResponse:
    """Hear of new comments at a place."""
    place = _place(request, kind, target_id, part)
    actions.watch(place=place, person=signed_in(request), now=timezone.now())
    messages.success(request, _("You hear of new comments here. Nobody else sees that."))
    return redirect(f"{registry.get(kind).address(place)}#comments")


@require_POST
def unwatch(request: HttpRequest, kind: str, target_id: int, part: UUID | None = None) -> HttpResponse:
    """Hear of them no more."""
    place = _place(request, kind, target_id, part)
    actions.unwatch(place=place, person=signed_in(request))
    messages.success(request, _("You do not hear of new comments here any more."))
    return redirect(f"{registry.get(kind).address(place)}#comments")


# Steps


def _place(request: HttpRequest, kind: str, target_id: int, part: UUID | None) -> Place:
    """Return the place an address means. Raises Http404 for one the person may not see."""
    place = Place(kind, target_id, str(part or ""))
    if not registry.may_see(signed_in(request), place):
        raise Http404
    return place


def _found(request: HttpRequest, comment_id: int) -> ThreadComment:
    """Return a comment with who wrote it. Raises Http404 for one on what the person may not see."""
    found = ThreadComment.objects.with_people().filter(pk=comment_id).first()
    if found is None or not registry.may_see(signed_in(request), found.topic.place):
        raise Http404
    return found


def _own(request: HttpRequest, comment_id: int) -> ThreadComment | HttpResponse:
    """Return a comment of one's own that stands, or the page that says why nothing can be done with it."""
    found = _found(request, comment_id)
    if found.user_id != signed_in(request).pk:
        text = _("Only who wrote a comment can change or delete it. You can answer it, or flag a passage of it.")
        return _refused(request, found, text, status=403)
    if found.is_removed:
        return _refused(request, found, _("You deleted this comment."), status=409)
    return found


def _page(request: HttpRequest, place: Place) -> threads.Thread:
    """Return the page an address asks for. Raises BadRequest for a cursor that names no comment of the thread."""
    cursors = {"at": threads.page_at, "before": threads.page_before, "after": threads.page_behind}
    for name, page in cursors.items():
        if name in request.GET:
            return page(place, signed_in(request), _cursor(place, request.GET[name]))
    if request.GET.get("show") == "newest":
        return threads.last_page(place, signed_in(request))
    return threads.first_page(place, signed_in(request))


def _cursor(place: Place, text: str) -> ThreadComment:
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    found = ThreadComment.objects.at(place).filter(pk=int(text)).first() if is_number else None
    if found is None:
        raise BadRequest(_("There is no such comment in this thread."))
    return found


def _checked(request: HttpRequest) -> Checked | None:
    """Return what looks like a leak in what was typed, for its writer alone; None where nobody asked."""
    if "check" not in request.POST:
        return None
    return leakcheck.check([request.POST.get("text", "")], person=signed_in(request), now=timezone.now())


def _thread_page(
    request: HttpRequest,
    place: Place,
    page: threads.Thread,
    *,
    checked: Checked | None = None,
    status: int = 200,
) -> HttpResponse:
    subject = registry.get(place.kind)
    context = {
        "thread": page,
        "title": subject.titles([place], signed_in(request)).get(place, subject.noun),
        "address": subject.address(place),
        "checked": checked,
    }
    return render(request, "discussions/thread.html", context, status=status)


def _edit_page(
    request: HttpRequest,
    found: ThreadComment,
    form: EditForm,
    *,
    status: int,
    is_stale: bool = False,
    checked: Checked | None = None,
) -> HttpResponse:
    context = {"comment": found, "form": form, "is_stale": is_stale, "checked": checked}
    return render(request, "discussions/edit.html", context, status=status)


def _too_late(request: HttpRequest, found: ThreadComment) -> HttpResponse:
    text = _("The time in which you could reword it is over. You can answer it, or delete it.")
    return _refused(request, found, text, status=403)


def _refused(request: HttpRequest, found: ThreadComment, text: str, *, status: int) -> HttpResponse:
    return render(request, "discussions/refused.html", {"comment": found, "text": text}, status=status)
