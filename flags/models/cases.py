"""Cases, testimonies, and what a veil covers."""

import uuid
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from flags.querysets import CaseQuerySet, QuotationQuerySet, TestimonyQuerySet
from flags.rules import lifecycle
from flags.rules.house import Numbers, thaw
from flags.rules.lifecycle import OPEN, SITTING, Life, Side, State
from flags.rules.passages import Span
from people.models import Team


class Category(models.TextChoices):
    """What kind of proprietary information a passage gives away."""

    CREDENTIALS = "credentials", _("Password, key or other access")
    PERSONAL_DATA = "personal_data", _("Somebody's personal data")
    CUSTOMER = "customer", _("Customer or partner")
    FIGURES = "figures", _("Figures that are not published")
    UNRELEASED = "unreleased", _("Product that is not released")
    LEGAL = "legal", _("Legal matter")
    STRATEGY = "strategy", _("Strategy or deal")
    SOURCE = "source", _("Source code or technical detail")


class CaseState(models.TextChoices):
    """The states of `flags.rules.lifecycle`, in words."""

    NOTED = State.NOTED.value, _("noted")
    PANEL = State.PANEL.value, _("before a panel")
    VEILED = State.VEILED.value, _("hidden for now")
    FIXED = State.FIXED.value, _("settled by an author")
    UPHELD = State.UPHELD.value, _("a leak, says a panel")
    CLEARED = State.CLEARED.value, _("not a leak, says a panel")
    CLOSED = State.CLOSED.value, _("withdrawn")
    LAPSED = State.LAPSED.value, _("ended without a decision")


class CounterReason(models.TextChoices):
    """Why a passage is not a leak: what authors and jurors can say."""

    PUBLIC = "public", _("It is public already")
    CONSENT = "consent", _("Those it concerns agreed to it")
    PROTECTED = "protected", _("It is protected speech: pay, hours, conditions, organising, reporting wrong")
    REQUIRED = "required", _("A clause or the law asks for it")
    NOT_PROPRIETARY = "not_proprietary", _("It gives nothing away that has to stay inside")
    WRONG_PASSAGE = "wrong_passage", _("These are not the words that were meant")


class AppealSide(models.TextChoices):
    """Who may appeal, in words."""

    AUTHORS = Side.AUTHORS.value, _("the authors")
    WITNESSES = Side.WITNESSES.value, _("those who flagged it")


class Case(models.Model):
    """One passage that somebody flagged: where it stands, never what it says.

    target_version, block, start, end: the first mark, in code points of the block's text.
    numbers: the rules' numbers as they were when the case opened (`Numbers`).
    key, fingerprint: HMAC of the folded passage under a key of this case alone.
    ends_at: when time alone moves the case on (`Life.ends_at`); None once it has ended.
    seals_at: when its passage is to be sealed (`flags.rules.sealing.due_at`); None if it is not to be, or is.
    placed_version: the version of the target for which `places` says what the veil covers.
    contested_at, counter_reason, counter_note: when and why an author disagreed.
    panel_until: when the first panel's time is over. appeal_side, appeal_until: whose appeal a panel sits on, and
    until when; authors_appealed, witnesses_appealed: each side may once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target_kind = models.CharField(max_length=20)
    target_id = models.PositiveBigIntegerField()
    target_version = models.PositiveIntegerField()
    block = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    projection = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=20, choices=Category.choices)
    recognised = models.BooleanField(default=False)
    clause_page_id = models.PositiveBigIntegerField(null=True, blank=True)
    clause_id = models.CharField(max_length=64, blank=True)
    clause_version = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.NOTED)
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField()
    contested_at = models.DateTimeField(null=True, blank=True)
    counter_reason = models.CharField(max_length=20, choices=CounterReason.choices, blank=True)
    counter_note = models.CharField(max_length=500, blank=True)
    panel_until = models.DateTimeField(null=True, blank=True)
    appeal_side = models.CharField(max_length=10, choices=AppealSide.choices, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    authors_appealed = models.BooleanField(default=False)
    witnesses_appealed = models.BooleanField(default=False)
    veiled_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    seals_at = models.DateTimeField(null=True, blank=True)
    placed_version = models.PositiveIntegerField(null=True, blank=True)
    numbers = models.JSONField()
    key = models.BinaryField(max_length=32)
    fingerprint = models.BinaryField(max_length=32)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="flags_case_has_length"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(OPEN), ends_at__isnull=False, ended_at=None)
                | (~models.Q(state__in=sorted(OPEN)) & models.Q(ends_at=None, ended_at__isnull=False)),
                name="flags_case_open_has_deadline",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.VEILED.value)
                | models.Q(veiled_at__isnull=False, placed_version__isnull=False),
                name="flags_case_veil_has_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=sorted(SITTING)) | models.Q(panel_until__isnull=False),
                name="flags_case_panel_has_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(appeal_side="", appeal_until=None)
                | (~models.Q(appeal_side="") & models.Q(appeal_until__isnull=False, ended_at__isnull=False)),
                name="flags_case_appeal_has_deadline",
            ),
        ]
        indexes = [
            # The door, on every page that shows a target; joining, on every mark.
            models.Index(fields=["target_kind", "target_id", "state"], name="flags_case_target"),
            # The ticker, every few seconds: what is over, what is to be sealed, what is to be forgotten.
            models.Index(
                fields=["ends_at"], condition=models.Q(ends_at__isnull=False), name="flags_case_deadlines"
            ),
            models.Index(
                fields=["appeal_until"], condition=models.Q(appeal_until__isnull=False), name="flags_case_appeals"
            ),
            models.Index(fields=["seals_at"], condition=models.Q(seals_at__isnull=False), name="flags_case_seals"),
            models.Index(fields=["ended_at"], condition=models.Q(ended_at__isnull=False), name="flags_case_ended"),
        ]

    def __str__(self):
        return f"{self.target_kind} {self.target_id}: {self.state}"

    def get_absolute_url(self) -> str:
        """Return the address of the case's page."""
        return reverse("flags:case", args=[self.pk])

    @property
    def span(self) -> Span:
        """Where the first mark stands in its block."""
        return Span(self.start, self.end)

    @property
    def frozen(self) -> Numbers:
        """The rules' numbers this case is judged by."""
        return thaw(self.numbers)

    @property
    def life(self) -> Life:
        """What the rules know of the case; `flags.actions.living.store` writes it back."""
        sides = {Side.AUTHORS: self.authors_appealed, Side.WITNESSES: self.witnesses_appealed}
        return Life(
            state=State(self.state),
            told_at=self.told_at,
            numbers=self.frozen,
            ends_at=self.ends_at,
            veiled_at=self.veiled_at,
            contested_at=self.contested_at,
            protected=self.counter_reason == CounterReason.PROTECTED,
            panel_until=self.panel_until,
            ended_at=self.ended_at,
            appeal=Side(self.appeal_side) if self.appeal_side else None,
            appeal_until=self.appeal_until,
            appealed=frozenset(side for side, has in sides.items() if has),
        )

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to it."""
        return State(self.state) in OPEN

    @property
    def hidden_since(self) -> datetime:
        """When it was first hidden, or flagged if it never was: what others wrote before may quote it."""
        return self.veiled_at or self.opened_at

    @property
    def undo_minutes(self) -> int:
        """For how many minutes an author may undo a settlement."""
        return self.frozen.undo_seconds // 60

    @property
    def answer_until(self) -> datetime:
        """The end of the author's grace."""
        return lifecycle.answer_until(self.told_at, self.frozen)


