"""Every write about comments: one verb each, keyword-only, in one transaction.

Locks are taken in this order: topic, comment, flags. A comment is saved by the fields that changed only: its place
among the others belongs to whoever writes an answer, who holds the topic.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F

from discussions import erasing, registry, telling
from discussions.models import TARGET_KIND, ThreadComment, ThreadWatch, Topic
from discussions.rules.editing import MAX_LEVEL, SAME_WITHIN, may_still_edit
from discussions.rules.places import Place
from flags.actions import record_edit
from flags.models import Case
from flags.registry import Cuts, StaleVersionError
from flags.rules.markdown.projection import normalise_source
from flags.rules.markdown.taking_out import without
from people.models import User

TAKEN_OUT = "taken out"
PUT_BACK = "put back"
DELETED = "deleted"


class DiscussionError(Exception):
    """This cannot be done with a comment; nothing was changed."""


class UnknownPlaceError(DiscussionError):
    """There is nothing to talk about, or the person may not see it."""


class NotYoursError(DiscussionError):
    """Only who wrote a comment may change or delete it: no colleague, no superuser."""


class DeletedError(DiscussionError):
    """The comment was deleted."""


class TooLateError(DiscussionError):
    """The time in which a comment may be reworded is over."""


class StaleCommentError(DiscussionError):
    """The comment has a newer version than the one this edit began with."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What an edit came to: the comment, and how many flags it settled."""

    comment: ThreadComment
    settled: int = 0


@transaction.atomic
def write(*, place: Place, person: User, text: str, answers: int | None = None, now: datetime) -> ThreadComment:
    """Say something at a place; two clicks on one button are one comment.

    text: Markdown; its length is the form's business. answers: id of the comment it answers; an answer below
    MAX_LEVEL stands beside the one it answers. Raises UnknownPlaceError, DeletedError.
    """
    if not registry.may_see(person, place):
        raise UnknownPlaceError(place)
    topic = _locked_topic(place)
    source = normalise_source(text)
    answered = _answered(topic, answers)
    parent_id = _parent_of(answered) if answered else 0
    known = _said_already(topic, person, source, parent_id, now)
    if known:
        return known
    comment = ThreadComment(
        topic=topic,
        content_type=ContentType.objects.get_for_model(Topic),
        object_pk=str(topic.pk),
        site_id=settings.SITE_ID,
        user=person,
        comment=source,
        submit_date=now,
        parent_id=parent_id,
    )
    _store_new(comment, person, now)
    Topic.objects.filter(pk=topic.pk).update(comments=F("comments") + 1)
    registry.get(place.kind).commented(place, now)
    telling.tell_of_comment(comment, answered, now=now)
    return comment


@transaction.atomic
def edit(
    *,
    comment_id: int,
    person: User,
    base_version: int,
    text: str,
    settles: Collection[UUID] = (),
    now: datetime,
) -> Saved:
    """Reword a comment of one's own; an edit that changes nothing stores no version.

    base_version: the version the person saw when they began. settles: cases they say this edit settles. Raises
    NotYoursError, DeletedError, StaleCommentError, and TooLateError unless the time is not over or there is a flag
    on it that its author was told of.
    """
    comment = _locked_own(comment_id, person)
    if comment.version != base_version:
        raise StaleCommentError(comment.version)
    if not may_edit(comment, person, now=now):
        raise TooLateError(comment_id)
    before, source = comment.comment, normalise_source(text)
    if source == before and not settles:
        return Saved(comment)
    if source != before:
        _store_version(comment, source, person=person, now=now)
    edited = _report(comment, person, settles, now)
    telling.tell_mentioned(comment, before=before, now=now)
    return Saved(comment, len(edited.settled))


@transaction.atomic
def delete(*, comment_id: int, person: User, now: datetime) -> ThreadComment:
    """Delete a comment of one's own: a stub stays, so that answers keep their place; flags on it are settled.

    Its words go out of its history too, at once or when no flag needs them any more (`discussions.erasing`).
    Deleting it again is no error. Raises NotYoursError.
    """
    topic_id = ThreadComment.objects.filter(pk=comment_id).values_list("topic", flat=True).get()
    Topic.objects.select_for_update().get(pk=topic_id)
    comment = _locked(comment_id)
    _only_author(comment, person)
    if comment.is_removed:
        return comment
    comment.is_removed = True
    settles = list(cases_on(comment, person, now=now).values_list("pk", flat=True))
    _store_version(comment, "", person=person, now=now, reason=DELETED)
    Topic.objects.filter(pk=topic_id).update(comments=F("comments") - 1)
    _report(comment, person, settles, now)
    erasing.erase(comment, now)
    return comment


