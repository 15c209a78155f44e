"""An index of words that is ordinary rows, the same on SQLite and PostgreSQL.

An app that wants its texts found has two tables: entries (`IndexEntry`, a row a text) and their words
(`IndexWord`). Rows go as rows do: what is taken out of a text, or hidden, is out of the index when the transaction
ends, and nothing of it stays behind in the file of a search engine. Why not Wagtail's search:
docs/adr/0010-search.md.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Self

from django.db import models, transaction

from people.rules.searching import Query, Term, index_words, words_in_order

TEXTS_AT_ONCE = 200
"""Texts that are indexed together."""

WORDS_AT_ONCE = 2000
"""Rows written by one statement."""

_AFTER_EVERY_LETTER = b"\xff"
"""Sorts behind every byte of UTF-8."""


class IndexEntryQuerySet(models.QuerySet[Any]):
    """Entries of an index."""

    def matching(self, query: Query) -> Self:
        """The entries that hold all that a query looks for; none for an empty query."""
        found = self if query.terms else self.none()
        for term in query.terms:
            found = found.filter(pk__in=self._words().filter(**_looked_for(term)).values("entry"))
        for phrase in query.phrases:
            found = found.filter(in_order__contains=phrase)
        return found

    def index(self, texts: Iterable[tuple[int, str]]) -> int:
        """Index texts, each under its entry's key, in place of what was indexed there; return how many they are.

        texts: read as needed; TEXTS_AT_ONCE are kept in memory. A text without words has no entry. Call it in the
        transaction that changes the texts.
        """
        remaining, count = iter(texts), 0
        while some := dict(islice(remaining, TEXTS_AT_ONCE)):
            self._replace(some)
            count += len(some)
        return count

    @transaction.atomic
    def _replace(self, texts: Mapping[int, str]) -> None:
        self.filter(pk__in=texts).delete()
        entries = [self.model(pk=key, in_order=words_in_order(text)) for key, text in texts.items()]
        self.add([(entry, texts[entry.pk]) for entry in entries])

    def add(self, entries: Iterable[tuple[Any, str]]) -> None:
        """Save new entries, each with the text it is found by; one without words is left out."""
        worded = [(entry, words) for entry, text in entries if (words := index_words(text))]
        saved = self.bulk_create([entry for entry, _words in worded], batch_size=WORDS_AT_ONCE)
        self._words().bulk_create(
            (
                self.model.words.rel.related_model(entry=entry, word=word.encode())
                for entry, (_same, words) in zip(saved, worded, strict=True)
                for word in sorted(words)
            ),
            batch_size=WORDS_AT_ONCE,
        )

    def _words(self) -> Any:
        return self.model.words.rel.related_model._default_manager


class IndexEntry(models.Model):
    """A text that can be found. in_order: its words as `words_in_order` writes them, for phrases."""

    in_order = models.TextField()

    objects = IndexEntryQuerySet.as_manager()

    class Meta:
        abstract = True


class IndexWord(models.Model):
    """A word an entry is found by, in UTF-8: both databases put bytes in the same order, which prefixes need.

    The model has a foreign key `entry` with `related_name="words"`.
    """

    word = models.BinaryField(max_length=160)

    class Meta:
        abstract = True
        constraints = [
            # Also serves every look-up, by word or by how it begins.
            models.UniqueConstraint(fields=["word", "entry"], name="%(app_label)s_%(class)s_once"),
        ]


def _looked_for(term: Term) -> dict[str, bytes]:
    word = term.word.encode()
    return {"word__gte": word, "word__lt": word + _AFTER_EVERY_LETTER} if term.prefix else {"word": word}
