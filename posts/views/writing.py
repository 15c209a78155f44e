"""Writing a post, changing it, and adding its authors."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from flags import leakcheck
from people.messages import SAVED
from posts import actions, marks, veil
from posts.forms import AuthorForm, EditForm, PostForm
from posts.models import Post
from posts.views.history import cards, compared
from posts.views.reading import find_post, find_versions


@dataclass(frozen=True)
class Draft:
    """A text that is not stored yet, for its writer to look at."""

    title: str
    summary: str
    body: str
    tags: list[str] = field(default_factory=list)
    version: int = 0


def new(request):
    """Write a post and publish it, or look at it first."""
    form = PostForm(request.POST or None, author=request.user, initial={"blog": request.GET.get("blog")})
    if request.method != "POST":
        return render(request, "posts/new.html", {"form": form})
    if "check" in request.POST:
        return render(request, "posts/new.html", {"form": form, "checked": _checked(request)})
    if not form.is_valid():
        return render(request, "posts/new.html", {"form": form}, status=422)
    if "preview" in request.POST:
        return render(request, "posts/new.html", {"form": form, "preview": _preview(form)})
    post = actions.write_post(
        author=request.user, kind=form.cleaned_data["kind"], now=timezone.now(), **form.texts()
    )
    messages.success(request, _("Your post is published."), extra_tags=SAVED)
    return redirect(post)


def edit(request, pk: int):
    """Store a new version; only authors who may see all of the post can."""
    post = find_post(request, pk)
    [reading] = veil.read_full(post.pk, [post], request.user)
    if request.user not in post.byline:
        return render(request, "posts/not_author.html", {"post": post, "reading": reading}, status=403)
    if not reading.complete:
        return render(request, "posts/closed.html", {"post": post}, status=403)
    cases = marks.open_cases(post, request.user, now=timezone.now())
    form = EditForm(
        request.POST or None, author=request.user, post=post, cases=cases, initial=_initial(request, post)
    )
    if "check" in request.POST:
        return _edit_page(request, post, form, cases, status=200, checked=_checked(request))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        return _save(request, post, form, cases)
    preview = _preview(form) if form.is_bound and form.is_valid() else None
    return _edit_page(request, post, form, cases, status=422 if form.errors else 200, preview=preview)


@require_POST
def add_author(request, pk: int):
    """Add an author to a post of one's own."""
    post = find_post(request, pk)
    form = AuthorForm(request.POST)
    if not form.is_valid():
        return render(request, "posts/add_author.html", {"post": post, "form": form}, status=422)
    person = form.cleaned_data["username"]
    try:
        actions.add_author(post=post, person=person, added_by=request.user, now=timezone.now())
    except actions.NotAnAuthorError:
        return render(request, "posts/not_author.html", {"post": post}, status=403)
    except actions.AlreadyAuthorError:
        messages.info(request, _("%(person)s is an author already.") % {"person": person})
    else:
        messages.success(request, _("%(person)s is an author now.") % {"person": person})
    return redirect(post)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, pk: int):
    """Ask once, then let an author of a post stop being one."""
    post = find_post(request, pk)
    if request.user not in post.byline:
        return render(request, "posts/not_author.html", {"post": post}, status=403)
    [reading] = veil.read_full(post.pk, [post], request.user)
    context = {"post": post, "reading": reading, "may_leave": actions.may_leave(request.user, post.byline)}
    if request.method != "POST":
        return render(request, "posts/leave.html", context)
    try:
        actions.leave_post(post=post, person=request.user, now=timezone.now())
    except actions.LastAuthorError:
        return render(request, "posts/leave.html", context | {"may_leave": False}, status=409)
    messages.success(request, _("You are no longer an author of this post."))
    return redirect(post)


def _initial(request, post: Post) -> dict:
    return {
        "title": post.title,
        "summary": post.summary,
        "body": post.body,
        "tags": post.tags,
        "blog": post.blog_id,
        "language": post.language,
        "base_version": post.version,
        "settles": [request.GET.get("case", "")],
    }


def _checked(request) -> leakcheck.Checked:
    """Look through what was typed for likely leaks, for its writer alone."""
    texts = [request.POST.get(name, "") for name in ("title", "summary", "tags", "body")]
    return leakcheck.check(texts, person=request.user, now=timezone.now())


def _preview(form: PostForm) -> veil.FullReading:
    cleaned = form.cleaned_data
    return veil.read_unpublished(Draft(cleaned["title"], cleaned["summary"], cleaned["body"], cleaned["tags"]))


def _save(request, post: Post, form: EditForm, cases: list):
    """Store the edit; where somebody else was faster, show both texts instead (409)."""
    try:
        saved = actions.edit_post(
            post=post,
            person=request.user,
            base_version=form.cleaned_data["base_version"],
            settles=[UUID(case) for case in form.cleaned_data["settles"]],
            now=timezone.now(),
            **form.texts(),
        )
    except actions.StalePostError:
        return _stale(request, post, form, cases)
    text = _("Saved. This is version %(version)d now.") % {"version": saved.post.version}
    messages.success(request, text, extra_tags=SAVED)
    _say_what_settled(request, saved)
    return redirect(saved.post)


def _say_what_settled(request, saved: actions.Saved) -> None:
    if settled := len(saved.settled):
        messages.success(request, ngettext("%d flag is settled.", "%d flags are settled.", settled) % settled)
    if saved.left:
        messages.warning(
            request, _("Part of the marked passage is still in the text, so the flag is not settled yet.")
        )


def _stale(request, post: Post, form: EditForm, cases: list):
    """Keep the person's text and show what came in meanwhile; saving again is then a choice."""
    current = find_post(request, post.pk)
    base = min(form.cleaned_data["base_version"], current.version)
    old, incoming = veil.read_full(current.pk, find_versions(current, base, current.version), request.user)
    data = request.POST.copy()
    data["base_version"] = str(current.version)
    kept = EditForm(data, author=request.user, post=current, cases=cases)
    changed = [] if old.closed or incoming.closed else cards(compared(old, incoming))
    return _edit_page(request, current, kept, cases, status=409, stale=True, base=base, cards=changed)


def _edit_page(request, post: Post, form: EditForm, cases: list, *, status: int, **context):
    [reading] = veil.read_many([(post.pk, post)], request.user)
    context |= {"post": post, "title": reading.title, "form": form, "quoted": marks.quoted(post, cases)}
    return render(request, "posts/edit.html", context, status=status)
