"""Every read of several watches. Only the person is shown their own."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models

from people.models import User


class WatchQuerySet(models.QuerySet[Any]):
    """Who watches what."""

    def of(self, person: User) -> Self:
        """What one person watches."""
        return self.filter(person=person)

    def on(self, page_id: int) -> Self:
        """Watches of one guideline and of its clauses."""
        return self.filter(page_id=page_id)

    def whole(self) -> Self:
        """Watches of guidelines as a whole."""
        return self.filter(clause_id="")

    def newest_first(self) -> Self:
        """What was chosen last comes first."""
        return self.order_by("-since", "-pk")

    def to_tell(self, clause_ids: Collection[str]) -> Any:
        """Return who watches the whole or one of these clauses, as (person's id, clause id), active people only.

        Ask for one guideline's first.
        """
        concerned = self.filter(clause_id__in={"", *clause_ids}, person__is_active=True)
        return concerned.values_list("person_id", "clause_id")
