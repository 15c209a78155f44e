"""Deleting who flagged what, some time after a case has ended.

The case itself stays, for what it hides and for the figures. Source: docs/adr/0036-guards.md.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from flags.actions.locking import lock_target
from flags.conf import house
from flags.models import Advice, Case, FormerAuthor, LogOpening, Panel, Seat, Testimony
from people.actions import forget_notices

AT_ONCE = 500
"""Cases one run of the ticker forgets; the next run goes on."""


def forget_links(now: datetime) -> int:
    """Delete the links from people to cases that ended 120 days ago (`links_days`); return to how many cases.

    Testimonies go, with their notes; authors who left; who sat on a panel, and who could have; what was told to
    these people; and what the log's entries open to. Safe to run twice, late, or beside another run: a case is
    looked at again under its lock.
    """
    due = Case.objects.linked_since(now - timedelta(days=house().links_days))
    found = list(due.values_list("pk", "target_kind", "target_id")[:AT_ONCE])
    return sum(_forget_one(pk, kind, target_id, now) for pk, kind, target_id in found)


@transaction.atomic
def _forget_one(pk: UUID, kind: str, target_id: int, now: datetime) -> bool:
    lock_target(kind, target_id)
    case = Case.objects.linked_since(now - timedelta(days=house().links_days)).filter(pk=pk).first()
    if case is None:
        return False
    authors = list(case.authors.values_list("person", flat=True))
    forget_notices(url=case.get_absolute_url(), but_for=authors)
    Testimony.objects.filter(case=case).delete()
    for seat in Seat.objects.filter(panel__case=case):
        forget_notices(url=seat.get_absolute_url(), but_for=[])
    Advice.objects.filter(case=case).delete()
    FormerAuthor.objects.filter(case=case).delete()
    Seat.objects.filter(panel__case=case).update(person=None, reason="")
    Panel.objects.filter(case=case).update(entrants_packed=b"", alias_key=b"")
    LogOpening.objects.filter(case=case).delete()
    return True
