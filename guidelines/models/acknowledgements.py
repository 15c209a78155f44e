"""Who has read what: for each person alone, to be told what changed since."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidelines.models.versions import HASH_LENGTH, GuidelineVersion
from guidelines.querysets import AcknowledgementQuerySet
from people.models import User


class Acknowledgement(models.Model):
    """The newest version of a guideline, or of one of its clauses, that somebody said they have read.

    clause_id: "" for the guideline as a whole. leaf_hash: what the clause said, "" for a whole. Earlier ones are
    rows of its `history`, which goes with the person. Nobody but the person is shown any of it; others get numbers
    (guidelines.rules.teamcounts).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page_id = models.BigIntegerField()
    clause_id = models.CharField(max_length=36, blank=True)
    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="+")
    leaf_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    at = models.DateTimeField()

    objects = AcknowledgementQuerySet.as_manager()
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        cascade_delete_history=True,
    )

    # What django-simple-history reads when it stores a row; `guidelines.actions` sets them.
    _history_user: User
    _history_date: datetime

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            # Two clicks are one; also serves every read of one person's, by guideline.
            models.UniqueConstraint(
                fields=["person", "page_id", "clause_id"], name="guidelines_read_once_by_a_person"
            ),
        ]
        indexes = [
            # Who is to be told of a material change.
            models.Index(fields=["page_id", "clause_id"], name="guidelines_readers_of_page"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.page_id} {self.clause_id}".rstrip()
