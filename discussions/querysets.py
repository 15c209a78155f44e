"""Every read of several topics, comments or watches."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q

from discussions.rules.places import Place


class TopicQuerySet(models.QuerySet[Any]):
    """Topics. Who may see what they are about may see them (`discussions.registry`)."""

    def at(self, place: Place) -> Self:
        """The topic of a place, if anybody said anything there or watches it."""
        return self.filter(kind=place.kind, target_id=place.id, part=place.part)

    def of(self, kind: str, target_id: Any) -> Self:
        """Topics of one thing, those of its parts included."""
        return self.filter(kind=kind, target_id=target_id)

    def talked_about(self) -> Self:
        """Those with a comment that stands."""
        return self.filter(comments__gt=0)


class CommentQuerySet(models.QuerySet[Any]):
    """Comments; deleted ones are among them, for their stubs stay."""

    def at(self, place: Place) -> Self:
        """Comments of one place."""
        return self.filter(topic__kind=place.kind, topic__target_id=place.id, topic__part=place.part)

    def on(self, topic: Any) -> Self:
        """Comments of one topic."""
        return self.filter(topic=topic)

    def under(self, kind: str, target_id: int) -> Self:
        """Comments on one thing and on its parts."""
        return self.filter(topic__kind=kind, topic__target_id=target_id)

    def standing(self) -> Self:
        """Those that nobody deleted."""
        return self.filter(is_removed=False)

    def kept(self) -> Self:
        """Those that were deleted and whose words are still stored, because of a flag; oldest first."""
        return self.filter(words_kept=True).order_by("pk")

    def written_by(self, person: Any) -> Self:
        """Those of one person."""
        return self.filter(user=person.pk)

    def in_order(self) -> Self:
        """As they are read: threads by age, each comment followed by its answers. Pages rely on it."""
        return self.order_by("thread_id", "order")

    def backwards(self) -> Self:
        """The other way round."""
        return self.order_by("-thread_id", "-order")

    def newest_first(self) -> Self:
        """What was written last comes first."""
        return self.order_by("-submit_date", "-pk")

    def behind(self, thread_id: int, order: int) -> Self:
        """Those that follow a comment, by where it stands."""
        return self.filter(Q(thread_id__gt=thread_id) | Q(thread_id=thread_id, order__gt=order))

    def from_on(self, thread_id: int, order: int) -> Self:
        """The comment that stands there, and those that follow it."""
        return self.filter(Q(thread_id__gt=thread_id) | Q(thread_id=thread_id, order__gte=order))

    def before(self, thread_id: int, order: int) -> Self:
        """Those that come before a comment, by where it stands."""
        return self.filter(Q(thread_id__lt=thread_id) | Q(thread_id=thread_id, order__lt=order))

    def with_people(self) -> Self:
        """With who wrote them and the topic, in the same query."""
        return self.select_related("user", "topic")


class WatchQuerySet(models.QuerySet[Any]):
    """Who watches what. Only the person is shown their own."""

    def people(self, excluded: Collection[int]) -> set[int]:
        """Return the ids of active people among these, without some."""
        found = self.filter(person__is_active=True).values_list("person_id", flat=True)
        return set(found) - set(excluded)
