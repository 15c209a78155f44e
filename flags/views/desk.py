"""My desk: flags on my texts, and my own flags."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from flags import registry
from flags.models import Case, Seat
from people.models import User

SHOWN = 50
"""Cases of each kind on the desk, the newest."""


@dataclass(frozen=True)
class Row:
    """A case with what its text is called, as far as the person may see it."""

    case: Case
    title: str


@require_safe
def desk(request):
    """Show what waits for me and what became of my flags."""
    now = timezone.now()
    mine = list(Case.objects.on_texts_of(request.user, now).order_by("-opened_at")[:SHOWN])
    marked = list(Case.objects.marked_by(request.user).order_by("-opened_at")[:SHOWN])
    rows = _with_titles([*mine, *marked], request.user)
    context = {
        "waiting": [row for row in rows[: len(mine)] if row.case.is_open],
        "ended": [row for row in rows[: len(mine)] if not row.case.is_open],
        "marked": rows[len(mine) :],
        "seats": list(Seat.objects.held_by(request.user, now).waiting().select_related("panel__case")),
    }
    return render(request, "flags/desk.html", context)


def _with_titles(cases: Iterable[Case], viewer: User) -> list[Row]:
    """Return the cases with titles, asking each kind of target once."""
    listed = list(cases)
    titles: dict[tuple[str, int], str] = {}
    for kind in {case.target_kind for case in listed}:
        ids = sorted({case.target_id for case in listed if case.target_kind == kind})
        titles |= {(kind, target_id): title for target_id, title in registry.get(kind).titles(ids, viewer).items()}
    return [Row(case, titles.get((case.target_kind, case.target_id), "")) for case in listed]
