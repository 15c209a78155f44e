"""Who wrote what: worked out from versions and leaves, kept because working it out takes long."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.versions import HASH_LENGTH
from guidelines.querysets import BlameQuerySet
from guidelines.rules import blame as rules


class PartBlame(models.Model):
    """Who wrote one part of a guideline, since the version that changed it; see guidelines.rules.blame.

    part: "title", "summary" or the id of a clause. number: of the version that changed, brought or took the part.
    leaf_hash: of what it says since then, "" once it is gone. runs, gone: as `runs_to_data` and `passages_to_data`
    write them. No text stands here. `manage.py rebuild_blame` makes all rows anew.
    """

    page_id = models.BigIntegerField()
    part = models.CharField(max_length=36)
    number = models.PositiveIntegerField()
    leaf_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    runs = models.JSONField()
    gone = models.JSONField()

    objects = BlameQuerySet.as_manager()

    class Meta:
        verbose_name = _("who wrote a part")
        verbose_name_plural = _("who wrote which parts")
        constraints = [
            # A version changes a part once; also serves every read, by page and part, the newest number first.
            models.UniqueConstraint(fields=["page_id", "part", "number"], name="guidelines_one_blame_a_change"),
        ]

    def __str__(self):
        return f"{self.page_id} v{self.number} {self.part}"

    @classmethod
    def of_credit(cls, page_id: int, number: int, part: str, credit: rules.Credit) -> Self:
        """Return an unsaved row that says this."""
        return cls(
            page_id=page_id,
            number=number,
            part=part,
            leaf_hash=credit.leaf,
            runs=rules.runs_to_data(credit.runs),
            gone=rules.passages_to_data(credit.gone),
        )

    def credit(self) -> rules.Credit:
        """Return what the row says. Raises BlameError when it is damaged."""
        return rules.Credit(self.leaf_hash, rules.runs_from_data(self.runs), rules.passages_from_data(self.gone))

    @property
    def facts(self) -> tuple[Any, ...]:
        """Everything the row says, to be compared."""
        return self.page_id, self.part, self.number, self.leaf_hash, self.runs, self.gone
