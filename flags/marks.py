"""What a page of a target shows of its cases to one viewer: own marks, and flags on their own text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from flags.models import Case
from flags.rules.lifecycle import State
from flags.rules.passages import Span


@dataclass(frozen=True)
class MarkView:
    """One open case as this viewer knows it.

    block, span: where its mark stands in the version that was asked for; "" and None if it was made in
    another version. is_author: the viewer is an author who was told; otherwise a witness, and the mark is
    their own. veiled: the passage is hidden from others now.
    """

    case_id: UUID
    block: str
    span: Span | None
    is_author: bool
    veiled: bool

    @property
    def address(self) -> str:
        """The case's page."""
        return reverse("flags:case", args=[self.case_id])


def marks_on(kind: str, target_id: int, version: int, viewer, *, now: datetime | None = None) -> list[MarkView]:
    """Return the open cases on a target that the viewer may know of, oldest first; one query."""
    rows = Case.objects.on(kind, target_id).open().marks_of(viewer, now or timezone.now())
    return [_mark_view(row, version) for row in rows]


def _mark_view(row: Any, version: int) -> MarkView:
    is_author = row.author__id is not None
    span = Span(row.start, row.end) if is_author else Span(row.own__start, row.own__end)
    stands_here = row.target_version == version
    return MarkView(
        case_id=row.pk,
        block=row.block if stands_here else "",
        span=span if stands_here else None,
        is_author=is_author,
        veiled=row.state == State.VEILED,
    )
