"""Suggested changes: what somebody would change of one clause, why, and what colleagues say about it."""

from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from guidelines.models.records import GuidelineRecord
from guidelines.models.versions import HASH_LENGTH
from guidelines.page_forms import MAX_NOTE_LENGTH
from guidelines.proposal_querysets import ProposalQuerySet
from guidelines.rules.content import clause_from_json, clause_to_json
from guidelines.rules.proposing import Suggestion
from people.models import User


class Proposal(models.Model):
    """A suggested change of one clause of a guideline, a new clause, or that one should go.

    base_number, base_leaf: the version it was written for, and what the clause said there, "" for a new clause.
    content: JSON of the clause as suggested, "" to remove it. after_clause_id: the clause it stands behind.
    author: who looks after it; written_by: whose words they are, who is credited when it is taken in. edition:
    goes up whenever words or reason change, so that nobody acts on what they have not seen. Earlier editions are
    rows of its `history`. emptied_at: when its words were taken out together with those of the clause.
    """

    class State(models.TextChoices):
        """Where a suggestion stands."""

        OPEN = "open", _("open")
        TAKEN_IN = "taken_in", _("taken in")
        DECLINED = "declined", _("withdrawn by its author")
        LAPSED = "lapsed", _("lapsed")

    guideline = models.ForeignKey(GuidelineRecord, on_delete=models.PROTECT, related_name="proposals")
    clause_id = models.CharField(max_length=36)
    after_clause_id = models.CharField(max_length=36, blank=True)
    base_number = models.PositiveIntegerField()
    base_leaf = models.CharField(max_length=HASH_LENGTH, blank=True)
    content = models.TextField(blank=True)
    reason = models.TextField(max_length=MAX_NOTE_LENGTH)
    material = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    active_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version_number = models.PositiveIntegerField(null=True)
    emptied_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords(history_id_field=models.BigAutoField(), excluded_fields=["active_at"])

    # What django-simple-history reads when it stores a row; `guidelines.proposing` sets them.
    _history_user: User | None
    _history_date: datetime

    class Meta:
        verbose_name = _("suggested change")
        verbose_name_plural = _("suggested changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken_in", version_number__isnull=False, closed_at__isnull=False)
                | Q(state="open", version_number=None, closed_at=None)
                | Q(state__in=["declined", "lapsed"], version_number=None, closed_at__isnull=False),
                name="guidelines_proposal_is_closed_once",
            ),
        ]
        indexes = [
            # The list of a guideline, and how many wait there, for each clause too.
            models.Index(fields=["guideline", "state", "-active_at"], name="guidelines_proposals_of"),
            # What lapses next.
            models.Index(fields=["active_at"], condition=Q(state="open"), name="guidelines_proposals_lapse"),
            # Who took in which version.
            models.Index(
                fields=["guideline", "version_number"],
                condition=Q(state="taken_in"),
                name="guidelines_proposals_versions",
            ),
        ]

    def __str__(self):
        return f"{self.guideline_id} {self.clause_id} {self.state}"

    def get_absolute_url(self) -> str:
        """Return the address of its page; its guideline has to be at hand."""
        return reverse("guidelines:proposal", args=[self.guideline.slug, self.pk])

    @property
    def is_fresh(self) -> bool:
        """Whether it was suggested within the last minute."""
        return timezone.now() - self.opened_at < timedelta(minutes=1)

    @staticmethod
    @cache
    def open_of_address() -> Coalesce:
        """How many are open of the guideline of an address, for a query of addresses; queries copy it."""
        rows = Proposal.objects.open().filter(guideline=OuterRef("guideline_id")).order_by().values("guideline")
        return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, and taken in."""
        return self.state == self.State.OPEN

    @property
    def kind(self) -> str:
        """What it does to its clause: "add", "remove" or "change"."""
        if not self.base_leaf:
            return "add"
        return "change" if self.content else "remove"

    @property
    def suggestion(self) -> Suggestion:
        """What it says. Raises ContentError if that is damaged."""
        clause = clause_from_json(self.content) if self.content else None
        return Suggestion(self.clause_id, clause, self.after_clause_id)

    def say(self, suggestion: Suggestion) -> None:
        """Take over what is suggested; nothing is saved."""
        self.clause_id, self.after_clause_id = suggestion.clause_id, suggestion.after
        self.content = clause_to_json(suggestion.clause) if suggestion.clause else ""


class ProposalSupport(models.Model):
    """Somebody is for a suggestion, as it read in this edition. Never its author."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("support of a suggested change")
        verbose_name_plural = _("support of suggested changes")
        constraints = [
            # Two clicks are one.
            models.UniqueConstraint(fields=["proposal", "person"], name="guidelines_support_once_a_person"),
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.person_id}"
