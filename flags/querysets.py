"""Reads of several rows of flags."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Value

from flags.rules.lifecycle import ENDED, OPEN, State


class CaseQuerySet(models.QuerySet):
    """Cases; `visible_to` first wherever a person looks."""

    def visible_to(self, user, now: datetime) -> Self:
        """The cases this person may know of: those they testified on, and those on their own texts once told."""
        return self.filter(
            Q(testimonies__person=user.pk) | Q(authors__person=user.pk, told_at__lte=now)
        ).distinct()

    def on_texts_of(self, user, now: datetime) -> Self:
        """The cases on this person's texts that they have been told of."""
        return self.filter(authors__person=user.pk, told_at__lte=now)

    def marked_by(self, user) -> Self:
        """The cases this person testified on, withdrawn testimonies included."""
        return self.filter(testimonies__person=user.pk).distinct()

    def on(self, kind: str, target_id: int) -> Self:
        """The cases on one target."""
        return self.filter(target_kind=kind, target_id=target_id)

    def open(self) -> Self:
        """The cases that have not ended."""
        return self.filter(state__in=OPEN)

    def ended(self) -> Self:
        """The cases to which nothing can happen any more."""
        return self.filter(state__in=ENDED)

    def ended_before(self, moment: datetime) -> Self:
        """The cases that ended before a moment, and have not gone on since."""
        return self.ended().filter(ended_at__lt=moment)

    def linked_since(self, moment: datetime) -> Self:
        """The cases that ended at that moment or before and still say who flagged them; the oldest first."""
        known = apps.get_model("flags", "LogOpening")._default_manager.filter(case=OuterRef("pk"))
        over = self.ended().filter(Exists(known), ended_at__lte=moment, appeal_until=None)
        return over.order_by("ended_at", "pk")

    def answers(self) -> list[tuple[datetime, datetime]]:
        """When the authors were told of each case and when they first answered, of those they answered."""
        rows = self.order_by().values_list("told_at", "contested_at", "ended_at", "state")
        return [
            (told, contested or ended)
            for told, contested, ended, state in rows
            if told and (contested or (ended and state == State.FIXED))
        ]

    def citing(self, page_id: int) -> Self:
        """The cases that cite a clause of this guideline."""
        return self.filter(clause_page_id=page_id)

    def of_clause(self, clause_id: str) -> Self:
        """The cases that cite the clause with this id; ask for one guideline's first."""
        return self.filter(clause_id=clause_id)

    def counts_by_clause(self) -> list[tuple[str, str, int]]:
        """How many cases cite each clause and are in each state, as (clause id, state, cases)."""
        counted = self.order_by().values_list("clause_id", "state").annotate(cases=models.Count("pk"))
        return list(counted)

    def counts_by_state(self) -> dict[str, int]:
        """How many cases there are in each state; states without a case are missing."""
        return dict(self.order_by().values_list("state").annotate(cases=models.Count("pk")))

    def ends_for(self, user) -> list[tuple[datetime, bool]]:
        """When the cases this person testified on ended, and whether a panel found no leak.

        A flag that was taken back before the words were hidden is none; one taken back afterwards is.
        """
        flagged = self.filter(
            Q(veiled_at__isnull=False) | Q(testimonies__withdrawn_at=None), testimonies__person=user.pk
        )
        ends = flagged.ended().order_by("ended_at").values_list("ended_at", "state", "pk").distinct()
        return [(at, state == State.CLEARED) for at, state, _case in ends]

    def overdue(self, now: datetime) -> Self:
        """Cases that time has moved on, and appeals whose time is over; oldest deadline first."""
        return self.filter(Q(ends_at__lte=now) | Q(appeal_until__lte=now)).order_by("ends_at", "pk")

    def hidden(self, now: datetime) -> Self:
        """The cases whose passage is hidden: by a veil whose time is not over, or by a verdict."""
        hidden = Q(state=State.VEILED, ends_at__gt=now) | Q(state=State.UPHELD)
        return self.filter(hidden).unsealed()

    def unsealed(self) -> Self:
        """The cases of which nothing is sealed: nothing ever was, or it was put back."""
        return self.filter(Q(seal=None) | Q(seal__put_back_at__isnull=False))

    def hiding(
        self, targets: Collection[tuple[str, int]], versions: Collection[int], viewer_id: int | None, now: datetime
    ) -> models.QuerySet[Any, Any]:
        """What hides something of these targets, as rows of plain values, in one query.

        targets: (kind, id) pairs. versions: the version numbers asked about, of any of them.
        One row per case and place: a case without a place in these versions has one row with none.
        `holding__pk` is None unless it is sealed: its places then say which versions something was taken out of.
        `author__id` is None unless the viewer was an author when the case was opened.
        """
        return (
            self.filter(_any_of(targets, "target_kind"))
            .filter(Q(state=State.VEILED, ends_at__gt=now) | Q(state__in=[State.FIXED, State.UPHELD]))
            .annotate(
                place=FilteredRelation("places", condition=Q(places__version__in=list(versions))),
                author=FilteredRelation("authors", condition=Q(authors__person=viewer_id)),
                holding=FilteredRelation("seal", condition=Q(seal__put_back_at=None)),
            )
            .order_by()
            .values_list(
                "pk",
                "target_kind",
                "target_id",
                "state",
                "veiled_at",
                "placed_version",
                "place__version",
                "place__block",
                "place__start",
                "place__end",
                "author__id",
                "holding__pk",
                named=True,
            )
        )


