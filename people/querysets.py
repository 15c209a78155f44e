"""Reads of several people's rows at once."""

from datetime import datetime
from typing import Self

from django.db import models

from people.rules.feed_tokens import token_digest


class NoticeQuerySet(models.QuerySet):
    """Notices, as their recipient may see them."""

    def visible_to(self, user, now: datetime) -> Self:
        """The notices of this person whose hour has come, newest first."""
        return self.filter(recipient=user.pk, deliver_at__lte=now).order_by("-deliver_at", "-id")

    def unread(self) -> Self:
        """Those not opened yet."""
        return self.filter(read_at=None)


class FeedTokenQuerySet(models.QuerySet):
    """Tokens of feed readers."""

    def opens(self, token: str) -> bool:
        """Return whether a token is that of somebody whose account is active."""
        return self.filter(digest=token_digest(token), person__is_active=True).exists()
