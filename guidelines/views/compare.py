"""Two versions of a guideline compared, as prose and as data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guidelines.forms import CompareForm
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules import comparison as rules
from guidelines.rules.lineage import changed_in, numbered_clauses
from guidelines.rules.reading import Reading
from guidelines.views.access import current_version, not_found, reads_guideline
from guidelines.views.drawing import Drawing, Drawn, resolver
from guidelines.views.history import described
from guidelines.views.kept import kept_page
from guidelines.views.wording import front_in_words, kinds_in_words, labels, summary_in_words

REASONS_SHOWN = 30
"""Change notes shown beside a comparison, the newest; the history has all of them."""


@dataclass(frozen=True, slots=True)
class Card:
    """A clause of a comparison as its template needs it.

    kinds: pairs of a name for styles and words. place: the number of the version that has it. changed_in: the
        versions that changed it, oldest first.
    """

    each: rules.ClauseChange
    kinds: list[tuple[str, str]]
    place: int
    changed_in: list[int]
    drawn: list[Drawn]

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be shown: a clause that says nothing is one that was taken out."""
        return not (self.each.change.old_html or self.each.change.new_html)


@reads_guideline
def choose(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Lead to the comparison of the versions `?a=` and `?b=`, older one first; ask where they are missing."""
    newest = current_version(guideline).number
    chosen = request.GET if {"a", "b"} & request.GET.keys() else None
    form = CompareForm(chosen, newest=newest, initial={"a": newest - 1, "b": newest})
    if form.is_valid():
        a, b = sorted((form.cleaned_data["a"], form.cleaned_data["b"]))
        return redirect("guidelines:compare", slug=guideline.slug, a=a, b=b)
    title = Leaf.objects.read([current_version(guideline)], kinds={"title"})[0].guideline.title
    context = {"guideline": guideline, "form": form, "title": title, "newest": newest}
    return render(request, "guidelines/choose.html", context, status=422 if form.is_bound else 200)


@reads_guideline
def compare(request: HttpRequest, guideline: GuidelineRecord, a: int, b: int) -> HttpResponse:
    """Show what changed from version a to version b; `?view=side` beside each other, `?show=all` all clauses.

    The other way round leads to the same from the older to the newer version, as readers expect it.
    """
    if b < a:
        return _swapped(request, guideline, "guidelines:compare", a, b)
    if b > current_version(guideline).number:
        return not_found(request, guideline, number=b)
    page = kept_page(
        request,
        guideline,
        *(a, b, *_layout(request)),
        template="guidelines/includes/comparison.html",
        context=lambda: _both_context(request, guideline, a, b),
    )
    return render(request, "guidelines/compare.html", {"guideline": guideline, "page": page, "a": a, "b": b})


def _both_context(request: HttpRequest, guideline: GuidelineRecord, a: int, b: int) -> dict[str, Any]:
    versions = versions_between(guideline, a, b)
    old, new = Leaf.objects.read([versions[0], versions[-1]])
    return compared_context(request, guideline, versions, old, new)


def _layout(request: HttpRequest) -> tuple[bool, bool]:
    """Return whether the versions stand beside each other, and whether all clauses are shown."""
    return is_beside(request), request.GET.get("show") == "all"


def is_beside(request: HttpRequest) -> bool:
    """Return whether two versions stand beside each other; old links to posts say "sides"."""
    return request.GET.get("view") in {"side", "sides"}


def compared_context(
    request: HttpRequest,
    guideline: GuidelineRecord,
    versions: Sequence[GuidelineVersion],
    old: Reading,
    new: Reading,
) -> dict[str, Any]:
    """Return what `guidelines/includes/compared.html` needs, and the pages around it.

    versions: from `versions_between`, for numbers, dates and reasons. old, new: what is compared.
    """
    a, b = versions[0].number, versions[-1].number
    compared = rules.compare(old, new)
    beside, everything = _layout(request)
    resolve = resolver([*compared.front.changes, *compared.diff.changes])
    draw = Drawing(labels(), resolve, beside=beside, whole=everything)
    shown = [each for each in compared.clauses if everything or each.is_changed]
    since = _changed_in(versions)
    reasons = described(versions[:0:-1])
    return {
        "guideline": guideline,
        "a": versions[0],
        "b": versions[-1],
        "current": current_version(guideline),
        "title": new.guideline.title,
        "compared": compared,
        "phrases": capfirst(", ".join(summary_in_words(compared))),
        "front": [(front_in_words(change), draw.body(change)) for change in compared.front.changed],
        "cards": [_card(each, draw, a, b, since) for each in shown],
        "beside": beside,
        "everything": everything,
        "reasons": reasons,
        "reasons_more": b - a - len(reasons),
        "people": [reason.person for reason in reasons if reason.person],
    }


@reads_guideline
def compare_json(request: HttpRequest, guideline: GuidelineRecord, a: int, b: int) -> HttpResponse:
    """Give the same comparison as data; docs/formats.md says what stands where."""
    if b < a:
        return _swapped(request, guideline, "guidelines:compare_json", a, b)
    if b > current_version(guideline).number:
        return JsonResponse({"error": _("There is no version %(number)d yet.") % {"number": b}}, status=404)
    versions = {version.number: version for version in _both(guideline, a, b)}
    etag = quote_etag(f"{versions[a].hash}.{versions[b].hash}.{guideline.gaps}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    old, new = Leaf.objects.read([versions[a], versions[b]])
    data = {"guideline": guideline.slug, "from": _version_data(versions[a]), "to": _version_data(versions[b])}
    comparison = rules.comparison_data(rules.compare(old, new))
    return JsonResponse(data | comparison, headers={"ETag": etag}, json_dumps_params={"ensure_ascii": False})


def _card(each: rules.ClauseChange, draw: Drawing, a: int, b: int, since: dict[str, list[int]]) -> Card:
    """Return a clause for the template."""
    place = a if each.is_removed else b
    return Card(each, kinds_in_words(each), place, since.get(each.clause.id, []), draw.body(each.change))


def _swapped(request: HttpRequest, guideline: GuidelineRecord, name: str, a: int, b: int) -> HttpResponse:
    response = redirect(name, slug=guideline.slug, a=b, b=a)
    if query := request.META.get("QUERY_STRING", ""):
        response["Location"] += f"?{query}"
    return response


def versions_between(guideline: GuidelineRecord, a: int, b: int) -> list[GuidelineVersion]:
    """Return version a, the newest ones between, and version b, in order; one version when both are the same."""
    between = range(max(a, b - REASONS_SHOWN) + 1, b + 1)
    return list(GuidelineVersion.objects.of(guideline.page_id).numbered(a, *between).oldest_first())


def _changed_in(versions: Sequence[GuidelineVersion]) -> dict[str, list[int]]:
    """Return which of the versions changed each clause; of those that follow a gap, nobody can say."""
    following = versions[1:] if len(versions) > 1 and versions[1].number > versions[0].number + 1 else versions
    return changed_in([numbered_clauses(version.number, version.leaves) for version in following])


def _both(guideline: GuidelineRecord, a: int, b: int) -> Iterable[GuidelineVersion]:
    return GuidelineVersion.objects.of(guideline.page_id).numbered(a, b)


def _version_data(version: GuidelineVersion) -> dict[str, object]:
    return {"number": version.number, "date": version.date, "hash": version.hash, "material": version.material}
