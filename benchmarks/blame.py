"""Who wrote what in a guideline of sixty clauses and five hundred versions: kept, read, shown and made anew."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from statistics import median
from time import process_time

from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from guidelines import actions
from guidelines.blaming import Words, blame_of, rebuild_blame
from guidelines.models import GuidelineVersion, Leaf, PartBlame
from guidelines.rules.blame import parts_of, words_by_version
from guidelines.rules.content import Clause, Guideline, Part
from people.models import User
from tests.samples.edits import COMMON, SYLLABLES

VERSIONS = 500
CLAUSES = 60
SENTENCES = 12
PEOPLE = 40
RUNS = 20
PAGE_ID = 1
SLUG = "handbook"


def main() -> None:
    """Print milliseconds of processor time: median, least and most over some runs; and how much is stored."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    people = [User.objects.create(username=f"person{number}").pk for number in range(PEOPLE)]
    recording = _history(people)
    newest = GuidelineVersion.objects.of(PAGE_ID).newest_first()[0]
    text = sum(map(len, Leaf.objects.values_list("content", flat=True)))
    stored = sum(len(str(row.facts)) for row in PartBlame.objects.of(PAGE_ID))
    print(f"{VERSIONS} versions, {CLAUSES} clauses, {sum(_read(newest).values())} words in the newest")
    print(f"{PartBlame.objects.of(PAGE_ID).count()} rows of {stored // 1000} kB beside {text // 1000} kB of text")
    print(f"{'':36}{'median':>9}{'min':>9}{'max':>9}")
    _print("a version recorded, blame and all", recording)
    _row("blame of the newest, from the tables", lambda: _read(newest))
    client = Client()
    client.force_login(User.objects.get(pk=people[0]))
    _row("the page, put together", lambda: _page(client, fresh=True))
    _row("the page, from the cache", lambda: _page(client, fresh=False))
    _row("all versions made anew", lambda: rebuild_blame(PAGE_ID), runs=1)


def _history(people: list[int]) -> list[float]:
    """Record a history in which each version rewords a sentence, and some take one out or bring one back."""
    rng = Random(3)
    texts = [[_sentence(rng) for _ in range(SENTENCES)] for _ in range(CLAUSES)]
    taken_out: list[tuple[int, str]] = []
    start = timezone.now() - timedelta(days=VERSIONS + 1)
    times = []
    for number in range(VERSIONS):
        for _ in range(2):
            _edit(rng, texts, taken_out)
        change = actions.Change(
            note=f"Reason {number}", person_id=rng.choice(people), date=start + timedelta(days=number)
        )
        began = process_time()
        actions.record_version(page_id=PAGE_ID, slug=SLUG, guideline=_guideline(texts), change=change)
        times.append(1000 * (process_time() - began))
    return times


def _edit(rng: Random, texts: list[list[str]], taken_out: list[tuple[int, str]]) -> None:
    place = rng.randrange(CLAUSES)
    sentences = texts[place]
    fate = rng.random()
    if fate < 0.1 and len(sentences) > 3:
        taken_out.append((place, sentences.pop(rng.randrange(len(sentences)))))
    elif fate < 0.18 and taken_out:
        place, sentence = taken_out.pop(rng.randrange(len(taken_out)))
        texts[place].append(sentence)
    else:
        words = sentences[index := rng.randrange(len(sentences))].split()
        begin = rng.randrange(len(words))
        words[begin : begin + rng.randrange(4)] = _words(rng, rng.randint(1, 4))
        sentences[index] = " ".join(words)


def _words(rng: Random, count: int) -> list[str]:
    return [
        rng.choice(COMMON) if rng.random() < 1 / 3 else "".join(rng.choices(SYLLABLES, k=3)) for _ in range(count)
    ]


def _sentence(rng: Random) -> str:
    return f"{' '.join(_words(rng, 16))}."


def _guideline(texts: list[list[str]]) -> Guideline:
    clauses = (
        Clause(f"{number:036}", f"Clause {number}", rule=(Part("text", f"<p>{' '.join(sentences)}</p>"),))
        for number, sentences in enumerate(texts)
    )
    return Guideline("Handbook", "Be honest.", tuple(clauses))


def _read(version: GuidelineVersion) -> dict[int, int]:
    """Return how many words each version wrote, from what is stored."""
    words = Words()
    words.read(parts_of(version.leaves).values())
    totals: dict[int, int] = {}
    for credit in blame_of(version, words).values():
        for number, count in words_by_version(words(credit.leaf) or (), credit.runs).items():
            totals[number] = totals.get(number, 0) + count
    return totals


def _page(client: Client, *, fresh: bool) -> None:
    if fresh:
        cache.clear()
    response = client.get(f"/guidelines/{SLUG}/blame/", headers={"host": "localhost"})
    if response.status_code != 200:
        raise RuntimeError(f"the page answered {response.status_code}")


def _row(name: str, work: Callable[[], object], *, runs: int = RUNS) -> None:
    times = []
    for _ in range(runs):
        start = process_time()
        work()
        times.append(1000 * (process_time() - start))
    _print(name, times)


def _print(name: str, times: list[float]) -> None:
    print(f"{name:36}{median(times):9.1f}{min(times):9.1f}{max(times):9.1f}")


if __name__ == "__main__":
    main()
