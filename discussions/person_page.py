"""What a person's page shows of their comments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discussions import registry
from discussions.models import ThreadComment
from discussions.veil import Reading, read_many
from people import person_page
from people.models import User

COMMENTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A comment on a list, with what it is about."""

    comment: ThreadComment
    reading: Reading
    title: str


def read(person: User, viewer: User) -> Mapping[str, Any]:
    """Return the person's newest comments, those on what the viewer may see."""
    written = ThreadComment.objects.written_by(person).standing().newest_first().with_people()
    comments = list(written[:COMMENTS_SHOWN])
    places = {comment.topic.place for comment in comments}
    seen = registry.visible(viewer, places)
    titles = registry.titles(seen, viewer)
    shown = [comment for comment in comments if comment.topic.place in seen]
    return {
        "lines": [
            Line(comment, reading, titles.get(comment.topic.place, ""))
            for comment, reading in zip(shown, read_many(shown, viewer), strict=True)
        ]
    }


def register() -> None:
    """Let a person's page show their comments."""
    person_page.register(person_page.Section("comments", 30, "discussions/includes/of_person.html", read))
