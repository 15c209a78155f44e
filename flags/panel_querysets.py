"""Reads of several panels and seats."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q

from people.models import Employment


class PanelQuerySet(models.QuerySet):
    """Panels."""

    def sitting(self) -> Self:
        """Those that were drawn and have not ended."""
        return self.filter(convened_at__isnull=False, ended_at=None)

    def idle(self, now: datetime) -> Self:
        """Those whose case an author settled so long ago that nobody can undo it; the oldest first."""
        return self.filter(ends_at__lte=now).order_by("ends_at", "pk")

    def to_draw_anew(self, now: datetime) -> Self:
        """Those whose empty seats are due to be drawn anew, none of a settled case; the longest wait first."""
        return self.filter(next_draw_at__lte=now, ends_at=None).order_by("next_draw_at", "pk")


class SeatQuerySet(models.QuerySet):
    """Seats; only their own person and the rules ever read them."""

    def held_by(self, user, now: datetime) -> Self:
        """Those of this person who has been told of them."""
        return self.filter(person=user.pk, invited_at__lte=now)

    def waiting(self) -> Self:
        """Those that want something of their person: to be taken, or a verdict."""
        return self.filter(panel__ended_at=None, declined_at=None, lost_at=None, verdict="")

    def to_mail(self, now: datetime) -> Self:
        """Invitations of which their people were told by now, and no mail went out yet; the oldest first."""
        people = self.filter(person__is_active=True, person__employment=Employment.EMPLOYEE)
        untold = people.waiting().filter(opened_at=None, mailed_at=None, invited_at__lte=now)
        return untold.exclude(person__email="").select_related("person").order_by("invited_at", "pk")

    def taken(self) -> Self:
        """Those that somebody sits on."""
        return self.filter(opened_at__isnull=False, declined_at=None, lost_at=None)

    def free_to_take(self) -> Self:
        """Those nobody has opened, declined or lost yet."""
        return self.filter(opened_at=None, declined_at=None, lost_at=None)

    def decided(self) -> Self:
        """Those with a verdict."""
        return self.exclude(verdict="")

    def taken_since(self, since: datetime) -> dict[int, int]:
        """How many seats each person took since a moment, by person id."""
        rows = self.filter(opened_at__gte=since, person__isnull=False).order_by().values_list("person")
        return dict(rows.annotate(seats=Count("pk")))

    def of_earlier_panels(self, panel) -> Self:
        """Seats on the case's other panels that somebody opened: these people have heard of it."""
        return self.filter(Q(panel__case=panel.case_id, opened_at__isnull=False), ~Q(panel=panel.pk))
