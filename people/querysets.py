"""Reads of several people's rows at once."""

from datetime import datetime
from typing import Self

from django.db import models


class NoticeQuerySet(models.QuerySet):
    """Notices, as their recipient may see them."""

    def visible_to(self, user, now: datetime) -> Self:
        """The notices of this person whose hour has come, newest first."""
        return self.filter(recipient=user.pk, deliver_at__lte=now).order_by("-deliver_at", "-id")

    def unread(self) -> Self:
        """Those not opened yet."""
        return self.filter(read_at=None)
