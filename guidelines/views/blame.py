"""Who wrote what in the guideline in force."""

import hashlib
from collections.abc import Mapping

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from guidelines.models import GuidelineRecord
from guidelines.rules.blamehtml import STEPS
from guidelines.views.access import current_version, reads_guideline
from guidelines.views.blamed import Blamed, authors_of, blamed, entries, entries_of, writers
from guidelines.views.rendered import KEPT_FOR
from people.models import User


@reads_guideline
def blame(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Show for every word of the guideline in force the version that brought it, its author, date and reason."""
    version = current_version(guideline)
    found = blamed(guideline, version)
    people = authors_of(found)
    context = {
        "guideline": guideline,
        "version": version,
        "title": found.title,
        "text": _text(request, guideline, found, people),
        "writers": writers(found, people),
        "word_count": sum(part.word_count for part in found.parts),
        "taken_out": found.taken_out,
        "steps": range(STEPS),
    }
    return render(request, "guidelines/blame.html", context)


def _text(request: HttpRequest, guideline: GuidelineRecord, found: Blamed, people: Mapping[int, User]) -> str:
    """Return all parts with marks, lists and cards as HTML; kept for readers of one language and time zone."""
    key = _key(request, guideline, people)
    text = cache.get(key)
    if text is None:
        parts = [(part, entries_of(part, found, people)) for part in found.parts]
        context = {"guideline": guideline, "parts": parts, "cards": entries(found, people), "request": request}
        text = render_to_string("guidelines/includes/blamed.html", context)
        cache.set(key, text, KEPT_FOR)
    return text


def _key(request: HttpRequest, guideline: GuidelineRecord, people: Mapping[int, User]) -> str:
    """Return what the text depends on; somebody who changes names or leaves is not shown as before."""
    names = sorted((pk, str(person), person.get_absolute_url()) for pk, person in people.items())
    reader = (get_language(), get_current_timezone_name(), request.user.is_authenticated)
    digest = hashlib.sha256(repr((guideline.slug, reader, names)).encode()).hexdigest()
    return f"guidelines.blame.{guideline.cache_key(current_version(guideline))}.{digest}"
