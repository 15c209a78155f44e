"""Every write about posts and blogs: one verb each, one transaction each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from flags import registry
from flags.actions import leave_cases, record_edit
from flags.rules.markdown.projection import normalise_source, normalise_text
from people.actions import find_or_create_author
from people.models import User
from posts import searching
from posts.models import TARGET_KIND, Authorship, Blog, Kind, Post
from posts.rules.records import Record
from posts.rules.tags import normalise_tags
from posts.rules.taking_out import Fields, without

IMPORTED = "imported"
TAKEN_OUT = "taken out"
PUT_BACK = "put back"


class StalePostError(Exception):
    """Somebody saved a newer version than the one this edit began with."""

    def __init__(self, current: Post) -> None:
        super().__init__(f"Version {current.version} is newer.")
        self.current = current


class NotAnAuthorError(Exception):
    """Only an author of a post may do this."""


class LastAuthorError(Exception):
    """Nobody who works here would be left to answer for the post."""


class AlreadyAuthorError(Exception):
    """That person is an author of the post already."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What an edit came to: the post, the cases it settled; for others, the blocks that still hold the passage."""

    post: Post
    settled: tuple[UUID, ...] = ()
    left: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What an import did, in numbers."""

    posts: int
    already_here: int
    people: int


@transaction.atomic
def write_post(
    *,
    author: User,
    title: str,
    body: str,
    now: datetime,
    kind: str = Kind.ARTICLE,
    summary: str = "",
    tags: Iterable[str] = (),
    blog: Blog | None = None,
    language: str = "",
) -> Post:
    """Publish a new post with its first author. Lengths are the form's business."""
    post = Post(kind=kind, blog=blog, language=language, published_at=now)
    _set_fields(post, title=title, summary=summary, body=body, tags=tags)
    _store(post, person=author, now=now)
    Authorship.objects.create(post=post, person=author, added_at=now)
    searching.index_posts([post.pk])
    return post


@transaction.atomic
def edit_post(
    *,
    post: Post,
    person: User,
    base_version: int,
    title: str,
    body: str,
    now: datetime,
    summary: str = "",
    tags: Iterable[str] = (),
    blog: Blog | None = None,
    language: str | None = None,
    settles: Collection[UUID] = (),
) -> Saved:
    """Store a new version of a post; an edit that changes nothing stores none.

    base_version: the version the person saw when they began. language: None leaves it as it is. settles: cases
    they say this edit settles.
    Raises StalePostError if there is a newer one, NotAnAuthorError if the person is no author.
    """
    locked = _lock_for(post.pk, person)
    if locked.version != base_version:
        raise StalePostError(locked)
    before = _state(locked)
    locked.blog = blog
    locked.language = locked.language if language is None else language
    _set_fields(locked, title=title, summary=summary, body=body, tags=tags)
    if _state(locked) != before:
        locked.version += 1
        locked.edited_at = now
        _store(locked, person=person, now=now)
    elif not settles:
        return Saved(locked)
    edited = record_edit(
        kind=TARGET_KIND, target_id=locked.pk, version=locked.version, editor=person, settles=settles, now=now
    )
    searching.index_posts([locked.pk])
    return Saved(locked, edited.settled, edited.left)


@transaction.atomic
def add_author(*, post: Post, person: User, added_by: User, now: datetime) -> Authorship:
    """Make somebody an author, behind those there are.

    Raises NotAnAuthorError if `added_by` is no author, AlreadyAuthorError if `person` is one.
    """
    locked = _lock_for(post.pk, added_by)
    authorships = list(locked.authorships.all())
    if person.pk in {authorship.person_id for authorship in authorships}:
        raise AlreadyAuthorError
    position = authorships[-1].position + 1
    return Authorship.objects.create(post=locked, person=person, position=position, added_at=now)


@transaction.atomic
def leave_post(*, post: Post, person: User, now: datetime) -> None:
    """Let an author stop being one; what they wrote stays, and so do their names in its history.

    Raises NotAnAuthorError for anybody else, LastAuthorError if no other author works here.
    """
    locked = _lock_for(post.pk, person)
    if not may_leave(person, locked.byline):
        raise LastAuthorError
    locked.authorships.filter(person=person).delete()
    leave_cases(kind=TARGET_KIND, target_id=locked.pk, person=person, now=now)


