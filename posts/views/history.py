"""What became of a post: its versions, and two of them compared."""

from dataclasses import dataclass
from itertools import pairwise

from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guidelines.rules.diffhtml import inline_html, side_by_side_html
from guidelines.rules.textdiff import Block, BlockChange, Diff, diff
from guidelines.views.compare import is_beside
from guidelines.views.wording import labels
from posts import veil
from posts.forms import CompareForm
from posts.models import Post
from posts.rules.comparing import comparable
from posts.views.reading import closed, find_post, find_versions

PAGE_SIZE = 50

KINDS = {
    "added": _("added"),
    "removed": _("removed"),
    "reworded": _("reworded"),
    "formatted": _("formatting or links"),
    "moved": _("moved"),
}


@dataclass(frozen=True)
class Card:
    """One change: what kind it is, and its HTML inline and side by side."""

    kind: str
    label: str
    moved: bool
    inline: SafeString
    old: SafeString
    new: SafeString


@require_safe
def history(request, pk: int):
    """List the versions, newest first, to read or to compare."""
    post = find_post(request, pk)
    before = _number(request.GET.get("before"))
    rows = list(post.versions_before(before)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    readings = veil.read_many([(post.pk, row) for row in [post, *shown]], request.user)
    context = {
        "post": post,
        "title": readings[0].title,
        "versions": list(zip(shown, readings[1:], strict=True)),
        "older": shown[-1].version if len(rows) > PAGE_SIZE else None,
        "chosen": next(pairwise(row.version for row in shown), None),
    }
    return render(request, "posts/history.html", context)


@require_safe
def compare_choose(request, pk: int):
    """Lead from a form with two versions to the address of their comparison."""
    post = find_post(request, pk)
    form = CompareForm(request.GET or None)
    if form.is_valid():
        first, second = sorted([form.cleaned_data["a"], form.cleaned_data["b"]])
        if second <= post.version:
            return redirect("posts:compare", post.pk, first, second)
        form.add_error(None, _("This post has versions 1 to %(last)d.") % {"last": post.version})
    return _choose(request, post, form, status=400 if form.is_bound else 200)


@require_safe
def compare(request, pk: int, a: int, b: int):
    """Compare two versions; the newer one always stands second."""
    post = find_post(request, pk)
    if a > b:
        return redirect("posts:compare", post.pk, b, a)
    if not 1 <= a <= b <= post.version:
        return _choose(request, post, CompareForm(), status=404)
    old, new = veil.read_full(post.pk, find_versions(post, a, b), request.user)
    if old.closed or new.closed:
        return closed(request, post)
    changes = compared(old, new)
    context = {
        "post": post,
        "old": old,
        "new": new,
        "cards": cards(changes),
        "summary": changes.summary,
        "beside": is_beside(request),
    }
    return render(request, "posts/compare.html", context)


@require_safe
def malformed(request, pk: int, rest: str):
    """Answer an address that names no two versions (404)."""
    return _choose(request, find_post(request, pk), CompareForm(), status=404)


def compared(old: veil.FullReading, new: veil.FullReading) -> Diff:
    """Return what changed between two versions, as far as their viewer may see them."""
    return diff(_blocks(old), _blocks(new))


def cards(changes: Diff) -> list[Card]:
    """Return the changes as cards, in the order of the newer text."""
    return [_card(change) for change in changes.changed]


def _blocks(reading: veil.FullReading) -> list[Block]:
    return [Block(key, html) for key, html in comparable(reading.field_htmls, reading.blocks_html)]


def _card(change: BlockChange) -> Card:
    words = labels()
    sides = side_by_side_html(change, words)
    # Safe: written by the diff's own rules, which escape every word.
    return Card(
        kind=change.kind,
        label=str(KINDS[change.kind]),
        moved=change.moved and change.kind != "moved",
        inline=SafeString(inline_html(change, words)),
        old=SafeString(sides.old),
        new=SafeString(sides.new),
    )


def _choose(request, post: Post, form: CompareForm, status: int):
    [reading] = veil.read_many([(post.pk, post)], request.user)
    context = {"post": post, "form": form, "title": reading.title, "not_found": status == 404}
    return render(request, "posts/compare_choose.html", context, status=status)


def _number(text: str | None) -> int | None:
    """Return a version number from an address; anything else than digits stands for none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
