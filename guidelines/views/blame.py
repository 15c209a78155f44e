"""Who wrote what in the guideline in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidelines.models import GuidelineRecord
from guidelines.rules.blamehtml import STEPS
from guidelines.views.access import current_version, reads_guideline
from guidelines.views.blamed import authors_of, blamed, entries, entries_of, writers


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
        "parts": [(part, entries_of(part, found, people)) for part in found.parts],
        "cards": entries(found, people),
        "writers": writers(found, people),
        "word_count": sum(part.word_count for part in found.parts),
        "taken_out": found.taken_out,
        "steps": range(STEPS),
    }
    return render(request, "guidelines/blame.html", context)
