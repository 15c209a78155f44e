"""Pieces of guidelines that can be flagged: numbers for what guidelines name by page and clause."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GuidelinePiece(models.Model):
    """A clause of a guideline, for ever, or its summary (clause id "").

    page_id: of the guideline, a plain number, as in its versions.
    """

    page_id = models.BigIntegerField()
    clause_id = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name = _("piece of a guideline")
        verbose_name_plural = _("pieces of guidelines")
        constraints = [models.UniqueConstraint(fields=["page_id", "clause_id"], name="flags_one_piece")]

    def __str__(self):
        return f"{self.page_id} {self.clause_id}"


class NoteEdition(models.Model):
    """How often the change note of a version was taken back by its authors, and put back.

    version_id: of the GuidelineVersion, a plain number. edition: 1 as it was written, one more each time; of an
    even one nothing is shown. A note without a row here is as it was written.
    """

    version_id = models.BigIntegerField(primary_key=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("edition of a change note")
        verbose_name_plural = _("editions of change notes")

    def __str__(self):
        return f"{self.version_id}: {self.edition}"
