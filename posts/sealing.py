"""Taking a passage out of every stored version of a post: its row, the rows of its history, tags and index."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from flags.rules.markdown.projection import normalise_source
from flags.rules.markdown.sealing import sealed
from flags.rules.sealing import Finder
from flags.stored import Change, write
from posts import searching
from posts.models import Post
from posts.rules.blocks import fields_of
from posts.rules.taking_out import Fields, without

_ROUNDS = 3
"""Taking one passage out of a line can bring the halves of another together."""


def seal(post_id: int, finder: Finder) -> list[Change]:
    """Take out what the finder finds, in the caller's transaction; return what was changed, column by column.

    A version stays what it is otherwise: who wrote it, when, and its other words.
    """
    post = Post.objects.select_for_update().get(pk=post_id)
    rows = [post, *Post.history.filter(id=post_id)]
    changes = [change for row in rows for change in _changes(row, finder)]
    changes += _slug_change(post, finder)
    write(changes)
    searching.index_posts([post_id])
    return changes


def _changes(row: Any, finder: Finder) -> Iterator[Change]:
    before = Fields(row.title, row.summary, row.body, tuple(row.tags))
    after = _fields_without(before, finder)
    body = normalise_source(row.body)
    found = sealed(body, finder)
    if found != body:
        after = replace(after, body=found)
    for field in ("title", "summary", "body", "tags"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            new = list(new) if field == "tags" else new
            old = list(old) if field == "tags" else old
            yield Change(row._meta.label_lower, row.pk, field, old, new, row.version)


def _fields_without(fields: Fields, finder: Finder) -> Fields:
    """Return the fields with what stands outside the body taken out; a title never comes back empty."""
    left = fields
    for _round in range(_ROUNDS):
        shown = fields_of(_Shown(left))
        cuts = finder.cuts(shown)
        if not cuts:
            break
        left = replace(without(replace(left, body=""), cuts), body=fields.body)
    else:
        left = Fields("", "", fields.body, ())
    return left if left.title or not fields.title else replace(left, title=_("Title taken out"))


class _Shown:
    """Fields as `fields_of` reads them."""

    version = 0

    def __init__(self, fields: Fields) -> None:
        self.title, self.summary, self.body, self.tags = fields.title, fields.summary, "", list(fields.tags)


def _slug_change(post: Post, finder: Finder) -> Iterator[Change]:
    """Yield a new name for an imported post whose old one says it; under either, it is not imported again."""
    if post.import_slug and finder.holds(post.import_slug.replace("-", " ")):
        yield Change("posts.post", post.pk, "import_slug", post.import_slug, sealed_slug(post.import_slug))


def sealed_slug(slug: str) -> str:
    """Return the name under which a sealed post is known to imports."""
    return f"sealed-{hashlib.sha256(slug.encode()).hexdigest()[:40]}"
