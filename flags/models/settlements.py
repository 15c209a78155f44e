"""How authors settled cases, and what those who flagged the passage said to it."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from flags.models.cases import Case, CaseState, Testimony
from flags.rules.passages import Span


class Settlement(models.Model):
    """One time that an author settled a case: what it takes to undo that, and where to look at the new text.

    state_before, ends_at_before: where the case stood. version_before: the version that undoing puts back; None
    where the author rewrote the text themselves. version: the version that was current then, without the passage;
    block, start, end: what stands there now in its place. No start: nothing does. No block: the paragraph is gone.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="settlements")
    settled_at = models.DateTimeField()
    state_before = models.CharField(max_length=10, choices=CaseState.choices)
    ends_at_before = models.DateTimeField()
    version_before = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField()
    block = models.CharField(max_length=40, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["settled_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(undone_at=None), name="flags_one_settlement_stands"
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.settled_at}"

    @property
    def span(self) -> Span | None:
        """Where the text that was written instead stands; None where there is none."""
        if self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)

    @property
    def undo_until(self) -> datetime:
        """Until when an author may undo it; then the passage is sealed, and its witnesses are asked."""
        return self.settled_at + self.case.frozen.undo

    @property
    def answer_until(self) -> datetime:
        """Until when a witness may say that it does not settle the case."""
        return self.settled_at + timedelta(seconds=self.case.frozen.answer_seconds)


class Answer(models.Model):
    """What one witness said to a settlement. Nobody but that witness ever sees it."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="answers")
    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="answers")
    settles = models.BooleanField(_("this settles it"))
    answered_at = models.DateTimeField()
    carried_to = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("new case")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "testimony"], name="flags_one_answer_each")]

    def __str__(self):
        return f"{self.settlement_id}: {self.settles}"
