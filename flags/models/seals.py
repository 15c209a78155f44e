"""Seals: what was taken out for good, without a word of it in the clear."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from flags.models.cases import Case
from flags.seal_querysets import SealQuerySet


class Seal(models.Model):
    """A passage was taken out of every stored version of a target.

    salt: makes, with the house's SEALS_KEY, the key of the prints. prints: `flags.rules.prints`, by which the
    passage is found again in a file or a backup. places: where it stood, [version, block, start, end], None for a
    whole block; `manage.py reseal` needs them. originals, originals_salt: what stood there, locked with a key made
    of the salt, and empty once the appeal is over. originals_digest: SHA-256 of the box, as the log names it.
    held: a copy for the holder of HOLD_PUBLIC_KEY, until `held_until`. scrubbed_at: when indexes and file were
    cleaned after it.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="seal")
    sealed_at = models.DateTimeField()
    salt = models.BinaryField(max_length=32)
    prints = models.JSONField(default=list)
    places = models.JSONField(default=list)
    originals = models.BinaryField(blank=True)
    originals_salt = models.BinaryField(max_length=32, blank=True)
    originals_digest = models.CharField(max_length=64, blank=True)
    originals_until = models.DateTimeField(null=True, blank=True)
    held = models.BinaryField(blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    put_back_at = models.DateTimeField(null=True, blank=True)
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["sealed_at", "pk"]
        indexes = [
            # The ticker: what is to be forgotten next, and what is not cleaned up yet.
            models.Index(
                fields=["originals_until"],
                condition=models.Q(originals_until__isnull=False),
                name="flags_seal_originals",
            ),
            models.Index(
                fields=["held_until"], condition=models.Q(held_until__isnull=False), name="flags_seal_held"
            ),
            models.Index(fields=["sealed_at"], condition=models.Q(scrubbed_at=None), name="flags_seal_unscrubbed"),
        ]

    def __str__(self):
        return f"seal of {self.case_id}"
