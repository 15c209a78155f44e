"""Comments for tests, made by the actions that people's clicks lead to."""

from datetime import UTC, datetime, timedelta

from discussions import actions
from discussions.models import ThreadComment
from discussions.rules.places import Place

SAID_AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def say(place: Place, person, text="I see it differently.", *, answers=None, minutes: int = 0) -> ThreadComment:
    """Say something at a place, so many minutes after SAID_AT."""
    return actions.write(
        place=place,
        person=person,
        text=text,
        answers=answers.pk if answers else None,
        now=SAID_AT + timedelta(minutes=minutes),
    )


def text_of(place: Place) -> list[tuple[str, int]]:
    """Return what stands at a place in order, each with its level."""
    return list(ThreadComment.objects.at(place).in_order().values_list("comment", "level"))
