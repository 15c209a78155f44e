"""What everybody may know: the log, and how it works."""

import csv

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from flags.census import take_census
from flags.conf import house
from flags.forms import ChainPageForm
from flags.models import Case, CaseState, Category, LogEntry
from flags.rules import counts
from flags.rules.house import URGENT_CATEGORIES
from flags.rules.lifecycle import veil_threshold

ROWS_SHOWN = 50


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """Return the value."""
        return value


@require_safe
def log(request):
    """Show how cases ended, as counts, and the newest links of the chain."""
    form = ChainPageForm(request.GET)
    before = form.cleaned_data["before"] if form.is_valid() else None
    entries = LogEntry.objects.order_by("-sequence")
    if before:
        entries = entries.filter(sequence__lt=before)
    shown = list(entries[: ROWS_SHOWN + 1])
    by_state = Case.objects.counts_by_state()
    cells = {state.value: by_state.get(state.value, 0) for state in CaseState}
    hidden_small = counts.suppress(cells)
    context = {
        "states": [(state.label, hidden_small[state.value]) for state in CaseState],
        "total": counts.suppressed_total(cells),
        "least": counts.LEAST,
        "entries": shown[:ROWS_SHOWN],
        "older": shown[ROWS_SHOWN - 1].sequence if len(shown) > ROWS_SHOWN else None,
    }
    return render(request, "flags/log.html", context)


@require_safe
def chain(request) -> HttpResponse | StreamingHttpResponse:
    """Give the whole chain for checking: sequence, digest and hash of every entry, oldest first."""
    writer = csv.writer(_Echo())
    head = [["sequence", "digest", "hash"]]
    rows = (
        [entry.sequence, entry.digest, entry.hash] for entry in LogEntry.objects.order_by("sequence").iterator()
    )
    lines = (writer.writerow(row) for part in (head, rows) for row in part)
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="peerline-log.csv"'},
    )


@require_safe
def how(request):
    """Explain the rules with the numbers in force here now."""
    rules, census = house(), take_census(timezone.now())
    context = {
        "rules": rules,
        "time_zone": settings.TIME_ZONE,
        "census": census,
        "needed": veil_threshold(census.active, urgent=False, house=rules),
        "needed_urgent": veil_threshold(census.active, urgent=True, house=rules),
        "urgent": [category.label for category in Category if category.value in URGENT_CATEGORIES],
        "others": [category.label for category in Category if category.value not in URGENT_CATEGORIES],
    }
    return render(request, "flags/how.html", context)
