"""Who wants to hear of what happens to a guideline, or to one of its clauses."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from guidelines.watch_querysets import WatchQuerySet
from people.models import User


class Watch(models.Model):
    """Somebody watches a guideline, or one clause of it. Nobody but the person is shown any of it.

    clause_id: "" for the guideline as a whole. Who stops watching leaves no trace.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page_id = models.BigIntegerField()
    clause_id = models.CharField(max_length=36, blank=True)
    since = models.DateTimeField()

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            # Two clicks are one; also serves the list of what one person watches.
            models.UniqueConstraint(
                fields=["person", "page_id", "clause_id"], name="guidelines_watched_once_by_a_person"
            ),
        ]
        indexes = [
            # Whom to tell of a new version.
            models.Index(fields=["page_id", "clause_id"], name="guidelines_watchers_of_page"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.page_id} {self.clause_id}".rstrip()

    @staticmethod
    def of_address(person: User) -> Exists:
        """Whether somebody watches the whole guideline of an address, for a query of addresses."""
        return Exists(Watch.objects.of(person).whole().filter(page_id=OuterRef("guideline_id")))
