"""What may change about a guideline: where it lives, which version is in force, how much was taken out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from guidelines.models.versions import GuidelineVersion
from guidelines.models.withdrawals import Withdrawal
from guidelines.querysets import AddressQuerySet, RecordQuerySet
from guidelines.rules.acknowledging import Changes, LastRead, changes_for


class GuidelineRecord(models.Model):
    """One row a guideline, locked by whoever records a version of it.

    current: the newest version. material_number: the number of the newest one that changed what people may or must
    do, 0 for none. withdrawn_at: when the page was unpublished or deleted; None while in force.
    taken_out: how many leaves were taken out so far. covered: how often some were hidden, or shown again. facts:
    answers to what parts of its page asked (guidelines.page_slots); no column, only there when it was found by its
    address.
    """

    facts: Mapping[str, Any] = MappingProxyType({})

    page_id = models.BigIntegerField(primary_key=True)
    slug = models.SlugField(max_length=255, unique=True)
    current = models.OneToOneField(GuidelineVersion, null=True, on_delete=models.PROTECT, related_name="+")
    material_number = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    taken_out = models.PositiveIntegerField(default=0)
    covered = models.PositiveIntegerField(default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")

    def __str__(self):
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the address of the guideline in force."""
        return reverse("guidelines:guideline", args=[self.slug])

    @property
    def in_force(self) -> bool:
        """Whether people are to follow it now."""
        return self.current_id is not None and self.withdrawn_at is None

    @cached_property
    def withdrawal(self) -> Withdrawal | None:
        """Who withdrew it, when and why, in one query; None while it is in force, which takes none."""
        if self.current is None or self.withdrawn_at is None:
            return None
        return Withdrawal.objects.of(self.page_id).numbered(self.current.number).with_names().first()

    def changes_since(self, read: LastRead) -> Changes:
        """Return what changed between what somebody read last of it and the newest version."""
        number, leaves = (self.current.number, self.current.leaves) if self.current else (0, [])
        return changes_for(read, number=number, leaves=leaves, material=self.material_number)

    @property
    def gaps(self) -> str:
        """What changes whenever a leaf of it is taken out, hidden or shown again: part of every key and ETag."""
        return f"{self.taken_out}.{self.covered}"

    def cache_key(self, version: GuidelineVersion) -> str:
        """Return a key for what a version's page shows."""
        return f"{version.hash}.{self.gaps}"


class GuidelineAddress(models.Model):
    """A slug that a guideline has or had. Slugs are unique for ever, so that links never change their meaning."""

    slug = models.SlugField(max_length=255, primary_key=True)
    guideline = models.ForeignKey(GuidelineRecord, on_delete=models.PROTECT, related_name="addresses")

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self):
        return self.slug

    @property
    def is_old(self) -> bool:
        """Whether the guideline lives elsewhere now."""
        return self.slug != self.guideline.slug
