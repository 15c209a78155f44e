"""Reads of several seals."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models


class SealQuerySet(models.QuerySet):
    """Seals; nobody is shown any of them, only that something was taken out."""

    def on(self, kind: str, target_id: int) -> Self:
        """The seals that hold on one target; one that was put back holds nothing any more."""
        return self.filter(case__target_kind=kind, case__target_id=target_id, put_back_at=None)

    def cleared(self) -> Self:
        """Those whose case a panel has cleared, with the originals still there to be put back."""
        return self.filter(case__state="cleared", put_back_at=None, originals_until__isnull=False)

    def past_appeal(self, now: datetime) -> Self:
        """Those whose originals nobody can ask back any more."""
        return self.filter(originals_until__lte=now, case__appeal_side="").exclude(case__state="cleared")

    def past_holding(self, now: datetime) -> Self:
        """Those whose held copy has been kept for as long as was said."""
        return self.filter(held_until__lte=now)

    def unscrubbed(self) -> Self:
        """Those after which indexes and the database's file were not cleaned yet."""
        return self.filter(scrubbed_at=None)


def to_seal(kinds: Collection[str], now: datetime) -> models.QuerySet[Any]:
    """Return the cases about targets of these kinds whose passage is to be sealed by now; the oldest first."""
    cases = apps.get_model("flags", "Case")._default_manager
    return cases.unsealed().filter(seals_at__lte=now, target_kind__in=kinds).order_by("seals_at", "pk")
