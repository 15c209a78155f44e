"""The words of two texts, side by side: which were kept, which changed their look, which came and went.

The longest common subsequence of the words is exact, but no reader's: where a sentence was written anew it
keeps each "the" both happen to have. So words between two rewritten passages that are fewer than the words
rewritten count as rewritten too, and a passage that could stand a few words to the left or right stands where
a sentence begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, Literal, NamedTuple

from guidelines.rules.sequences import Match, common_runs
from guidelines.rules.tokens import LINE_BREAK, Link, Place, Token

Op = Literal["equal", "delete", "insert", "format"]

SENTENCE_ENDS: Final = frozenset(".!?…。！？")
SLIDE_LIMIT: Final = 200
"""How many words a passage may be moved along a text that repeats itself."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of tokens with the same fate.

    op: "equal", "delete", "insert", or "format": the same words, in another look, link or kind of paragraph.
    tokens: of the new text; of the old one for "delete".
    before: the same words as they were in the old text, where they differ in look or white space; else empty.
    """

    op: Op
    tokens: tuple[Token, ...]
    before: tuple[Token, ...] = ()

    @property
    def old(self) -> tuple[Token, ...]:
        """Return the tokens that this span covers in the old text."""
        return () if self.op == "insert" else self.before or self.tokens

    @property
    def new(self) -> tuple[Token, ...]:
        """Return the tokens that this span covers in the new text."""
        return () if self.op == "delete" else self.tokens


class Restyling(NamedTuple):
    """What a "format" span changes about its words; all empty where only white space came or went.

    gained, lost: marks, as in `Token.marks`.
    link: the link before and after, None where they are alike.
    place: the paragraph's place before and after, None for words.
    """

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    link: tuple[Link | None, Link | None] | None = None
    place: tuple[Place, Place] | None = None


class Gap(NamedTuple):
    """What lies between two kept runs: old[old_start:old_end] was replaced by new[new_start:new_end]."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        """Return the words of the longer side."""
        return max(self.old_end - self.old_start, self.new_end - self.new_start)


def word_spans(old: Sequence[Token], new: Sequence[Token]) -> tuple[Span, ...]:
    """Return the spans that lead from one text to the other; a single "equal" one, or none, if they are alike."""
    runs = _runs_for_reading(old, new)
    spans: list[Span] = []
    for gap, run in zip(gaps_between(runs, old, new), [*runs, Match(len(old), len(new), 0)], strict=True):
        keeps_words = run.size > 0 and not new[run.new].place
        spans += _rewritten(old, new, gap, keeps_words)
        spans += _kept(old, new, run)
    return tuple(spans)


def restyling(before: Token, after: Token) -> Restyling:
    """Return what changed between two looks of the same word or paragraph start."""
    return Restyling(
        gained=tuple(mark for mark in after.marks if mark not in before.marks),
        lost=tuple(mark for mark in before.marks if mark not in after.marks),
        link=(before.link, after.link) if before.link != after.link else None,
        place=(before.place, after.place) if before.place and after.place else None,
    )


# Which words were kept


def kept_runs(old: Sequence[Token], new: Sequence[Token]) -> list[Match]:
    """Return the runs of words that stand in both texts, as many as can be, whatever their look and spacing."""
    return _well_placed(_common_words(old, new), old, new)


def _runs_for_reading(old: Sequence[Token], new: Sequence[Token]) -> list[Match]:
    """Return the runs of words that a reader would call kept."""
    runs = _common_words(old, new)
    while len(solid := _without_splinters(runs, old, new)) < len(runs):
        runs = solid
    return _well_placed(runs, old, new)


def _common_words(old: Sequence[Token], new: Sequence[Token]) -> list[Match]:
    return common_runs([(t.text, t.place) for t in old], [(t.text, t.place) for t in new])


def _well_placed(runs: list[Match], old: Sequence[Token], new: Sequence[Token]) -> list[Match]:
    for index in range(1, len(runs)):
        runs[index - 1 : index + 1] = _slid(runs[index - 1], runs[index], old, new)
    return [run for run in runs if run.size]


def gaps_between(runs: Sequence[Match], old: Sequence[Token], new: Sequence[Token]) -> list[Gap]:
    """Return what lies before, between and after the runs, be it nothing: one gap more than runs."""
    edges = [Match(0, 0, 0), *runs, Match(len(old), len(new), 0)]
    return [Gap(a.old + a.size, b.old, a.new + a.size, b.new) for a, b in pairwise(edges)]


def _without_splinters(runs: list[Match], old: Sequence[Token], new: Sequence[Token]) -> list[Match]:
    """Return the runs but those too slight for the rewriting on both sides of them.

    A short word weighs 1, one of four letters or more 2; a run goes if it weighs less than the words of
    either gap. Next to a pure insertion or deletion nothing is shredded, so there everything stays; so does
    each paragraph start.
    """
    around = pairwise(gaps_between(runs, old, new))
    return [
        run for run, (left, right) in zip(runs, around, strict=True) if not _is_splinter(run, left, right, old)
    ]


def _is_splinter(run: Match, left: Gap, right: Gap, old: Sequence[Token]) -> bool:
    room = min(left.size, right.size)
    if run.size >= room:
        return False
    deletes = left.old_end > left.old_start or right.old_end > right.old_start
    inserts = left.new_end > left.new_start or right.new_end > right.new_start
    tokens = old[run.old : run.old + run.size]
    weight = sum(2 if len(token.text) > 3 else 1 for token in tokens)
    return deletes and inserts and weight < room and not any(token.place for token in tokens)


def _slid(left: Match, right: Match, old: Sequence[Token], new: Sequence[Token]) -> tuple[Match, Match]:
    """Return two runs with the passage between them moved to where it reads best.

    "They [write. They] read" and "[They write.] They read" are the same insertion; the second is how it was
    written.
    """
    gap = gaps_between([left, right], old, new)[1]
    if gap.old_start < gap.old_end and gap.new_start < gap.new_end:
        return left, right
    text, start, end = old, gap.old_start, gap.old_end
    if start == end:
        text, start, end = new, gap.new_start, gap.new_end
    back = _overlap(text, start - 1, end - 1, -1, left.size - (left.old + left.new > 0))
    forth = _overlap(text, start, end, 1, right.size - (end + right.size < len(text)))
    if not back and not forth:
        return left, right
    shift = max(range(-back, forth + 1), key=lambda shift: (_fitness(text, start + shift), shift))
    return (
        Match(left.old, left.new, left.size + shift),
        Match(right.old + shift, right.new + shift, right.size - shift),
    )


def _overlap(text: Sequence[Token], first: int, second: int, step: int, limit: int) -> int:
    """Return how many tokens are alike from two places on, in one direction, white space aside."""
    count = 0
    while count < min(limit, SLIDE_LIMIT) and _same(text[first + count * step], text[second + count * step]):
        count += 1
    return count


def _same(token: Token, other: Token) -> bool:
    return token._replace(space=other.space) == other


def _fitness(text: Sequence[Token], start: int) -> int:
    """Return how natural it is for a passage to start here."""
    if text[start].place:
        return 4
    before = text[start - 1]
    if before.place or before.text in SENTENCE_ENDS or before.text == LINE_BREAK:
        return 3
    return 0 if before.is_word else 1


# What became of them


def _rewritten(old: Sequence[Token], new: Sequence[Token], gap: Gap, keeps_words: bool) -> Iterator[Span]:
    """Yield what was taken out and put in; a paragraph that keeps its words is restyled, not replaced.

    keeps_words: the gap is followed by kept words of the paragraph that begins at its end.
    """
    gone, come = tuple(old[gap.old_start : gap.old_end]), tuple(new[gap.new_start : gap.new_end])
    restyled: tuple[Span, ...] = ()
    if keeps_words and gone and come and gone[-1].place and come[-1].place:
        restyled = (Span("format", come[-1:], gone[-1:]),)
        gone, come = gone[:-1], come[:-1]
    if gone:
        yield Span("delete", gone)
    if come:
        yield Span("insert", come)
    yield from restyled


def _kept(old: Sequence[Token], new: Sequence[Token], run: Match) -> Iterator[Span]:
    """Yield a kept run, split where the look of its words changed."""
    before, after = tuple(old[run.old : run.old + run.size]), tuple(new[run.new : run.new + run.size])
    if not after:
        return
    if before == after:
        yield Span("equal", after)
        return
    start = 0
    for change, group in groupby(map(_look, range(run.size), before, after)):
        end = start + len(list(group))
        pieces = after[start:end], before[start:end]
        op: Op = "equal" if change is None else "format"
        yield Span(op, pieces[0], () if pieces[0] == pieces[1] else pieces[1])
        start = end


def _look(index: int, before: Token, after: Token) -> Restyling | None:
    """Return how a kept word was restyled; None if not, or if it merely has a new neighbour to be spaced from."""
    if before == after or (index == 0 and _same(before, after)):
        return None
    return restyling(before, after)
