"""Panels drawn by lot, their seats, and the note of an author's advisor."""

import json
import zlib

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from flags.models.cases import AppealSide, Case, CounterReason
from flags.panel_querysets import PanelQuerySet, SeatQuerySet
from flags.rules import lottery
from flags.rules.tally import Verdict, Vote
from flags.rules.teams import voice


class VerdictChoice(models.TextChoices):
    """What a juror can say, in words."""

    LEAK = Verdict.LEAK.value, _("It is a leak")
    NO_LEAK = Verdict.NO_LEAK.value, _("It is not a leak")


class DeclineReason(models.TextChoices):
    """Why somebody does not take a seat; nobody is asked to explain more."""

    LANGUAGE = "language", _("I do not know the language well enough")
    CONFLICT = "conflict", _("I have to do with it, or with the people in it")
    TIME = "time", _("I have no time")


class Panel(models.Model):
    """A jury of one case: number 1 is the first, later ones are those of appeals.

    seed: secret until the panel has ended; its hash is in the log since the case, or the appeal, was opened.
    alias_key, entrants: who was eligible, as (person, team) pairs, and what makes their aliases; empty before
    the draw. seats: how many there are now; rounds: how often people were asked; next_draw_at: when empty seats
    are drawn anew. ends_at: when the panel of a case that was settled ends, because nobody can undo that any more.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="panels")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=AppealSide.choices, blank=True)
    seed = models.BinaryField(max_length=lottery.SEED_BYTES)
    alias_key = models.BinaryField(max_length=32, default=b"")
    entrants_packed = models.BinaryField(default=b"")
    seats = models.PositiveSmallIntegerField(default=0)
    enlarged = models.BooleanField(default=False)
    rounds = models.PositiveSmallIntegerField(default=0)
    convened_at = models.DateTimeField(null=True, blank=True)
    next_draw_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="flags_one_panel_each"),
            models.CheckConstraint(
                condition=models.Q(next_draw_at=None) | models.Q(convened_at__isnull=False, ended_at=None),
                name="flags_panel_draws_while_it_sits",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ended_at=None), name="flags_panel_ends_once"
            ),
        ]
        indexes = [
            # The ticker, every few seconds.
            models.Index(
                fields=["next_draw_at"], condition=models.Q(next_draw_at__isnull=False), name="flags_panel_draws"
            ),
            models.Index(fields=["ends_at"], condition=models.Q(ends_at__isnull=False), name="flags_panel_ends"),
        ]

    def __str__(self):
        return f"{self.case_id} panel {self.number}"

    @property
    def entrants(self) -> list[tuple[int, int | None]]:
        """Who was eligible, as (person, team) pairs; none before the draw."""
        if not self.entrants_packed:
            return []
        return [(person, team) for person, team in json.loads(zlib.decompress(self.entrants_packed))]

    def pack(self, entrants: list[tuple[int, int | None]]) -> None:
        """Keep who was eligible; fifty thousand people take about 150 kB."""
        self.entrants_packed = zlib.compress(json.dumps(entrants, separators=(",", ":")).encode())

    def tickets(self) -> dict[lottery.Ticket, int]:
        """Return everybody's ticket in the draw, with the person's id."""
        mode, key = self.case.frozen.voices, bytes(self.alias_key)
        entrants = ((person, voice(person_id=person, team_id=team, mode=mode)) for person, team in self.entrants)
        return lottery.tickets(key, entrants)


class Seat(models.Model):
    """A colleague who was asked to sit on a panel, and what came of it.

    person: None once the link was deleted. alias, team_alias: theirs in the draw. invited_at: when they are told.
    mailed_at: when a mail with the address went to the mail server, which may have refused it for good; None where
    there is no mail, or not yet.
    opened_at: when they took the seat and saw the passage. lost_at: no verdict came in time.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    alias = models.CharField(max_length=16)
    team_alias = models.CharField(max_length=16)
    invited_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=10, choices=DeclineReason.choices, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=VerdictChoice.choices, blank=True)
    counter_reason = models.CharField(max_length=20, choices=CounterReason.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(fields=["panel", "alias"], name="flags_one_seat_each"),
            models.CheckConstraint(
                condition=models.Q(verdict="") | models.Q(opened_at__isnull=False, decided_at__isnull=False),
                name="flags_verdict_of_somebody_seated",
            ),
        ]
        indexes = [
            # My seats, on home and desk; how many somebody took this week.
            models.Index(fields=["person", "opened_at"], name="flags_seat_person"),
        ]

    def __str__(self):
        return f"{self.panel_id}: {self.alias}"

    def get_absolute_url(self) -> str:
        """Return the address of the seat's page."""
        return reverse("flags:seat", args=[self.pk])

    @property
    def vote(self) -> Vote:
        """The verdict as the tally counts it; ValueError before there is one."""
        return Vote(Verdict(self.verdict), self.team_alias)


class Advice(models.Model):
    """A colleague an author named, who may write a note to the panel and has no vote; one for each case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="advice")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    named_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")

    def __str__(self):
        return f"{self.case_id}"

    def get_absolute_url(self) -> str:
        """Return the address where the advisor writes the note."""
        return reverse("flags:advise", args=[self.case_id])
