"""What has to happen before a guideline's next version is in force, where people chose that something has to.

The rules hang on pages as Wagtail's workflow tasks do; what waits, and who said what about it, are rows of our
own, for Wagtail's workflow states point at a revision, and autosave rewrites those. See guidelines.rules.gates.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.models import Task

from guidelines import moved_words
from guidelines.gate_querysets import EndorsementQuerySet, PendingQuerySet, RuleChangeQuerySet, TaskQuerySet
from guidelines.models.versions import HASH_LENGTH, LeafCover, Origin
from guidelines.rules.gates import Gate
from guidelines.rules.reading import Contents, Reading, read_version
from people.models import User

MOST_PEOPLE = 20
MOST_DAYS = 30


def _count(name: Any, default: int, most: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        name, default=default, validators=[MinValueValidator(1), MaxValueValidator(most)]
    )


class PeerEndorsementTask(Task):
    """So many colleagues of so many teams, none of them an author, endorse exactly this text."""

    endorsements = _count(_("colleagues"), 2, MOST_PEOPLE)
    teams = _count(_("teams"), 2, MOST_PEOPLE)

    objects = TaskQuerySet.as_manager()
    admin_form_fields = [*Task.admin_form_fields, "endorsements", "teams"]

    class Meta:
        verbose_name = _("endorsement by colleagues")
        verbose_name_plural = _("endorsements by colleagues")

    @property
    def gate(self) -> Gate:
        """What a text has to pass."""
        return Gate(endorsements=self.endorsements, teams=self.teams)


class LazyConsensusTask(Task):
    """So many days in which nobody objects, or every objection is answered."""

    days = _count(_("days"), 3, MOST_DAYS)

    objects = TaskQuerySet.as_manager()
    admin_form_fields = [*Task.admin_form_fields, "days"]

    class Meta:
        verbose_name = _("silence of colleagues")
        verbose_name_plural = _("silences of colleagues")

    @property
    def gate(self) -> Gate:
        """What a text has to pass."""
        return Gate(days=self.days)


class PendingPublication(models.Model):
    """A text that somebody wants to publish, exactly as it was when they asked.

    text_hash: guidelines.rules.gates.text_hash of it. leaves: kind, clause id and content of each piece, in order;
    emptied when the text waits no more. authors: ids of everybody who wrote it. days: of silence that were asked
    for when it was asked for; they stay when the rule is loosened. not_before: the moment it is planned for.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waiting")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced by another text")
        TAKEN_BACK = "taken back", _("taken back")

    page_id = models.BigIntegerField()
    slug = models.SlugField(max_length=255)
    text_hash = models.CharField(max_length=HASH_LENGTH)
    parent_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    leaves = models.JSONField()
    material = models.BooleanField()
    origin = models.CharField(max_length=10, choices=Origin)
    authors = models.JSONField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    credited_person_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    days = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    closed_at = models.DateTimeField(null=True)

    objects = PendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("text that waits to be published")
        verbose_name_plural = _("texts that wait to be published")
        constraints = [
            # Two clicks are one; also serves every read of what waits, by guideline.
            models.UniqueConstraint(
                fields=["page_id"], condition=Q(state="waiting"), name="guidelines_one_text_waits"
            ),
        ]

    def __str__(self):
        return f"{self.page_id} {self.text_hash[:12]} {self.state}"

    def get_absolute_url(self) -> str:
        """Return where everybody can read it, endorse it or object."""
        return reverse("guidelines:pending", args=[self.slug])

    @property
    def text(self) -> Reading:
        """What it says, hidden pieces as well: for publishing. Raises ContentError when the row is damaged."""
        return self._read(frozenset())

    @property
    def shown(self) -> Reading:
        """What people may read of it: nothing of a piece with words that are hidden for now; two queries."""
        covers = LeafCover.objects.of_page(self.page_id).exclude(leaf__kind="note")
        moved = {("clause" if piece else "summary", piece) for piece in moved_words.pieces_of(self.page_id)}
        return self._read(moved.union(covers.values_list("leaf__kind", "leaf__clause_id")))

    def _read(self, hidden: Collection[tuple[str, str]]) -> Reading:
        refs = [(kind, clause_id, str(place)) for place, (kind, clause_id, _content) in enumerate(self.leaves)]
        contents = {
            str(place): None if (kind, clause_id) in hidden else content
            for place, (kind, clause_id, content) in enumerate(self.leaves)
        }
        return read_version(refs, Contents(contents))

    @cached_property
    def title(self) -> str:
        """What it is called; "" once it waits no more."""
        return next((content for kind, _clause_id, content in self.leaves if kind == "title"), "")

    @staticmethod
    @cache
    def of_address() -> Exists:
        """Whether a text waits for the guideline of an address, for a query of addresses; queries copy it."""
        return Exists(PendingPublication.objects.waiting().filter(page_id=OuterRef("guideline_id")).order_by())

    @staticmethod
    def endorsed_by(person: User) -> Exists:
        """Whether somebody endorsed it, for a query."""
        return Exists(Endorsement.objects.filter(text_hash=OuterRef("text_hash"), person=person))

    @staticmethod
    def objected_by(person: User) -> Exists:
        """Whether somebody's objection to it waits for an answer, for a query."""
        return Exists(Objection.objects.filter(pending=OuterRef("pk"), person=person, answered_at=None))


class Endorsement(models.Model):
    """Somebody wants exactly this text to be in force. team_id: their team at that moment, None for no team."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page_id = models.BigIntegerField()
    text_hash = models.CharField(max_length=HASH_LENGTH)
    team_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = EndorsementQuerySet.as_manager()
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(), history_change_reason_field=models.TextField(null=True)
    )

    # What django-simple-history reads when it stores a row; `guidelines.publishing` sets them.
    _history_user: User
    _history_date: datetime

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            # Two clicks are one; also serves the one read, by text.
            models.UniqueConstraint(fields=["text_hash", "person"], name="guidelines_endorsed_once_by_a_person"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.text_hash[:12]}"


class Objection(models.Model):
    """Somebody says why a text should not be in force; one of its authors may answer."""

    pending = models.ForeignKey(PendingPublication, on_delete=models.CASCADE, related_name="objections")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    history = HistoricalRecords(
        history_id_field=models.BigAutoField(), history_change_reason_field=models.TextField(null=True)
    )

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.person_id} {self.pending_id}"


class RuleChange(models.Model):
    """Somebody chose how a guideline, or all of them, are published; everybody can see who and why.

    page_id: of the guideline or the list. No numbers: none of its own. in_force_from:
    later than `at` where the rule was loosened. applied_at: when it was hung on the page, None for not yet.
    """

    page_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    endorsements = models.PositiveSmallIntegerField(default=0)
    teams = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    in_force_from = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of how a guideline is published")
        verbose_name_plural = _("changes of how guidelines are published")
        indexes = [
            # The ticker, every few seconds.
            models.Index(fields=["in_force_from"], condition=Q(applied_at=None), name="guidelines_rules_to_come"),
            models.Index(fields=["page_id"], name="guidelines_rules_of_page"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.gate}"

    @property
    def gate(self) -> Gate:
        """What a text has to pass."""
        return Gate(endorsements=self.endorsements, teams=self.teams, days=self.days)
