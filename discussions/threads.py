"""A page of a thread, as its viewer may see it: two queries however many comments there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from discussions.forms import CommentForm
from discussions.models import ThreadComment, ThreadWatch, Topic
from discussions.querysets import CommentQuerySet
from discussions.rules.editing import may_still_edit
from discussions.rules.places import Place
from discussions.veil import Reading, read_many
from people.models import User

PAGE_SIZE = 50
"""Comments a page."""


@dataclass(frozen=True)
class Said:
    """A comment in a thread. is_mine: the viewer wrote it. may_edit: in time to reword it."""

    comment: ThreadComment
    reading: Reading
    is_mine: bool
    may_edit: bool


@dataclass(frozen=True)
class Thread:
    """A page of what is said at a place, oldest thread first, with its neighbours' addresses ("" for none).

    count: how many comments stand there in all. watches: whether the viewer hears of new ones.
    """

    place: Place
    said: Sequence[Said]
    count: int
    watches: bool
    form: CommentForm
    earlier_url: str = ""
    later_url: str = ""

    @property
    def address(self) -> str:
        """The thread's own page; also where a comment is sent to."""
        return address_of(self.place)

    @property
    def watch_address(self) -> str:
        """Where the button to watch leads."""
        return reverse("discussions:watch", args=_args(self.place))

    @property
    def unwatch_address(self) -> str:
        """Where the button to watch no more leads."""
        return reverse("discussions:unwatch", args=_args(self.place))

    @property
    def is_whole(self) -> bool:
        """Whether all that is said stands on this page."""
        return not (self.earlier_url or self.later_url)


def address_of(place: Place) -> str:
    """Return the address of the page that holds nothing but the thread of a place."""
    return reverse("discussions:thread", args=_args(place))


def first_page(place: Place, viewer: User) -> Thread:
    """Return what is said first at a place, for the page of what it is about."""
    found = list(_comments(place, viewer).in_order()[: PAGE_SIZE + 1])
    return _thread(place, viewer, found[:PAGE_SIZE], later=len(found) > PAGE_SIZE)


def last_page(place: Place, viewer: User) -> Thread:
    """Return what stands last at a place."""
    found = list(_comments(place, viewer).backwards()[: PAGE_SIZE + 1])
    return _thread(place, viewer, found[:PAGE_SIZE][::-1], earlier=len(found) > PAGE_SIZE)


def page_behind(place: Place, viewer: User, comment: ThreadComment) -> Thread:
    """Return what follows a comment."""
    found = list(_comments(place, viewer).behind(*_position(comment)).in_order()[: PAGE_SIZE + 1])
    return _thread(place, viewer, found[:PAGE_SIZE], earlier=True, later=len(found) > PAGE_SIZE)


def page_before(place: Place, viewer: User, comment: ThreadComment) -> Thread:
    """Return what comes before a comment."""
    found = list(_comments(place, viewer).before(*_position(comment)).backwards()[: PAGE_SIZE + 1])
    return _thread(place, viewer, found[:PAGE_SIZE][::-1], earlier=len(found) > PAGE_SIZE, later=True)


def page_at(place: Place, viewer: User, comment: ThreadComment) -> Thread:
    """Return the page around a comment, half of it before the comment; one query more than others."""
    comments, position, half = _comments(place, viewer), _position(comment), PAGE_SIZE // 2
    before = list(comments.before(*position).backwards()[: half + 1])
    found = list(comments.from_on(*position).in_order()[: half + 1])
    shown = [*before[:half][::-1], *found[:half]]
    return _thread(place, viewer, shown, earlier=len(before) > half, later=len(found) > half)


def stands_on_first_page(place: Place, comment: ThreadComment) -> bool:
    """Return whether a comment is among those that the page of what it is about shows; one query."""
    before = ThreadComment.objects.at(place).before(*_position(comment)).order_by()
    return before[:PAGE_SIZE].count() < PAGE_SIZE


def _comments(place: Place, viewer: User) -> CommentQuerySet:
    """Return the comments of a place with who wrote them, the topic, and whether the viewer watches it."""
    comments = ThreadComment.objects.at(place).with_people()
    return comments.annotate(is_watched=ThreadWatch.of_topic(viewer, "topic"))


def _position(comment: ThreadComment) -> tuple[int, int]:
    return comment.thread_id, comment.order


def _thread(
    place: Place, viewer: User, comments: Sequence[Any], *, earlier: bool = False, later: bool = False
) -> Thread:
    address, now = address_of(place), timezone.now()
    count, watches = (comments[0].topic.comments, comments[0].is_watched) if comments else _facts(place, viewer)
    return Thread(
        place=place,
        said=[
            _said(comment, reading, viewer, now)
            for comment, reading in zip(comments, read_many(comments, viewer), strict=True)
        ],
        count=count,
        watches=watches,
        form=CommentForm(),
        earlier_url=f"{address}?before={comments[0].pk}" if earlier and comments else "",
        later_url=f"{address}?after={comments[-1].pk}" if later and comments else "",
    )


def _facts(place: Place, viewer: User) -> tuple[int, bool]:
    """Return how many comments stand at a place, and whether the viewer watches it, where none is at hand."""
    topics = Topic.objects.at(place).annotate(is_watched=ThreadWatch.of_topic(viewer, "pk"))
    return topics.values_list("comments", "is_watched").first() or (0, False)


def _said(comment: ThreadComment, reading: Reading, viewer: User, now: datetime) -> Said:
    is_mine = comment.user_id == viewer.pk
    in_time = may_still_edit(comment.submit_date, now, minutes=settings.COMMENT_EDIT_MINUTES)
    return Said(comment, reading, is_mine, is_mine and in_time and not comment.is_removed)


def _args(place: Place) -> list[str | int]:
    return [place.kind, place.id, *([place.part] if place.part else [])]
