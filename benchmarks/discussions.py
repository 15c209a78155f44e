"""Ten thousand comments in one thread: how long a page takes and how many queries, and writing one more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from discussions import actions, threads
from discussions.models import ThreadComment, Topic
from discussions.rules.places import Place
from people.actions import add_person
from people.models import User
from posts.actions import write_post
from posts.discussed import place_of

COMMENTS = 10_000
PEOPLE = 40
ROUNDS = 15
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print milliseconds and queries of each page, rendering the texts included."""
    call_command("migrate", interactive=False, verbosity=0)
    people = [add_person(username=f"bench{n}", display_name=f"Bench {n}") for n in range(PEOPLE)]
    post = write_post(author=people[0], title="Bench", body="Bench", now=BEGAN)
    place = place_of(post.pk)
    began = perf_counter()
    said = _fill(place, people, Random(7))
    print(f"{COMMENTS} comments in one thread, written in {perf_counter() - began:.0f} s")
    print(f"{'':<34}{'ms':>8}{'queries':>10}")
    middle, viewer = said[COMMENTS // 2], people[1]
    middle.refresh_from_db()
    pages: dict[str, Callable[[], threads.Thread]] = {
        "the first page": lambda: threads.first_page(place, viewer),
        "the newest": lambda: threads.last_page(place, viewer),
        "around a comment in the middle": lambda: threads.page_at(place, viewer, middle),
        "behind it": lambda: threads.page_behind(place, viewer, middle),
    }
    for name, page in pages.items():
        _row(name, partial(_drawn, page))
    _row("where a lasting address leads", lambda: threads.stands_on_first_page(place, middle))
    numbers = iter(range(10**6))
    _row("writing a comment", lambda: _say(place, viewer, f"One more {next(numbers)}."))
    _row("answering the first", lambda: _say(place, viewer, f"But {next(numbers)}.", said[0]))


def _fill(place: Place, people: list[User], chance: Random) -> list[ThreadComment]:
    """Write the comments, a third of them answers to one of the last fifty."""
    ContentType.objects.get_for_model(Topic)
    said: list[ThreadComment] = []
    with transaction.atomic():
        for number in range(COMMENTS):
            answers = chance.choice(said[-50:]) if said and chance.random() < 1 / 3 else None
            words = f"Number {number}: I see it *differently*, and [here](https://example.org/{number}) is why."
            said.append(_say(place, people[number % PEOPLE], words, answers, minutes=number))
    return said


def _drawn(page: Callable[[], threads.Thread]) -> list[str]:
    """Return the texts of a page as they are shown."""
    return [str(said.reading.html) for said in page().said]


def _say(
    place: Place, person: User, text: str, answers: ThreadComment | None = None, *, minutes: int = 10**6
) -> ThreadComment:
    now = BEGAN + timedelta(minutes=minutes)
    return actions.write(place=place, person=person, text=text, answers=answers.pk if answers else None, now=now)


def _row(name: str, work: Callable[[], object]) -> None:
    with CaptureQueriesContext(connection) as captured:
        work()
    times = []
    for _round in range(ROUNDS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    print(f"{name:<34}{median(times) * 1000:8.1f}{len(captured):10}")
