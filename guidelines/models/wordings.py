"""What can be searched of guidelines: every wording a clause ever had, and in which versions it stood."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.models.records import GuidelineRecord
from guidelines.models.versions import HASH_LENGTH
from guidelines.wording_querysets import WordingQuerySet
from people.word_index import IndexEntry, IndexWord


class Wording(IndexEntry):
    """What a clause, title or summary said in consecutive versions.

    first, gone: numbers of the version that brought the wording and of the one that no longer had it, None while
    the newest one has it. A wording that comes back is another row. place: among the leaves of version `first`,
    from 0. `guidelines.searching` writes the rows; `manage.py rebuild_search` makes them anew.
    """

    guideline = models.ForeignKey(GuidelineRecord, on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=8)
    clause_id = models.CharField(max_length=36, blank=True)
    leaf_hash = models.CharField(max_length=HASH_LENGTH)
    first = models.PositiveIntegerField()
    gone = models.PositiveIntegerField(null=True)
    place = models.PositiveIntegerField()

    objects: ClassVar = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording in the search index")
        verbose_name_plural = _("wordings in the search index")
        indexes = [
            # Each version ends wordings; a leaf that is taken out ends all of its own.
            models.Index(fields=["leaf_hash"], name="guidelines_wordings_of_leaf"),
        ]

    def __str__(self):
        return f"{self.guideline_id} {self.kind} {self.clause_id} v{self.first}"


class WordingWord(IndexWord):
    """A word a wording is found by."""

    entry = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="words")

    class Meta(IndexWord.Meta):
        verbose_name = _("word in the search index")
        verbose_name_plural = _("words in the search index")

    def __str__(self):
        return f"{self.entry_id}"
