"""Searching many posts: how long indexing takes, and a page of results with its excerpts."""

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from time import perf_counter

from django.core.management import call_command

from people.actions import add_person
from people.rules.searching import read_query
from posts.actions import import_posts
from posts.models import PostWord
from posts.rules.records import Record
from posts.searching import excerpts, search_posts

POSTS = 2000
WORDS_A_POST = 300
VOCABULARY = 30_000
ROUNDS = 20

QUERIES = {
    "one common word": "w1",
    "three common words": "w1 w2 w3",
    "a common and a rare word": "w1 w29000",
    "how a rare word begins": "w2900",
    "how most words begin": "w",
    "two words in a row": '"w1 w2"',
    "nothing": "w1 nowhere",
}


def main() -> None:
    """Print milliseconds; words are as unevenly spread as in a language (Zipf)."""
    call_command("migrate", interactive=False, verbosity=0)
    viewer = add_person(username="bench", display_name="Bench")
    began = perf_counter()
    import_posts(records=[_record(number, Random(number)) for number in range(POSTS)])
    print(f"{POSTS} posts of {WORDS_A_POST} words imported in {perf_counter() - began:.1f} s,", end=" ")
    print(f"{PostWord.objects.count()} rows of words")
    for name, text in QUERIES.items():
        times = [_timed(text, viewer) for _round in range(ROUNDS)]
        print(f"{name:<26}{median(times) * 1000:8.1f} ms")


def _record(number: int, chance: Random) -> Record:
    words = [f"w{int(VOCABULARY ** chance.random())}" for _word in range(WORDS_A_POST)]
    return Record(
        slug=f"bench-{number}",
        title=" ".join(words[:6]),
        summary="",
        body=" ".join(words),
        tags=(),
        authors=("Bench",),
        published_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
    )


def _timed(text: str, viewer) -> float:
    began = perf_counter()
    query = read_query(text)
    excerpts(list(search_posts(query, viewer).without_body().newest_first()[:20]), query)
    return perf_counter() - began
