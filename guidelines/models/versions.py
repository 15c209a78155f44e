"""The record: versions and the leaves they are made of. Rows are written once; see people.append_only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.querysets import LeafCoverQuerySet, LeafQuerySet, VersionQuerySet
from guidelines.rules.hashing import LeafRef, leaf_hash, version_hash
from people.append_only import AppendOnly

HASH_LENGTH = 64
"""Characters of a SHA-256 in hexadecimal."""


class Origin(models.TextChoices):
    """How a version came about."""

    EDIT = "edit", _("edit")
    MERGE = "merge", _("merge")
    IMPORT = "import", _("import")
    RESTORE = "restore", _("restored earlier version")
    ENDORSED = "endorsed", _("endorsed by colleagues")
    TAKEN_OUT = "taken_out", _("words taken out")


class Leaf(AppendOnly):
    """The content of one clause, title, summary or change note, with the salt its hash needs.

    `content` is plain text, and the JSON of `guidelines.rules.content` for a clause. A leaf is shared by all
    versions of its page that say the same. Taking it out empties salt and content; the hash stays.
    """

    hash = models.CharField(max_length=HASH_LENGTH, primary_key=True)
    page_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    clause_id = models.CharField(max_length=36, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    content = models.TextField(blank=True)
    taken_out_at = models.DateTimeField(null=True)

    emptied_fields: ClassVar[tuple[str, ...]] = ("salt", "content")
    emptied_at_field: ClassVar[str] = "taken_out_at"
    may_come_back: ClassVar[bool] = True

    objects: ClassVar = LeafQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of content")
        verbose_name_plural = _("pieces of content")
        indexes = [
            # Publishing looks for an older leaf of a changed clause to share.
            models.Index(fields=["page_id", "kind", "clause_id"], name="guidelines_leaves_of_clause"),
        ]

    def __str__(self):
        return f"{self.kind} {self.hash[:12]}"

    @property
    def is_shown(self) -> bool:
        """Whether people may read it: it was not taken out, and is not hidden for now."""
        return self.taken_out_at is None and not hasattr(self, "cover")

    def is_intact(self) -> bool:
        """Whether the hash fits; a leaf that was taken out is intact when nothing is left of it."""
        if self.taken_out_at:
            return not (self.salt or self.content)
        return self.hash == leaf_hash(salt=self.salt, content=self.content)


class LeafCover(models.Model):
    """A leaf that is hidden for now, whole: nobody is shown what it says but who wrote it.

    Whoever hides it (`guidelines.actions.cover_leaves`) also shows it again. since: the day. readers: ids of those
    who may open its page in the CMS all the same.
    """

    leaf = models.OneToOneField(Leaf, primary_key=True, on_delete=models.PROTECT, related_name="cover")
    page_id = models.BigIntegerField(db_index=True)
    since = models.DateField()
    readers = models.JSONField(default=list)

    objects = LeafCoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hidden piece of content")
        verbose_name_plural = _("hidden pieces of content")

    def __str__(self):
        return f"{self.page_id} {self.leaf_id[:12]}"


class GuidelineVersion(AppendOnly):
    """One numbered state of a guideline, for ever.

    page_id, person_id: plain numbers, they outlive the page and the account. co_authors: ids of further people
    whose words it brought, from the draft that this person published. leaves: a list of [kind, clause id, hash of
    the leaf] in order. words_added, words_removed: size of the change against the version before (derived, not
    part of the hash).
    """

    page_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    date = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    co_authors = models.JSONField(default=list)
    origin = models.CharField(max_length=10, choices=Origin)
    material = models.BooleanField()
    parent_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    leaves = models.JSONField()
    hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    words_added = models.PositiveIntegerField()
    words_removed = models.PositiveIntegerField()

    objects: ClassVar = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            # Two publishes at once can never both be the next one; also serves every read by number.
            models.UniqueConstraint(fields=["page_id", "number"], name="guidelines_one_version_a_number"),
            models.CheckConstraint(
                condition=Q(number=1, parent_hash="") | (Q(number__gt=1) & ~Q(parent_hash="")),
                name="guidelines_only_the_first_has_no_parent",
            ),
        ]

    def __str__(self):
        return f"{self.page_id} v{self.number}"

    @property
    def leaf_refs(self) -> list[LeafRef]:
        """The leaves with names for their parts."""
        return [LeafRef(*leaf) for leaf in self.leaves]

    @property
    def people_ids(self) -> list[int]:
        """Everybody who wrote it, who put it in force first."""
        return [*([self.person_id] if self.person_id else []), *self.co_authors]

    def computed_hash(self) -> str:
        """Return the hash this row should have."""
        return version_hash(
            page_id=self.page_id,
            number=self.number,
            date=self.date,
            person_id=self.person_id,
            origin=self.origin,
            material=self.material,
            parent_hash=self.parent_hash,
            leaves=self.leaves,
            co_authors=self.co_authors,
        )
