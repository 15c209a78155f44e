"""Who has read which version of the demonstration's guidelines."""

from collections.abc import Mapping
from datetime import datetime

from guidelines.actions import acknowledge_version
from guidelines.models import GuidelineRecord
from people.models import User

SLUG = "social-media"

BEHIND = {"reader": 6, "editor": 7}
"""People who read an earlier version: they are shown what changed since."""

UNREAD = 5
"""Of so many other people one has not said anything."""


def read_guidelines(people: Mapping[str, User], *, now: datetime) -> None:
    """Let most people have read the social media guidelines, some of them an earlier version."""
    record = GuidelineRecord.objects.in_force().select_related("current").get(slug=SLUG)
    newest = record.current.number if record.current else 0
    colleagues = [name for name, person in sorted(people.items()) if person.works_here]
    others = [name for name in colleagues if name not in BEHIND]
    numbers = BEHIND | {name: newest for place, name in enumerate(others) if place % UNREAD}
    for name, number in numbers.items():
        acknowledge_version(person=people[name], page_id=record.page_id, number=number, now=now)
