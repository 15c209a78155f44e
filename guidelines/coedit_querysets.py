"""Reads of what co-editing keeps."""

from typing import Self

from django.db import models

from people.models import User


class UnmergedQuerySet(models.QuerySet):
    """Edits that are not, or not all, in a draft."""

    def of(self, person: User) -> Self:
        """What one person wrote, the newest first."""
        return self.filter(person=person).order_by("-at", "-pk")
