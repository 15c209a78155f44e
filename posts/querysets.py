"""Reads of several posts or blogs at once."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Max, Q
from django.db.models.functions import Lower, Substr, Upper


class PostQuerySet(models.QuerySet):
    """Posts; `visible_to` first wherever a person looks."""

    def visible_to(self, user) -> Self:
        """The posts this person may read: all of them, for everybody who is signed in."""
        return self if user.is_authenticated else self.none()

    def newest_first(self) -> Self:
        """In the order of every list, which cursors rely on."""
        return self.order_by("-published_at", "-id")

    def oldest_first(self) -> Self:
        """The other way round, to page back."""
        return self.order_by("published_at", "id")

    def older_than(self, published_at: datetime, pk: int) -> Self:
        """The posts behind a cursor."""
        return self.filter(Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=pk))

    def newer_than(self, published_at: datetime, pk: int) -> Self:
        """The posts before a cursor."""
        return self.filter(Q(published_at__gt=published_at) | Q(published_at=published_at, pk__gt=pk))

    def written_by(self, person) -> Self:
        """The posts this person is an author of."""
        return self.filter(authorships__person=person)

    def written_by_username(self, username: str) -> Self:
        """The posts the person of that username is an author of."""
        return self.filter(authorships__person__username=username)

    def in_blog(self, blog) -> Self:
        """The posts of one blog."""
        return self.filter(blog=blog)

    def tagged(self, tag: str) -> Self:
        """The posts that carry a tag which is hidden from nobody."""
        return self.filter(post_tags__tag=tag)

    def of_kind(self, kind: str) -> Self:
        """Articles only, or notes only."""
        return self.filter(kind=kind)

    def with_byline(self) -> Self:
        """With blog and authors, in the authors' order; two queries however many posts."""
        return self.select_related("blog").prefetch_related("authorships")

    def without_body(self) -> Self:
        """Without the long text, for lists."""
        return self.defer("body")


class AuthorshipManager(models.Manager):
    """Authorships always come with their person: nobody reads one without a name."""

    def get_queryset(self) -> models.QuerySet:
        """Return authorships with their person."""
        return super().get_queryset().select_related("person")


class BlogQuerySet(models.QuerySet):
    """Blogs; `visible_to` first wherever a person looks."""

    def visible_to(self, user) -> Self:
        """The blogs this person may read: all of them, for everybody who is signed in."""
        return self if user.is_authenticated else self.none()

    def by_name(self) -> Self:
        """From A to Z, capitals or not."""
        return self.order_by(Lower("title"), "pk")

    def letters(self) -> list[str]:
        """The letters that names begin with, in order."""
        initials = self.order_by().annotate(letter=Upper(Substr("title", 1, 1))).values_list("letter", flat=True)
        return sorted(initials.distinct())

    def of_letter(self, letter: str) -> Self:
        """Those whose name begins with a letter, given as a capital."""
        return self.annotate(letter=Upper(Substr("title", 1, 1))).filter(letter=letter)

    def written_by(self, person) -> Self:
        """The blogs this person writes."""
        return self.filter(authors=person)

    def with_counts(self) -> Self:
        """With `post_count` and `last_post_at` (None without posts)."""
        return self.annotate(post_count=Count("posts", distinct=True), last_post_at=Max("posts__published_at"))

    def with_authors(self) -> Self:
        """With the people who write it."""
        return self.prefetch_related("authors")