@transaction.atomic
def take_out(*, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
    """Store a new version of a comment without some passages; see `flags.registry.TakeOut`."""
    comment = _locked(target_id)
    _only_author(comment, person)
    if comment.version != version:
        raise StaleVersionError
    _store_version(comment, without(comment.comment, cuts), person=person, now=now, reason=TAKEN_OUT)
    return comment.version


@transaction.atomic
def put_back(*, target_id: int, version: int, person: User, now: datetime) -> int:
    """Store a new version of a comment that reads as an earlier one did; see `flags.registry.PutBack`.

    A deleted comment stays deleted.
    """
    comment = _locked(target_id)
    _only_author(comment, person)
    earlier = comment.history.get(version=version)
    _store_version(comment, earlier.comment, person=person, now=now, reason=PUT_BACK)
    return comment.version


@transaction.atomic
def watch(*, place: Place, person: User, now: datetime) -> None:
    """Let somebody hear of new comments at a place; twice is once. Raises UnknownPlaceError."""
    if not registry.may_see(person, place):
        raise UnknownPlaceError(place)
    topic, _new = Topic.objects.get_or_create(kind=place.kind, target_id=place.id, part=place.part)
    ThreadWatch.objects.get_or_create(topic=topic, person=person, defaults={"since": now})


def unwatch(*, place: Place, person: User) -> None:
    """Let somebody hear of it no more; not having watched is no error."""
    ThreadWatch.objects.filter(topic__in=Topic.objects.at(place), person=person).delete()


def cases_on(comment: ThreadComment, author: User, *, now: datetime):
    """Return the open cases on a comment that its author was told of, oldest first; a query not yet made."""
    return Case.objects.on_texts_of(author, now).on(TARGET_KIND, comment.pk).open().order_by("opened_at")


def may_edit(comment: ThreadComment, person: User, *, now: datetime) -> bool:
    """Return whether somebody may reword a comment: their own, in time, or because of a flag on it."""
    if comment.user_id != person.pk or comment.is_removed:
        return False
    in_time = may_still_edit(comment.submit_date, now, minutes=settings.COMMENT_EDIT_MINUTES)
    return in_time or cases_on(comment, person, now=now).exists()


# Steps


def _locked_topic(place: Place) -> Topic:
    """Return the topic of a place, its row held until the transaction ends: answers collide otherwise."""
    Topic.objects.get_or_create(kind=place.kind, target_id=place.id, part=place.part)
    return Topic.objects.select_for_update().at(place).get()


def _locked(comment_id: int) -> ThreadComment:
    """Return a comment, our row of it held; not the engine's rows, which answers elsewhere move on."""
    return ThreadComment.objects.select_for_update(of=("self",)).get(pk=comment_id)


def _locked_own(comment_id: int, person: User) -> ThreadComment:
    comment = _locked(comment_id)
    _only_author(comment, person)
    if comment.is_removed:
        raise DeletedError(comment_id)
    return comment


def _only_author(comment: ThreadComment, person: User) -> None:
    if comment.user_id != person.pk:
        raise NotYoursError(comment.pk)


def _answered(topic: Topic, answers: int | None) -> ThreadComment | None:
    """Return the comment that is answered. Raises UnknownPlaceError for one of another topic, DeletedError."""
    if answers is None:
        return None
    answered = ThreadComment.objects.on(topic).filter(pk=answers).first()
    if answered is None:
        raise UnknownPlaceError(answers)
    if answered.is_removed:
        raise DeletedError(answers)
    return answered


def _parent_of(answered: ThreadComment) -> int:
    """Return below which comment an answer stands."""
    return answered.parent_id if answered.level >= MAX_LEVEL else answered.pk


def _said_already(topic: Topic, person: User, source: str, parent_id: int, now: datetime) -> ThreadComment | None:
    """Return the same words of the same person in the same place, a moment ago."""
    lately = (
        ThreadComment.objects.on(topic)
        .written_by(person)
        .standing()
        .filter(submit_date__gt=now - SAME_WITHIN, comment=source)
    )
    return (lately.filter(parent_id=parent_id) if parent_id else lately.filter(level=0)).first()


def _store_new(comment: ThreadComment, person: User, now: datetime) -> None:
    """Save a new comment and its first version: the engine saves twice, which would be two versions."""
    comment.skip_history_when_saving = True
    comment.save()
    del comment.skip_history_when_saving
    ThreadComment.history.bulk_history_create([comment], default_user=person, default_date=now)


def _store_version(comment: ThreadComment, source: str, *, person: User, now: datetime, reason: str = "") -> None:
    """Save new words of a comment as its next version; django-simple-history keeps it."""
    comment.comment = source
    comment.version += 1
    comment.edited_at = now
    comment._history_user, comment._history_date = person, now
    comment._change_reason = reason
    comment.save(update_fields=["comment", "is_removed", "version", "edited_at"])


def _report(comment: ThreadComment, person: User, settles: Collection[UUID], now: datetime):
    """Tell flags of the new version."""
    return record_edit(
        kind=TARGET_KIND, target_id=comment.pk, version=comment.version, editor=person, settles=settles, now=now
    )
