"""Fills an empty database with the demonstration."""

from datetime import UTC, date, datetime
from functools import partial

from django.db import transaction

from guidelines.models import GuidelineVersion
from home.demo.cases import open_cases
from home.demo.people import ADMIN, add_people, be_seen
from home.demo.readers import read_guidelines
from home.demo.talk import talk
from home.demo.texts import publish_guidelines, write_posts
from home.rules.shift import shifted
from people.models import User
from posts.models import Post

AS_OF = date(2026, 11, 22)
"""The day from which the files tell their dates; nothing in them is later."""


class NotEmptyError(Exception):
    """The database holds something already; the demonstration never mixes with real people."""


def is_seeded() -> bool:
    """Whether the demonstration is in the database, whatever has been done with it since."""
    known = {ADMIN, "reader", "ingrid.solheim"}
    return User.objects.filter(username__in=known, email__endswith="@wexholm.example").count() == len(known)


@transaction.atomic
def seed(*, now: datetime) -> None:
    """Put people, guidelines, posts, cases and comments into an empty database, all or nothing.

    now: the moment of the demonstration, aware; dates of the files are moved along by whole weeks, and cases are
    hours and days old. Raises NotEmptyError when there are people, guidelines or posts.
    """
    if User.objects.exists() or GuidelineVersion.objects.exists() or Post.objects.exists():
        raise NotEmptyError
    dated = partial(shifted, as_of=AS_OF, now=now.astimezone(UTC))
    people = add_people(now=now)
    publish_guidelines(people, dated)  # before anybody is seen: what is history waits for nobody's endorsement
    be_seen(people, now=now)
    read_guidelines(people, now=now)
    posts = write_posts(people, dated)
    open_cases(people, posts, now=now)
    talk(people, posts, now=now)
