"""Reads of several seals."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models

from flags.rules.lifecycle import State


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


def unsealed(now: datetime) -> models.QuerySet[Any]:
    """Return the ended cases that are not sealed and can be; `flags.rules.sealing` says when each is."""
    cases = apps.get_model("flags", "Case")._default_manager
    return cases.filter(seal=None, appeal_side="", state__in=[State.FIXED, State.UPHELD], ended_at__lte=now)
