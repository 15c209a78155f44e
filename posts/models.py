"""Posts with all their versions, their authors and tags, and blogs."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models import User
from people.rules.languages import MAX_LANGUAGE_CODE
from people.word_index import IndexEntry, IndexWord
from posts.querysets import AuthorshipManager, BlogQuerySet, PostQuerySet
from posts.rules.limits import MAX_SLUG, MAX_SUMMARY, MAX_TITLE
from posts.rules.tags import MAX_TAG_LENGTH

TARGET_KIND = "post"
"""What flags calls a post (`flags.registry`)."""


class Kind(models.TextChoices):
    """What kind of post it is."""

    ARTICLE = "article", _("article")
    NOTE = "note", _("note")


class Blog(models.Model):
    """A titled series of posts by one or more people."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    about = models.CharField(_("what it is about"), max_length=300, blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="blogs", verbose_name=_("authors"))
    created_at = models.DateTimeField()

    objects = BlogQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the blog."""
        return reverse("posts:blog", args=[self.slug])


class PostText(models.Model):
    """The text of a post in one version; shared by a post and the rows of its history, so both read alike.

    Text that people are shown never comes from here directly: it goes through `posts.veil`.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ARTICLE)
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    summary = models.CharField(_("summary"), max_length=MAX_SUMMARY, blank=True)
    body = models.TextField(_("text"))
    tags = models.JSONField(_("tags"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Post(PostText):
    """A post as it stands now; every stored version is a row of its `history`.

    language: code of the one it is written in, as its author says; "" if nobody said.
    import_slug: the name an imported post had where it came from; it keeps an import from being done twice.
    edited_at: when the text last changed; None while it is as first published.
    """

    blog = models.ForeignKey(
        Blog, verbose_name=_("blog"), null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    language = models.CharField(_("language"), max_length=MAX_LANGUAGE_CODE, blank=True)
    published_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    import_slug = models.CharField(max_length=MAX_SLUG, null=True, blank=True, unique=True, editable=False)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Authorship", related_name="posts", verbose_name=_("authors")
    )

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords(
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
        excluded_fields=["import_slug"],
    )

    # What django-simple-history reads when it stores a version; `posts.actions` sets them.
    _history_user: User
    _history_date: datetime
    _change_reason: str

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = [
            # Keyset pages of the list, with and without a kind.
            models.Index(fields=["-published_at", "-id"], name="posts_newest"),
            models.Index(fields=["kind", "-published_at", "-id"], name="posts_newest_of_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address of the post."""
        return reverse("posts:post", args=[self.pk])

    @property
    def versions(self) -> models.QuerySet:
        """Every stored version with who saved it, newest first; their text is read through `posts.veil`."""
        return self.history.select_related("history_user").order_by("-version")

    def versions_before(self, number: int | None) -> models.QuerySet:
        """The versions older than that one, or all, without their long text, newest first."""
        older = self.versions if number is None else self.versions.filter(version__lt=number)
        return older.defer("body")

    @property
    def byline(self) -> list[User]:
        """The authors in their order; read `with_byline` to have them without a query each."""
        return [authorship.person for authorship in self.authorships.all()]


class Authorship(models.Model):
    """One person as an author of one post, since when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="authorships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="authorships")
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()

    objects = AuthorshipManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="posts_author_once")]

    def __str__(self):
        return f"{self.person_id} of {self.post_id}"


class PostTag(models.Model):
    """A tag of a post's current version that everybody may see, to find posts by; `posts.searching` writes it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="post_tags")
    tag = models.CharField(max_length=MAX_TAG_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "post"], name="posts_tag_once")]

    def __str__(self):
        return self.tag


class PostEntry(IndexEntry):
    """What a post is found by: what everybody may see of it now; `posts.searching` writes it."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("post in the search index")
        verbose_name_plural = _("posts in the search index")

    def __str__(self):
        return f"{self.post_id}"


class PostWord(IndexWord):
    """A word a post is found by."""

    entry = models.ForeignKey(PostEntry, on_delete=models.CASCADE, related_name="words")

    class Meta(IndexWord.Meta):
        verbose_name = _("word in the search index")
        verbose_name_plural = _("words in the search index")

    def __str__(self):
        return f"{self.entry_id}"
