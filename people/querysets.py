"""Reads of several people's rows at once."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from people.rules.feed_tokens import token_digest


class NoticeQuerySet(models.QuerySet):
    """Notices, as their recipient may see them."""

    def visible_to(self, user, now: datetime) -> Self:
        """The notices of this person whose hour has come, newest first."""
        return self.filter(recipient=user.pk, deliver_at__lte=now).order_by("-deliver_at", "-id")

    def unread(self) -> Self:
        """Those not opened yet."""
        return self.filter(read_at=None)


class VoiceQuerySet(models.QuerySet):
    """People in the directory of voices."""

    def visible_to(self, user) -> Self:
        """The people this person may look up: all of them, for everybody who is signed in."""
        return self if user.is_authenticated else self.none()

    def working_here(self) -> Self:
        """Colleagues now, without former ones."""
        return self.filter(is_active=True, employment="employee")

    def speaking(self, code: str) -> Self:
        """Those who named this language, by its code."""
        return self.filter(languages__icontains=f'"{code}"')

    def by_name(self) -> Self:
        """From A to Z, capitals or not, each with the `name_key` that cursors rely on."""
        return self.annotate(name_key=Lower("display_name")).order_by("name_key", "username")

    def after(self, person) -> Self:
        """Those behind a person of `by_name`."""
        key = person.name_key
        return self.filter(Q(name_key__gt=key) | Q(name_key=key, username__gt=person.username))

    def before(self, person) -> Self:
        """Those before a person of `by_name`, the nearest first."""
        key = person.name_key
        nearer = self.filter(Q(name_key__lt=key) | Q(name_key=key, username__lt=person.username))
        return nearer.order_by("-name_key", "-username")


class FeedTokenQuerySet(models.QuerySet):
    """Tokens of feed readers."""

    def opens(self, token: str) -> bool:
        """Return whether a token is that of somebody whose account is active."""
        return self.filter(digest=token_digest(token), person__is_active=True).exists()
