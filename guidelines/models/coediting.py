"""What is kept while several people edit one guideline: what each began with, what came in, what was not taken.

All of it is working material of the CMS, like Wagtail's revisions; readers never see it.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.coedit_querysets import UnmergedQuerySet
from guidelines.models.versions import HASH_LENGTH


class EditBase(models.Model):
    """What one window of the editor holds, as far as the server has seen it: the base of the next merge.

    tab: names the window. content: guidelines.rules.drafts, told apart by its hash. since: the draft had what was
    saved until then. people: ids of those whose words the draft has and the window does not show yet.
    is_first: it was filled with this; saved: what SavedText said then; authors: ids of those whose words stood in
    it and in no version.
    """

    page_id = models.BigIntegerField()
    tab = models.UUIDField()
    content_hash = models.CharField(max_length=HASH_LENGTH)
    content = models.TextField()
    since = models.DateTimeField()
    people = models.JSONField(default=list)
    is_first = models.BooleanField(default=False)
    saved = models.TextField(blank=True)
    authors = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("text that somebody began to edit")
        verbose_name_plural = _("texts that somebody began to edit")
        constraints = [
            # An autosave that is sent twice is one; also serves every look-up, by window.
            models.UniqueConstraint(fields=["tab", "content_hash"], name="guidelines_base_once_a_tab"),
        ]
        indexes = [
            # What is old enough to go.
            models.Index(fields=["at"], name="guidelines_bases_by_age"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.tab}"

    @property
    def token(self) -> str:
        """What the form says to name it."""
        return f"{self.tab}:{self.content_hash}"


class SavedText(models.Model):
    """What people saved by a button after version `after`: the next one brings it, whoever presses Publish.

    What was saved in the background is not in it: somebody may be in the middle of a sentence. content:
    guidelines.rules.drafts. authors: ids of those whose words it has. Once there is a newer version, that is what
    everybody goes on from.
    """

    page_id = models.BigIntegerField(primary_key=True)
    after = models.PositiveIntegerField()
    content = models.TextField()
    authors = models.JSONField()

    class Meta:
        verbose_name = _("text saved by a button")
        verbose_name_plural = _("texts saved by a button")

    def __str__(self):
        return f"{self.page_id} after v{self.after}"


class MergedEdit(models.Model):
    """Somebody saved, and words of others came in: shown to them, marked.

    before: what they sent, after: what was saved; guidelines.rules.drafts. people: ids of the others, none for
    another window of one's own. tab: the window that saved in the background, which says only the latest; None for
    what was saved by a button.
    """

    page_id = models.BigIntegerField()
    tab = models.UUIDField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    before = models.TextField()
    after = models.TextField()
    people = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("merged edit")
        verbose_name_plural = _("merged edits")
        indexes = [
            # What is old enough to go.
            models.Index(fields=["at"], name="guidelines_merged_by_age"),
            # What an open window said before.
            models.Index(fields=["tab"], name="guidelines_merged_by_tab"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Return where its person sees what came in."""
        return reverse("guidelines_merged", args=[self.pk])


class UnmergedEdit(models.Model):
    """What somebody wrote and is not, or not all, in the draft: it contradicted what somebody else wrote.

    base, content: what they began with and what they made of it; guidelines.rules.drafts. digest: of both.
    people: ids of those who wrote the other text. settled_at: when somebody chose between the two; None while that
    is still to do.
    """

    page_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    base = models.TextField()
    content = models.TextField()
    digest = models.CharField(max_length=HASH_LENGTH)
    change_note = models.TextField(blank=True)
    material = models.BooleanField(default=False)
    people = models.JSONField(default=list)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = UnmergedQuerySet.as_manager()

    class Meta:
        verbose_name = _("unmerged edit")
        verbose_name_plural = _("unmerged edits")
        constraints = [
            # Pressing the button twice keeps one; also serves the list of a person.
            models.UniqueConstraint(fields=["person", "page_id", "digest"], name="guidelines_unmerged_once"),
        ]

    def __str__(self):
        return f"{self.page_id} {self.person_id}"

    def get_absolute_url(self) -> str:
        """Return where its person chooses, or takes it up again."""
        return reverse("guidelines_unmerged_one", args=[self.pk])
