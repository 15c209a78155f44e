"""Every read of several suggested changes."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce

HiddenFrom = Callable[[int | None], models.Exists]
"""Returns which suggestions of a query are hidden from the person with an id; hidden from anybody, for None."""

_hidden: list[HiddenFrom] = []


def register_hidden(hidden_from: HiddenFrom) -> None:
    """Say which suggestions are hidden for now; a second registration replaces the first."""
    _hidden[:] = [hidden_from]


class ProposalQuerySet(models.QuerySet[Any]):
    """Suggested changes of guidelines. Everybody who works here sees all of them."""

    def of(self, page_id: int) -> Self:
        """Those of one guideline."""
        return self.filter(guideline=page_id)

    def shown(self, person_id: int) -> Self:
        """Those that a person may read: none of a clause with hidden words, for it may repeat them.

        Nor one for another clause that repeats them, but whose own words those are.
        Nor, while a change note is hidden, those that became versions: the reason of one is the note of the other.
        """
        model: Any = apps.get_model("guidelines", "LeafCover")
        covers = model._default_manager.filter(page_id=models.OuterRef("guideline_id"))
        of_clause = covers.filter(leaf__kind="clause", leaf__clause_id=models.OuterRef("clause_id"))
        notes = covers.filter(leaf__kind="note")
        readable = self.exclude(models.Exists(of_clause)).exclude(models.Exists(notes), state="taken_in")
        return readable.exclude(_is_hidden_from(person_id))

    def hidden(self) -> Self:
        """Those that repeat words which are hidden for now; who wrote them may read them."""
        return self.filter(_is_hidden_from(None))

    def about(self, clause_id: str) -> Self:
        """Those about one clause; ask for one guideline's first."""
        return self.filter(clause_id=clause_id)

    def open(self) -> Self:
        """Those that wait to be taken in."""
        return self.filter(state="open")

    def closed(self) -> Self:
        """Those that were taken in, withdrawn, or lapsed."""
        return self.exclude(state="open")

    def waited_for(self) -> Self:
        """Open ones of guidelines whose newest version waited for colleagues, was written by whom they are, and is
        younger than they are: that text may be theirs.
        """
        pending: Any = apps.get_model("guidelines", "PendingPublication")
        waited = pending._default_manager.filter(
            state="published",
            page_id=models.OuterRef("guideline_id"),
            parent_hash=models.OuterRef("guideline__current__parent_hash"),
            credited_person_id=models.OuterRef("written_by_id"),
        )
        return self.open().filter(models.Exists(waited), guideline__current__date__gte=models.F("opened_at"))

    def liveliest_first(self) -> Self:
        """The one on which something happened last comes first."""
        return self.order_by("-active_at", "-pk")

    def idle_since(self, moment: datetime) -> Self:
        """Open ones on which nothing happened after a moment, the longest idle first."""
        return self.open().filter(active_at__lte=moment).order_by("active_at")

    def with_people(self) -> Self:
        """With guideline, author, who wrote the words and who took it in, in the same query."""
        return self.select_related("guideline__current", "author", "written_by", "taken_in_by")

    def with_counts(self) -> Self:
        """With `supporters`, how many there are, in the same query."""
        return self.annotate(supporters=self._count("supports"))

    def _count(self, name: str) -> Any:
        """Return how many rows of another table belong to each of these, without a join that multiplies them."""
        related: Any = self.model._meta.get_field(name).related_model
        rows = related._default_manager
        counted = rows.filter(proposal=models.OuterRef("pk")).order_by().values("proposal")
        return Coalesce(models.Subquery(counted.annotate(n=models.Count("pk")).values("n")), 0)

    def taken_in_as(self, page_id: int, numbers: Collection[int]) -> dict[int, Any]:
        """Return the suggestions that became these versions of a guideline, by number, with who took them in."""
        found = self.of(page_id).filter(state="taken_in", version_number__in=numbers)
        return {each.version_number: each for each in found.select_related("taken_in_by", "guideline")}

    def forget(self, page_id: int, clause_id: str, *, now: datetime) -> int:
        """Empty whatever was suggested for a clause, for good, with all earlier editions; return how many it were.

        Words that are taken out of a version may stand in any of them. What was still open lapses.
        """
        of_clause = {"guideline": page_id, "clause_id": clause_id}
        self.model.history.filter(**of_clause).update(content="", emptied_at=now)
        return self.filter(**of_clause).empty(now=now)

    def empty(self, *, now: datetime) -> int:
        """Empty what these suggest as they read now, for good; what was still open lapses. Returns how many."""
        self.open().update(state="lapsed", closed_at=now)
        return self.update(content="", emptied_at=now)


def _is_hidden_from(person_id: int | None) -> models.Q:
    """Return the condition on suggestions; none is hidden where no app says so."""
    hidden = models.Q(pk__in=[])
    for hidden_from in _hidden:
        hidden |= models.Q(hidden_from(person_id))
    return hidden