class QuotationQuerySet(models.QuerySet):
    """What veils cover in texts about their targets."""

    def in_text(self, kind: str, target_id: int) -> Self:
        """What is covered in one text."""
        return self.filter(kind=kind, target_id=target_id)

    def hidden(self, now: datetime) -> Self:
        """What is hidden now: by a veil in its time, by a verdict, or by a settlement until its seal."""
        hidden = Q(case__state=State.VEILED, case__ends_at__gt=now)
        return self.filter(hidden | Q(case__state__in=[State.FIXED, State.UPHELD]))

    def hiding(
        self, targets: Collection[tuple[str, int]], viewer_id: int | None, now: datetime
    ) -> models.QuerySet[Any, Any]:
        """What hides something of these texts, as rows to be joined to those of `CaseQuerySet.hiding`.

        A seal drops what it has taken out, so whatever is still here hides, as a veil on that text itself would.
        """
        return (
            self.filter(_any_of(targets, "kind"))
            .hidden(now)
            .annotate(placed=F("version"), author=FilteredRelation("person", condition=Q(person__id=viewer_id)))
            .order_by()
            .values_list(
                "case_id",
                "kind",
                "target_id",
                Value(State.VEILED.value),
                "case__veiled_at",
                "placed",
                "version",
                "block",
                "start",
                "end",
                "author__id",
                Value(None, output_field=models.BigIntegerField()),
            )
        )


def _any_of(targets: Collection[tuple[str, int]], kind_field: str) -> Q:
    """Return what is on any of these (kind, id); the kind stands in the field of that name."""
    by_kind: dict[str, list[int]] = {}
    for kind, target_id in targets:
        by_kind.setdefault(kind, []).append(target_id)
    found = Q(pk__in=[])
    for kind, ids in by_kind.items():
        found |= Q(**{kind_field: kind, "target_id__in": ids})
    return found


class TestimonyQuerySet(models.QuerySet):
    """Testimonies; only their own person and the rules ever read them."""

    __test__ = False  # not a test class, whatever pytest reads into its name

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)

    def cases_by_person(self, people: Collection[int], since: datetime) -> Iterable[tuple[int, Any]]:
        """Which cases each of these people flagged since a moment, as (person, case); withdrawn flags too."""
        made = self.filter(person__in=people, created_at__gte=since)
        return made.order_by().values_list("person", "case").distinct()

    def made_by(self, user, since: datetime) -> Self:
        """Those this person made since a moment, withdrawn ones included."""
        return self.filter(person=user.pk, created_at__gte=since)
