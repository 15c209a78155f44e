"""Two versions of a text of two hundred paragraphs compared, with and without ids."""

from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter

from guidelines.rules.diffhtml import inline_html, side_by_side_html
from guidelines.rules.textdiff import as_data, diff
from tests.samples.edits import Sample, edited_text

SEEDS = range(5)
RUNS = 20


def main() -> None:
    """Print how long it takes, over some samples and runs, and how exactly the words are marked."""
    samples = [edited_text(Random(seed)) for seed in SEEDS]
    nameless = [sample.without_keys() for sample in samples]
    print(f"{len(samples)} samples, {RUNS} runs each; milliseconds")
    print(f"{'':28}{'median':>8}{'min':>8}{'max':>8}")
    _row("diff, with ids", samples, lambda sample: diff(sample.old, sample.new))
    _row("diff, without ids", nameless, lambda sample: diff(sample.old, sample.new))
    _row("diff as data", samples, lambda sample: as_data(diff(sample.old, sample.new)))
    _row("diff, changed blocks inline", samples, lambda sample: _rendered(sample, inline_html))
    _row("diff, changed side by side", samples, lambda sample: _rendered(sample, side_by_side_html))
    print(f"\n{'sample':<8}{'truly changed':>14}{'with ids':>10}{'without':>9}   words and marks")
    for number, (sample, same) in enumerate(zip(samples, nameless, strict=True)):
        print(f"{number:<8}{sample.truth.tokens:>14}{_marked(sample):>10}{_marked(same):>9}")


def _row(name: str, samples: list[Sample], work: Callable[[Sample], object]) -> None:
    times = []
    for sample in samples:
        for _ in range(RUNS):
            start = perf_counter()
            work(sample)
            times.append(1000 * (perf_counter() - start))
    print(f"{name:28}{median(times):8.1f}{min(times):8.1f}{max(times):8.1f}")


def _rendered(sample: Sample, render: Callable) -> list:
    return [render(change) for change in diff(sample.old, sample.new).changed]


def _marked(sample: Sample) -> int:
    """Return how many words and punctuation marks the diff says were deleted or inserted."""
    spans = [span for change in diff(sample.old, sample.new).changes for span in change.spans]
    return sum(not token.place for span in spans if span.op in {"insert", "delete"} for token in span.tokens)


if __name__ == "__main__":
    main()
