"""Comments as something that can be flagged: what `flags.registry` needs to know about them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discussions import actions, on_clauses, on_proposals, sealing
from discussions import registry as subjects
from discussions.models import TARGET_KIND, ThreadComment, Topic
from discussions.querysets import CommentQuerySet, TopicQuerySet
from flags import clause_target, registry
from flags.models import GuidelinePiece
from flags.rules.markdown.document import parse
from flags.rules.markdown.projection import PROJECTION
from guidelines.models import Proposal
from people.models import User

COMMENTS_AT_ONCE = 500
"""Comments read together when all of a thread are looked through."""


def current_version(comment_id: int) -> int | None:
    """Return the number of the newest version, or None if there is no such comment."""
    return ThreadComment.objects.filter(pk=comment_id).values_list("version", flat=True).first()


def versions(comment_id: int) -> Sequence[int]:
    """Return every version's number, oldest first."""
    return list(ThreadComment.history.filter(id=comment_id).order_by("version").values_list("version", flat=True))


def blocks(comment_id: int, version: int) -> Mapping[str, str]:
    """Return the text of each block in reading order; LookupError for no such version."""
    return parse(_version(comment_id, version).comment).texts()


def written_at(comment_id: int, version: int) -> datetime:
    """Return when that version was stored; LookupError for no such version."""
    return _version(comment_id, version).history_date


def lock(comment_id: int) -> None:
    """Hold the comment's row until the transaction ends; does nothing for a comment that is gone."""
    ThreadComment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()


def authors(comment_id: int) -> Mapping[int, datetime]:
    """Return since when its author is one, by person id; empty once they are gone."""
    written = ThreadComment.objects.filter(pk=comment_id, user__isnull=False)
    return dict(written.values_list("user_id", "submit_date"))


def may_see(person: User, comment_id: int) -> bool:
    """Return whether the person may read what the comment is about, and so the comment."""
    comment = ThreadComment.objects.select_related("topic").filter(pk=comment_id).first()
    return comment is not None and subjects.may_see(person, comment.topic.place)


def language(comment_id: int, version: int) -> str:
    """Return the language of what the comment is on, else the first that its author listed; "" for neither."""
    comment = ThreadComment.objects.with_people().filter(pk=comment_id).first()
    if comment is None:
        return ""
    listed = comment.user.languages if comment.user else []
    return subjects.language(comment.topic.place) or next(iter(listed), "")


def address(comment_id: int) -> str:
    """Return the lasting address of the comment."""
    return reverse("discussions:comment", args=[comment_id])


def edit_address(comment_id: int, case_id: UUID) -> str:
    """Return the address of the comment's editor, which a flag opens again."""
    return f"{reverse('discussions:edit', args=[comment_id])}?case={case_id}"


def titles(comment_ids: Sequence[int], viewer: User) -> Mapping[int, str]:
    """Return what to call each comment on a list: what it is about, as far as the viewer may see that."""
    comments = ThreadComment.objects.select_related("topic").filter(pk__in=comment_ids)
    places = {comment.pk: comment.topic.place for comment in comments}
    named = subjects.titles(set(places.values()), viewer)
    return {
        comment_id: gettext("Comment on: %(title)s") % {"title": named[place]}
        for comment_id, place in places.items()
        if place in named
    }


def texts_under(kind: str, target_id: int, before: datetime) -> Iterator[registry.StoredText]:
    """Yield the comments on something and on its parts that were written before a moment, as they stood then."""
    comments = _under(kind, target_id).standing().filter(submit_date__lt=before).in_order()
    for comment in comments.iterator(chunk_size=COMMENTS_AT_ONCE):
        row = comment if comment.edited_at is None or comment.edited_at < before else _as_of(comment, before)
        yield registry.StoredText(TARGET_KIND, comment.pk, row.version, parse(row.comment).texts())


def _under(kind: str, target_id: int) -> CommentQuerySet:
    """Return the comments under a target: of a clause also those on any suggestion for the guideline, of a
    comment the others there.

    A clause has a number of its own for flags, and its id for threads.
    """
    if kind == TARGET_KIND:
        topics = ThreadComment.objects.filter(pk=target_id).values("topic")
        return ThreadComment.objects.filter(topic__in=topics).exclude(pk=target_id)
    if kind == clause_target.KIND:
        return ThreadComment.objects.filter(topic__in=_topics_of_clause(GuidelinePiece.objects.get(pk=target_id)))
    return ThreadComment.objects.under(kind, target_id)


def _topics_of_clause(piece: GuidelinePiece) -> TopicQuerySet:
    suggestions = Proposal.objects.of(piece.page_id).values("pk")
    of_suggestions = Topic.objects.filter(kind=on_proposals.KIND, target_id__in=suggestions)
    return Topic.objects.at(on_clauses.place_of(piece.page_id, piece.clause_id)) | of_suggestions


def register() -> None:
    """Tell flags about comments."""
    registry.register(COMMENT)
    registry.register_texts_under(texts_under)


def _as_of(comment: ThreadComment, moment: datetime):
    """Return the version of a comment that stood just before a moment, the first one if it is from then."""
    versions = comment.history.order_by("version")
    return versions.filter(history_date__lt=moment).last() or versions.first()


def _version(comment_id: int, version: int):
    row = ThreadComment.history.filter(id=comment_id, version=version).first()
    if row is None:
        raise LookupError(f"Comment {comment_id} has no version {version}.")
    return row


COMMENT = registry.TargetType(
    kind=TARGET_KIND,
    noun=cast("str", _("comment")),
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
    seal=sealing.seal,
)
