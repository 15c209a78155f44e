"""Two drafts of a guideline of two hundred paragraphs merged: a clause for each, for five, for all of them."""

from collections.abc import Sequence
from random import Random
from statistics import median
from time import perf_counter

from guidelines.rules import richtext
from guidelines.rules.content import Clause, Guideline, Part, normalise_guideline
from guidelines.rules.merge import merge
from guidelines.rules.textdiff import Block
from tests.samples.edits import edited_text

SEEDS = range(5)
RUNS = 20
EDITS = 19
"""Paragraphs that mine rewords, as many as theirs does; some are the same."""


def main() -> None:
    """Print how long it takes, over some samples and runs, and how many conflicts there were."""
    print(f"{len(SEEDS)} samples, {RUNS} runs each; milliseconds, nothing remembered from run to run")
    print(f"{'':28}{'median':>8}{'min':>8}{'max':>8}{'conflicts':>11}")
    for size in (1, 5, 200):
        _row(f"clauses of {size} paragraphs", [_drafts(seed, size) for seed in SEEDS])


def _drafts(seed: int, size: int) -> tuple[Guideline, Guideline, Guideline]:
    """Return a guideline and two drafts: theirs with edits of every kind, mine with words put in and taken out."""
    rng = Random(seed)
    sample = edited_text(rng)
    chosen = {block.key for block in rng.sample(sample.old, EDITS)}
    mine = [Block(block.key, _reworded(block.html)) if block.key in chosen else block for block in sample.old]
    homes = {block.key: index // size for index, block in enumerate(sample.old)}
    return _guideline(sample.old, homes), _guideline(mine, homes), _guideline(sample.new, homes)


def _reworded(html: str) -> str:
    """Return a paragraph with a word of its own at its start."""
    return html.replace("<p>", "<p>Certainly, ", 1)


def _guideline(blocks: Sequence[Block], homes: dict[str | None, int]) -> Guideline:
    """Return paragraphs in clauses; one that is new stands in the clause of the one before it."""
    clauses: dict[int, str] = {}
    home = 0
    for block in blocks:
        home = homes.get(block.key, home)
        clauses[home] = clauses.get(home, "") + block.html
    parts = {number: (Part("text", html),) for number, html in clauses.items()}
    return normalise_guideline(
        Guideline(
            "Handbook", "Be honest.", tuple(Clause(str(n), f"Clause {n}", rule=rule) for n, rule in parts.items())
        )
    )


def _row(name: str, samples: Sequence[tuple[Guideline, Guideline, Guideline]]) -> None:
    times, conflicts = [], 0
    for sample in samples:
        for _ in range(RUNS):
            richtext.normalise_rich_text.cache_clear()
            start = perf_counter()
            result = merge(*sample)
            times.append(1000 * (perf_counter() - start))
        conflicts += len(result.conflicts)
    print(f"{name:28}{median(times):8.1f}{min(times):8.1f}{max(times):8.1f}{conflicts:11}")


if __name__ == "__main__":
    main()
