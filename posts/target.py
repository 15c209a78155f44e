"""Posts as something that can be flagged: what `flags.registry` needs to know about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from flags import registry
from flags.rules.markdown.projection import PROJECTION
from people.models import User
from posts import actions, sealing, searching, veil
from posts.models import TARGET_KIND, Authorship, Post
from posts.rules.blocks import blocks_of


def current_version(post_id: int) -> int | None:
    """Return the number of the newest version, or None if there is no such post."""
    return Post.objects.filter(pk=post_id).values_list("version", flat=True).first()


def versions(post_id: int) -> Sequence[int]:
    """Return every version's number, oldest first."""
    return list(Post.history.filter(id=post_id).order_by("version").values_list("version", flat=True))


def blocks(post_id: int, version: int) -> Mapping[str, str]:
    """Return the text of each block in reading order; LookupError for no such version."""
    return blocks_of(_version(post_id, version))


def written_at(post_id: int, version: int) -> datetime:
    """Return when that version was stored; LookupError for no such version."""
    return _version(post_id, version).history_date


def lock(post_id: int) -> None:
    """Hold the post's row until the transaction ends; does nothing for a post that is gone."""
    Post.objects.select_for_update().filter(pk=post_id).first()


def authors(post_id: int) -> Mapping[int, datetime]:
    """Return since when each person is an author, by person id."""
    return dict(Authorship.objects.filter(post_id=post_id).values_list("person_id", "added_at"))


def last_saved_by(person: User, post_id: int) -> int | None:
    """Return the number of the newest version that the person saved, or None."""
    saved = Post.history.filter(id=post_id, history_user=person.pk).order_by("-version")
    return saved.values_list("version", flat=True).first()


def may_see(person: User, post_id: int) -> bool:
    """Tell whether the person may read the post at all."""
    return Post.objects.visible_to(person).filter(pk=post_id).exists()


def language(post_id: int, version: int) -> str:
    """Return the language that version was said to be in; "" if nobody said."""
    return Post.history.filter(id=post_id, version=version).values_list("language", flat=True).first() or ""


def address(post_id: int) -> str:
    """Return the address of the post's page."""
    return reverse("posts:post", args=[post_id])


def edit_address(post_id: int, case_id: UUID) -> str:
    """Return the address of the post's editor, with the case's passage marked."""
    return f"{reverse('posts:edit', args=[post_id])}?case={case_id}"


def titles(post_ids: Sequence[int], viewer: User) -> Mapping[int, str]:
    """Return what to call each post on a list, as far as the viewer may see it."""
    return veil.titles(Post.objects.visible_to(viewer).without_body().in_bulk(post_ids), viewer)


def register() -> None:
    """Tell flags about posts."""
    registry.register(POST)


def _version(post_id: int, version: int):
    row = Post.history.filter(id=post_id, version=version).first()
    if row is None:
        raise LookupError(f"Post {post_id} has no version {version}.")
    return row


POST = registry.TargetType(
    kind=TARGET_KIND,
    noun=cast("str", _("post")),
    projection=PROJECTION,
    current_version=current_version,
    versions=versions,
    blocks=blocks,
    written_at=written_at,
    lock=lock,
    authors=authors,
    may_see=may_see,
    address=address,
    edit_address=edit_address,
    titles=titles,
    take_out=actions.take_out,
    put_back=actions.put_back,
    language=language,
    last_saved_by=last_saved_by,
    visibility_changed=lambda post_id: searching.index_posts([post_id]),
    seal=sealing.seal,
)
