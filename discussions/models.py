"""Topics that are talked about, the comments on them with all their versions, and who watches."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment
from simple_history.models import HistoricalRecords

from discussions.querysets import CommentQuerySet, TopicQuerySet, WatchQuerySet
from discussions.rules.places import MAX_PART, Place
from people.models import User

TARGET_KIND = "comment"
"""What flags calls a comment (`flags.registry`)."""


class Topic(models.Model):
    """Something that people talk about, one row a place; locked while a comment is written or deleted there.

    comments: how many stand there; deleted ones do not count.
    """

    kind = models.CharField(max_length=20)
    target_id = models.PositiveBigIntegerField()
    part = models.CharField(max_length=MAX_PART, blank=True)
    comments = models.PositiveIntegerField(default=0)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            # Also serves every look-up, and the counts of all clauses of a guideline.
            models.UniqueConstraint(fields=["kind", "target_id", "part"], name="discussions_one_topic_a_place"),
        ]

    def __str__(self):
        return f"{self.kind} {self.target_id} {self.part}".rstrip()

    @property
    def place(self) -> Place:
        """What it is about."""
        return Place(self.kind, self.target_id, self.part)


class ThreadComment(XtdComment):
    """A comment as it stands now; every stored version is a row of its `history`.

    Its place among the others (thread_id, parent_id, level, order) is kept by django-comments-xtd. comment: its
    text. user: its author, None for somebody who is gone. is_removed: its author deleted it; a stub stays.
    words_kept: it was deleted, and its history still has its words, because of a flag.
    Text that people are shown never comes from here directly: it goes through `discussions.veil`.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    words_kept = models.BooleanField(default=False, db_default=False)

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        excluded_fields=[
            *(
                "content_type",
                "object_pk",
                "site",
                "user_name",
                "user_email",
                "user_url",
                "ip_address",
                "is_public",
            ),
            *("thread_id", "parent_id", "level", "order", "followup", "nested_count"),
            *("topic", "user", "submit_date", "words_kept"),
        ],
    )

    # What django-simple-history reads when it stores a version; `discussions.actions` sets them.
    _history_user: User | None
    _history_date: datetime
    skip_history_when_saving: bool

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            # The ticker: deleted comments whose words may go now.
            models.Index(fields=["words_kept"], condition=Q(words_kept=True), name="discussions_words_kept"),
        ]

    def __str__(self):
        return f"{self.pk} on {self.topic_id}"

    def get_absolute_url(self, *_args: object) -> str:
        """Return its lasting address, which leads to where it stands."""
        return reverse("discussions:comment", args=[self.pk])

    @property
    def is_answer(self) -> bool:
        """Whether it answers another comment."""
        return self.level > 0


class ThreadWatch(models.Model):
    """Somebody wants to hear of new comments on a topic. Nobody but the person is shown it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="watches")
    since = models.DateTimeField()

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch of a thread")
        verbose_name_plural = _("watches of threads")
        constraints = [
            # Two clicks are one; also serves whom to tell.
            models.UniqueConstraint(fields=["topic", "person"], name="discussions_watched_once_by_a_person"),
        ]

    def __str__(self):
        return f"{self.person_id} {self.topic_id}"

    @staticmethod
    def of_topic(person: User, topic: str) -> Exists:
        """Whether somebody watches a topic, for a query; topic: the name of its column there."""
        return Exists(ThreadWatch.objects.filter(Q(person=person.pk), topic=OuterRef(topic)))
