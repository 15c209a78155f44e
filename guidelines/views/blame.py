"""Who wrote what in the guideline in force, and in any version of it."""

import hashlib
from collections.abc import Mapping

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from guidelines.models import GuidelineRecord, GuidelineVersion
from guidelines.rules.blamehtml import STEPS
from guidelines.views.access import current_version, not_found, reads_guideline
from guidelines.views.blamed import Blamed, about_versions, authors_of, blamed, entries, entries_of, writers
from guidelines.views.rendered import KEPT_FOR
from people.models import User


@reads_guideline
def blame(request: HttpRequest, guideline: GuidelineRecord, number: int | None = None) -> HttpResponse:
    """Show for every word of a version which one brought it, its author, date and reason.

    number: of the version; the newest one by default.
    """
    current = current_version(guideline)
    if number is not None and number > current.number:
        return not_found(request, guideline, number=number)
    version = _version(current, number)
    found = blamed(guideline, version)
    people = authors_of(found)
    context = {
        "guideline": guideline,
        "version": version,
        "current": current,
        "title": found.title,
        "text": _text(request, guideline, version, found, people),
        "writers": writers(found, people),
        "word_count": found.word_count,
        "taken_out": found.taken_out,
        "steps": range(STEPS),
    }
    return render(request, "guidelines/blame.html", context)


def _version(current: GuidelineVersion, number: int | None) -> GuidelineVersion:
    if number is None or number == current.number:
        return current
    return get_object_or_404(GuidelineVersion.objects.of(current.page_id), number=number)


def _text(
    request: HttpRequest,
    guideline: GuidelineRecord,
    version: GuidelineVersion,
    found: Blamed,
    people: Mapping[int, User],
) -> str:
    """Return all parts with marks, lists and cards as HTML; kept for readers of one language and time zone."""
    key = _key(request, guideline, version, people)
    text = cache.get(key)
    if text is None:
        about = about_versions(request, guideline, found, people)
        parts = [(part, entries_of(part, found, about)) for part in found.parts]
        context = {"parts": parts, "cards": entries(found, about), "guideline": guideline}
        text = render_to_string("guidelines/includes/blamed.html", context)
        cache.set(key, text, KEPT_FOR)
    return text


def _key(
    request: HttpRequest, guideline: GuidelineRecord, version: GuidelineVersion, people: Mapping[int, User]
) -> str:
    """Return what the text depends on; somebody who changes names or leaves is not shown as before."""
    names = sorted((pk, str(person), person.get_absolute_url()) for pk, person in people.items())
    reader = (get_language(), get_current_timezone_name(), request.user.is_authenticated)
    digest = hashlib.sha256(repr((guideline.slug, reader, names)).encode()).hexdigest()
    return f"guidelines.blame.{guideline.cache_key(version)}.{digest}"