def freeze(numbers: Numbers) -> dict[str, object]:
    """Return the numbers as a case stores them."""
    return asdict(numbers)


class CaseAuthor(models.Model):
    """An author of the target when the case was opened; whoever joins later sees no veiled text."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="flags_one_author_row")]

    def __str__(self):
        return f"{self.case_id}: {self.person_id}"


class FormerAuthor(models.Model):
    """An author of then who has left the text since: sees and says nothing more, and never sits on its panels."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="former_authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="flags_one_former_author_row")]

    def __str__(self):
        return f"{self.case_id}: {self.person_id}"


class Testimony(models.Model):
    """One peer's flag on a passage, with that peer's team at the time.

    team: kept as a number only, so that a team that is renamed, emptied or deleted changes no case.
    person: None once the account was erased; the flag goes on to count.
    counts: whether it counts towards hiding words, settled when it was made (`flags.actions.counting`).
    """

    __test__ = False  # not a test class, whatever pytest reads into its name

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="testimonies")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    counts = models.BooleanField(default=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    category = models.CharField(max_length=20, choices=Category.choices)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=models.Q(withdrawn_at=None), name="flags_one_testimony_each"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="flags_testimony_has_length"
            ),
        ]
        indexes = [
            # The limit a day, on every mark.
            models.Index(fields=["person", "created_at"], name="flags_testimony_person"),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.start}-{self.end}"

    @property
    def span(self) -> Span:
        """Where the mark stands in the case's block."""
        return Span(self.start, self.end)


class Cover(models.Model):
    """A stretch of a block of one version; the whole block where start and end are None.

    The whole version where the block is empty too.
    """

    version = models.PositiveIntegerField()
    block = models.CharField(max_length=40, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def span(self) -> Span | None:
        """The stretch, or None for all of it."""
        if self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)


class Place(Cover):
    """What a case covers in one version of its target.

    The whole version: older versions of a settled case, until passages can be sealed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="places")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "version"], name="flags_place_version")]

    def __str__(self):
        return f"{self.case_id} v{self.version} {self.block}"


class Quotation(Cover):
    """What a case covers in a text about its target that had repeated the passage before the veil: in a comment.

    kind, target_id: of that text, a target too. version: of that text, the one up to which the cover was carried.
    person: who wrote it, and therefore sees it marked; None where that is nobody, or several people.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="quotations")
    kind = models.CharField(max_length=20)
    target_id = models.PositiveBigIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = QuotationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            # The door, on every page that shows a text.
            models.Index(fields=["kind", "target_id"], name="flags_quotation_text"),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.kind} {self.target_id} v{self.version} {self.block}"


class FlaggedTarget(models.Model):
    """One row per target that was ever flagged, to lock while its cases change."""

    kind = models.CharField(max_length=20)
    target_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target_id"], name="flags_one_row_per_target")]

    def __str__(self):
        return f"{self.kind} {self.target_id}"
