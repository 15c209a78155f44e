"""Reads of what waits to be published, and of what it has to pass."""

from typing import Any, Self

from django.db import models
from wagtail.models import Page, WorkflowPage

from guidelines.rules.gates import OPEN, Gate, strictest
from people.models import User


class TaskQuerySet(models.QuerySet[Any]):
    """Tasks of Wagtail's workflows that are gates."""

    def set_for(self, page_id: int) -> Self:
        """The active ones of the workflow that is set for a page, or else for the nearest page above it."""
        nearest = WorkflowPage.objects.filter(workflow__active=True, page__in=_up_from(page_id))
        workflow = nearest.order_by("-page__depth").values("workflow")[:1]
        return self.filter(active=True, workflow_tasks__workflow=models.Subquery(workflow))

    def gate(self) -> Gate:
        """Return what a text has to pass where all of these are set."""
        return strictest([OPEN, *(task.gate for task in self)])


def _up_from(page_id: int) -> models.QuerySet[Page]:
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first() or ""
    step = Page.steplen
    return Page.objects.filter(path__in=[path[:end] for end in range(step, len(path) + 1, step)])


class PendingQuerySet(models.QuerySet[Any]):
    """Texts that somebody wants to publish."""

    def waiting(self) -> Self:
        """Those that are not published, replaced or taken back yet; oldest first."""
        return self.filter(state="waiting").order_by("asked_at", "pk")

    def of(self, page_id: int) -> Self:
        """Those of one guideline."""
        return self.filter(page_id=page_id)

    def in_need_of(self, person: User) -> list[Any]:
        """Return those waiting that somebody neither wrote nor said anything about yet; in one query."""
        said = self.model.endorsed_by(person) | self.model.objected_by(person)
        waiting = self.waiting().annotate(said=said).filter(said=False)
        return [each for each in waiting if person.pk not in each.authors]


class EndorsementQuerySet(models.QuerySet[Any]):
    """Who endorsed which text."""

    def to(self, text_hash: str) -> Self:
        """Endorsements of one text by people who work here, in the order they were given."""
        given = self.filter(text_hash=text_hash, person__is_active=True, person__employment="employee")
        return given.select_related("person", "person__team").order_by("at", "pk")


class RuleChangeQuerySet(models.QuerySet[Any]):
    """What was set for which page, and why."""

    def of(self, page_id: int) -> Self:
        """What was set for one guideline or for the list of all; newest first."""
        return self.filter(page_id=page_id).select_related("person").order_by("-pk")

    def due(self, now: Any) -> Self:
        """What is to hold from now on and does not yet, but for what was replaced before it could."""
        later = self.model._default_manager.filter(
            page_id=models.OuterRef("page_id"), pk__gt=models.OuterRef("pk")
        )
        return self.filter(~models.Exists(later), applied_at=None, in_force_from__lte=now).order_by("pk")
