"""Every write about people: one verb each."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify

from people.models import EMPLOYEES, Employment, FeedToken, Heartbeat, Notice, Team, User
from people.rules.feed_tokens import TOKEN_BYTES, token_digest

NOTICES_AT_ONCE = 1000
"""Rows written by one statement when many people are told."""


@transaction.atomic
def add_person(
    *,
    username: str,
    display_name: str,
    password_hash: str = "",
    team: Team | None = None,
    employment: str = Employment.EMPLOYEE,
    **fields,
) -> User:
    """Create an account, in the CMS group when the person works here.

    password_hash: as made by `django.contrib.auth.hashers.make_password`; empty for nobody may sign in.
    Further fields go to `people.models.User` as they are. Raises IntegrityError when the username is taken.
    """
    user = User(username=username, display_name=display_name, team=team, **fields)
    if password_hash:
        user.password = password_hash
    else:
        user.set_unusable_password()
    user.save()
    set_employment(user=user, employment=employment)
    return user


@transaction.atomic
def set_employment(*, user: User, employment: str) -> None:
    """Say whether somebody works here; the group that reaches the CMS follows."""
    user.employment = employment
    user.save(update_fields=["employment"])
    employees, _created = Group.objects.get_or_create(name=EMPLOYEES)
    if employment == Employment.EMPLOYEE:
        user.groups.add(employees)
    else:
        user.groups.remove(employees)


@transaction.atomic
def find_or_create_author(*, display_name: str, username: str = "") -> User:
    """Return the person of that username or, without one, display name; else a former colleague made for them.

    Importers use it: a history names authors who may have left long ago. Of several people with the same
    name the one with the lowest id is taken, so that importing twice gives the same answer. Who is made can't
    sign in.
    """
    by_name = {"username": username} if username else {"display_name": display_name}
    known = User.objects.filter(**by_name).order_by("pk").first()
    if known:
        return known
    return add_person(
        username=username or _free_username(display_name),
        display_name=display_name,
        employment=Employment.ALUMNI,
        is_active=False,
    )


def _free_username(display_name: str) -> str:
    """Return a username made of the name, with a number behind it where it is taken."""
    stem = slugify(display_name).replace("-", ".")[:140] or "person"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    candidates = (stem if n == 1 else f"{stem}.{n}" for n in range(1, len(taken) + 2))
    return next(name for name in candidates if name not in taken)


def notify(*, recipient: User, kind: str, text: str, url: str, deliver_at: datetime) -> Notice:
    """Leave a notice that the person sees once `deliver_at` has passed.

    text: one line in plain words, at most 300 characters, without any text of a post.
    """
    return Notice.objects.create(recipient=recipient, kind=kind, text=text, url=url, deliver_at=deliver_at)


def notify_all(*, recipient_ids: Iterable[int], kind: str, text: str, url: str, deliver_at: datetime) -> int:
    """Leave the same notice for many people, as `notify` does for one; return how many they are."""
    notices = [
        Notice(recipient_id=recipient, kind=kind, text=text, url=url, deliver_at=deliver_at)
        for recipient in recipient_ids
    ]
    Notice.objects.bulk_create(notices, batch_size=NOTICES_AT_ONCE)
    return len(notices)


def take_back_notices(*, recipients: Iterable[User], url: str, now: datetime) -> int:
    """Take back what these people have not been shown yet about one address; return how many notices it were."""
    people = [person.pk for person in recipients]
    pending = Notice.objects.filter(recipient__in=people, deliver_at__gt=now, url=url)
    deleted, _by_model = pending.delete()
    return deleted


def take_back_each_notice(*, urls: Mapping[int, str], now: datetime) -> int:
    """Take back what people have not been shown yet about one address each; return how many notices it were.

    urls: addresses by the id of who would be led there.
    """
    pending = Notice.objects.filter(recipient__in=urls, deliver_at__gt=now, url__in=urls.values())
    deleted, _by_model = pending.delete()
    return deleted


def forget_notices(*, url: str, but_for: Iterable[int]) -> int:
    """Delete what people were told about one address, but for those with these ids; return how many notices."""
    deleted, _by_model = Notice.objects.filter(url=url).exclude(recipient__in=list(but_for)).delete()
    return deleted


def open_notice(*, notice: Notice, now: datetime) -> None:
    """Mark a notice as read; opening it again keeps the first time."""
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])


def open_all_notices(*, user: User, now: datetime) -> int:
    """Mark everything delivered to this person as read; return how many there were."""
    return Notice.objects.visible_to(user, now).unread().update(read_at=now)


@transaction.atomic
def renew_feed_token(*, user: User, now: datetime) -> str:
    """Give a person a new token for feed readers and return it, this once; the one before is void."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"digest": token_digest(token), "created_at": now}
    FeedToken.objects.update_or_create(person=user, defaults=values)
    return token


def revoke_feed_token(*, user: User) -> None:
    """Make a person's token for feed readers void; having none is no error."""
    FeedToken.objects.filter(person=user).delete()


def be_active(*, user: User, today: date) -> None:
    """Remember that somebody was here today; written once a day."""
    if user.last_active_on != today:
        user.last_active_on = today
        user.save(update_fields=["last_active_on"])


def beat(*, now: datetime) -> None:
    """Remember that the ticker ran to its end."""
    Heartbeat.objects.update_or_create(name="ticker", defaults={"at": now})
