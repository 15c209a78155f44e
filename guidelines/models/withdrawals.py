"""Why a guideline went out of force. Rows are written once; see people.append_only."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.querysets import WithdrawalQuerySet
from people.append_only import AppendOnly


class Withdrawal(AppendOnly):
    """A version went out of force without another one taking its place.

    page_id, number: the guideline and its version; what puts it back in force is a version of its own, so no
    version is withdrawn twice. person_id: a plain number, it outlives the account; None where nobody is known.
    reason: in plain text, "" where a program did it.
    """

    class How(models.TextChoices):
        """What became of the guideline's page in the CMS."""

        UNPUBLISHED = "unpublished", _("unpublished")
        DELETED = "deleted", _("deleted")
        EXPIRED = "expired", _("expired as planned")

    page_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    how = models.CharField(max_length=12, choices=How)

    objects: ClassVar = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            # Two clicks are one; also serves every read, by guideline.
            models.UniqueConstraint(fields=["page_id", "number"], name="guidelines_a_version_is_withdrawn_once"),
        ]

    def __str__(self):
        return f"{self.page_id} v{self.number} {self.how}"