def may_leave(person: User, byline: Collection[User]) -> bool:
    """Tell whether somebody else who works here would still answer for a post."""
    return any(other.works_here for other in byline if other.pk != person.pk)


@transaction.atomic
def start_blog(*, author: User, title: str, now: datetime, about: str = "") -> Blog:
    """Start a blog with its first author, at an address made of its title."""
    blog = Blog.objects.create(
        title=normalise_text(title), slug=_free_slug(title), about=normalise_text(about), created_at=now
    )
    blog.authors.add(author)
    return blog


@transaction.atomic
def take_out(*, target_id: int, version: int, cuts: registry.Cuts, person: User, now: datetime) -> int:
    """Store a new version of a post without some passages; see `flags.registry.TakeOut`."""
    post = _lock_for(target_id, person)
    if post.version != version:
        raise registry.StaleVersionError
    left = without(Fields(post.title, post.summary, normalise_source(post.body), tuple(post.tags)), cuts)
    title = left.title or _("Title taken out")
    _set_fields(post, title=title, summary=left.summary, body=left.body, tags=left.tags)
    post.version += 1
    post.edited_at = now
    _store(post, person=person, now=now, reason=TAKEN_OUT)
    searching.index_posts([post.pk])
    return post.version


@transaction.atomic
def put_back(*, target_id: int, version: int, person: User, now: datetime) -> int:
    """Store a new version of a post that reads as an earlier one did; see `flags.registry.PutBack`."""
    post = _lock_for(target_id, person)
    earlier = post.history.get(version=version)
    _set_fields(post, title=earlier.title, summary=earlier.summary, body=earlier.body, tags=earlier.tags)
    post.version += 1
    post.edited_at = now
    _store(post, person=person, now=now, reason=PUT_BACK)
    searching.index_posts([post.pk])
    return post.version


@transaction.atomic
def import_posts(*, records: Sequence[Record]) -> ImportCounts:
    """Store posts from elsewhere, all or none; those whose slug is here already are left as they are."""
    people_before = User.objects.count()
    slugs = [record.slug for record in records]
    here = set(Post.objects.filter(import_slug__in=slugs).values_list("import_slug", flat=True))
    people: dict[str, User] = {}
    searching.index_posts([_import_post(record, people).pk for record in records if record.slug not in here])
    return ImportCounts(
        posts=len(records) - len(here), already_here=len(here), people=User.objects.count() - people_before
    )


def _import_post(record: Record, people: dict[str, User]) -> Post:
    for name in record.authors:
        people.setdefault(name, find_or_create_author(display_name=name))
    authors = [people[name] for name in record.authors]
    post = Post(published_at=record.published_at, import_slug=record.slug, language=record.language)
    _set_fields(post, title=record.title, summary=record.summary, body=record.body, tags=record.tags)
    _store(post, person=authors[0], now=record.published_at, reason=IMPORTED)
    Authorship.objects.bulk_create(
        Authorship(post=post, person=person, position=position, added_at=record.published_at)
        for position, person in enumerate(authors)
    )
    return post


def _lock_for(post_id: int, person: User) -> Post:
    """Return a post for one of its authors to change, locked until the transaction ends."""
    post = Post.objects.select_for_update().get(pk=post_id)
    if not post.authorships.filter(person=person).exists():
        raise NotAnAuthorError
    return post


def _set_fields(post: Post, *, title: str, summary: str, body: str, tags: Iterable[str]) -> None:
    post.title = normalise_text(title)
    post.summary = normalise_text(summary)
    post.body = normalise_source(body)
    post.tags = normalise_tags(tags)


def _state(post: Post) -> tuple[object, ...]:
    return post.title, post.summary, post.body, list(post.tags), post.blog_id, post.language


def _store(post: Post, *, person: User, now: datetime, reason: str = "") -> None:
    """Save a post; django-simple-history keeps the version. Index it afterwards (`posts.searching`)."""
    post._history_user = person
    post._history_date = now
    post._change_reason = reason
    post.save()


def _free_slug(title: str) -> str:
    """Return an address made of the title, with a number behind it where it is taken."""
    stem = slugify(title)[:110] or "blog"
    taken = {"new", *Blog.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    candidates = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
