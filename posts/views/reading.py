"""One post: as it is now, and as it was."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from discussions.threads import first_page
from posts import marks, veil
from posts.discussed import place_of
from posts.forms import AuthorForm
from posts.models import Post


@require_safe
def post(request, pk):
    """Show a post as far as the viewer may see it; its authors have no use for links to flag it."""
    shown = find_post(request, pk)
    [reading] = veil.read_full(shown.pk, [shown], request.user)
    if reading.closed:
        return closed(request, shown)
    is_author = request.user in shown.byline
    marked = marks.marks_on(shown, request.user, is_author=is_author, now=timezone.now())
    reading = replace(reading, marks=marks.overlays(marked, shown.version))
    context = {
        "post": shown,
        "reading": reading,
        "body": reading.plain_body_html if is_author else reading.body_html,
        "is_author": is_author,
        "marks": marked,
        "author_form": AuthorForm() if is_author else None,
        "thread": first_page(place_of(shown.pk), request.user),
    }
    return render(request, "posts/post.html", context)


@require_safe
def version(request, pk, n):
    """Show one stored version; closed to others than the authors while it could show what is hidden."""
    shown = find_post(request, pk)
    row = find_versions(shown, n)[0]
    [reading] = veil.read_full(shown.pk, [row], request.user)
    if reading.closed:
        return closed(request, shown)
    return render(request, "posts/version.html", {"post": shown, "row": row, "reading": reading})


def find_post(request, pk) -> Post:
    """Return a post the viewer may read, with its authors; raises Http404 for any other."""
    return get_object_or_404(Post.objects.visible_to(request.user).with_byline(), pk=pk)


def find_versions(post: Post, *numbers: int) -> list:
    """Return stored versions in the order asked for; raises Http404 if one is missing."""
    known = [number for number in numbers if 1 <= number <= post.version]
    rows = {row.version: row for row in post.versions.filter(version__in=known)}
    if missing := [number for number in numbers if number not in rows]:
        raise Http404(f"Post {post.pk} has no version {missing[0]}.")
    return [rows[number] for number in numbers]


def closed(request, post: Post):
    """Say that a version is closed, and why, without saying what it held (403)."""
    return render(request, "posts/closed.html", {"post": post}, status=403)
