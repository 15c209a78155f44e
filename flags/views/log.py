"""The public log: figures that name nobody, and the chain with what it takes to check it."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from flags import figures
from flags.forms import LogForm
from flags.models import LogEntry
from flags.rules import counts, offline
from flags.views.day_feed import DayFeed
from people.middleware import SignInRequiredMiddleware
from people.models import FeedToken

ROWS_SHOWN = 50

View = Callable[[HttpRequest], HttpResponseBase]


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        """Return the value."""
        return value


@require_safe
def log(request) -> HttpResponse:
    """Show how cases ended, as counts, and the newest links of the chain."""
    form = LogForm(request.GET)
    form.is_valid()
    before, by = form.cleaned_data.get("before"), form.cleaned_data.get("by") or LogForm.MONTH
    entries = LogEntry.objects.order_by("-sequence")
    shown = list((entries.filter(sequence__lt=before) if before else entries)[: ROWS_SHOWN + 1])
    now = timezone.now()
    table = figures.by_category(now) if by == LogForm.KIND else figures.by_month(now)
    context = {
        "figures": figures.figures(now),
        "by": by,
        "choices": LogForm.PARTED,
        "columns": figures.columns(),
        "rows": [(name or _("before that"), list(cells.values())) for name, cells in table.items()],
        "drawing": figures.drawing(table),
        "least": counts.LEAST,
        "newest": entries.first(),
        "entries": shown[:ROWS_SHOWN],
        "before": before,
        "older": shown[ROWS_SHOWN - 1].sequence if len(shown) > ROWS_SHOWN else None,
    }
    return render(request, "flags/log.html", context)


@require_safe
def chain(request) -> StreamingHttpResponse:
    """Give the whole chain for checking: sequence, digest and hash of every entry, oldest first."""
    entries = LogEntry.objects.order_by("sequence").iterator()
    rows = ([entry.sequence, entry.digest, entry.hash] for entry in entries)
    return _csv("peerline-log.csv", offline.COLUMNS, rows)


@require_safe
def days(request) -> StreamingHttpResponse:
    """Give how cases ended on each of the last 366 days; a number that is too small to show is empty."""
    names = [state for state, _label in figures.columns()]
    rows = (
        [day.isoformat(), *("" if cells[name] is None else cells[name] for name in names)]
        for day, cells in figures.by_day(timezone.now()).items()
    )
    return _csv("peerline-days.csv", ["day", *names], rows)


@require_safe
def script(request) -> FileResponse:
    """Give the program that checks the chain on anybody's machine, with nothing but Python."""
    return FileResponse(
        Path(offline.__file__).open("rb"),
        as_attachment=True,
        filename="verify_peerline_log.py",
        content_type="text/x-python; charset=utf-8",
    )


def _for_readers(view: View) -> View:
    """Let feed readers in by the `?token=` of an active person; one that opens nothing is not found."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        token = request.GET.get("token")
        if request.user.is_authenticated or (token is not None and FeedToken.objects.opens(token)):
            return view(request)
        if token is not None:
            raise Http404
        return SignInRequiredMiddleware(view).handle_no_permission(request, view)

    return login_not_required(require_safe(guarded))


@_for_readers
def feed(request: HttpRequest) -> HttpResponseBase:
    """Give the days on which enough cases ended to say how many, newest first."""
    return DayFeed()(request)


def _csv(name: str, head: list[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return a table as a file, written while it is read."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield writer.writerow(head)
        for row in rows:
            yield writer.writerow(row)

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
