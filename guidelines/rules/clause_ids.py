"""Which clause of a new text is which of the one before, so that clauses keep their ids through an import.

A clause keeps its id while its heading or most of its text stays. Every pair of an old and a new clause for
which that holds gets a score, and the best pairs are taken first:

- text: the share of words that both have in order, 2 x common / all, from 0 to 1. Alone it counts from
  MOSTLY on. A text that only grew or shrank counts by the share of the shorter one that stands in long runs
  in the other, less a tenth, so that an equal text is always better.
- heading: HEADING for the same one, numbers before it and signs in it aside. It weighs less than a text that
  stayed whole, so two clauses that swap headings keep what they say; and more than a text half rewritten.

Of equal scores the clauses that moved least go together. A clause that is not in the version before, but was in
an earlier one, gets its id back when its score is BACK or more: a history may take a change back.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz.distance import LCSseq

from guidelines.rules.content import Clause, clause_text

HEADING = 0.7
"""What the same heading is worth, where a text that stayed whole is worth 1."""

MOSTLY = 0.5
"""From which share on most of a text has stayed."""

GROWN = 0.8
"""From which share of the shorter text on the longer one counts as the same, grown."""

RUN = 5
"""Words in a row that count as taken over; fewer also stand in texts that have nothing to do with each other."""

BACK = 1.0
"""From which score on a clause is one that had gone: the same text, or the same heading and much of the text."""

_NUMBERING = re.compile(r"\A\W*(?:\d+(?:\.\d+)*[.):](?!\d)\s*|\d+(?:\.\d+)+\s+|(?:[A-Za-z]|[ivxIVX]+)[.):]\s+)")
_WORD = re.compile(r"\w+")


def carry_ids(
    previous: Sequence[Clause], new: Sequence[Clause], *, new_id: Callable[[int], str], gone: Sequence[Clause] = ()
) -> tuple[Clause, ...]:
    """Return the new clauses with ids: those of the previous clauses they were, or else new ones.

    previous: clauses with ids, of the version before. gone: the last state of clauses with ids that were in
    earlier versions only. new_id: makes the id of a clause nobody knew yet from its place in `new`, from 0. No id
    is given twice, and the same texts always give the same ids. Raises ValueError when `new_id` gives an id that
    is taken.
    """
    texts = {place: _Text(clause) for place, clause in enumerate(new)}
    kept = _best_pairs([_Text(clause) for clause in previous], texts, at_least=0.0)
    ids = {place: previous[old].id for place, old in kept.items()}
    unknown = {place: text for place, text in texts.items() if place not in ids}
    if unknown and gone:
        back = _best_pairs([_Text(clause) for clause in gone], unknown, at_least=BACK)
        ids |= {place: gone[old].id for place, old in back.items()}
    ids |= {place: new_id(place) for place in unknown if place not in ids}
    if len(set(ids.values())) < len(ids):
        raise ValueError("A new clause got an id that another one has.")
    return tuple(replace(clause, id=ids[place]) for place, clause in enumerate(new))


@dataclass(frozen=True, order=True, slots=True)
class _Pair:
    """An old and a new clause that may be the same one; sorts best first."""

    distance: float
    moved: int
    new: int
    old: int


class _Text:
    """A clause as words."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause

    @cached_property
    def heading(self) -> tuple[str, ...]:
        """The words of the heading, without a number before it; () for none."""
        heading = self.clause.heading.casefold()
        return tuple(_WORD.findall(_NUMBERING.sub("", heading))) or ((heading,) if heading else ())

    @cached_property
    def words(self) -> list[str]:
        """The words of the text under the heading."""
        return _WORD.findall(clause_text(replace(self.clause, heading="")).casefold())

    @cached_property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The same for clauses with the same words."""
        return self.heading, tuple(self.words)


def _best_pairs(old: Sequence[_Text], new: Mapping[int, _Text], *, at_least: float) -> dict[int, int]:
    """Return places of new clauses with those of the old ones they were; every clause is in one pair at most."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for pair in sorted(_pairs(old, new)):
        if -pair.distance >= at_least and pair.new not in pairs and pair.old not in taken:
            pairs[pair.new] = pair.old
            taken.add(pair.old)
    return pairs


def _pairs(old: Sequence[_Text], new: Mapping[int, _Text]) -> Iterator[_Pair]:
    """Yield the pairs that may be; clauses with an equal on the other side each are not compared with others."""
    counts = [Counter(text.key for text in texts) for texts in (old, new.values())]
    settled = {key for key, count in counts[0].items() if counts[1][key] == count}
    for new_place, new_text in new.items():
        for old_place, old_text in enumerate(old):
            if new_text.key != old_text.key and settled & {new_text.key, old_text.key}:
                continue
            if score := _score(old_text, new_text):
                yield _Pair(-score, abs(new_place - old_place), new_place, old_place)


def _score(old: _Text, new: _Text) -> float:
    """Return how well two clauses fit, 0 when neither heading nor most of the text stayed."""
    same_heading = HEADING if old.heading == new.heading else 0.0
    text = _text_share(old.words, new.words)
    return same_heading + (text if same_heading or text >= MOSTLY else 0.0)


def _text_share(old: list[str], new: list[str]) -> float:
    """Return which share of two texts stayed, from 0 to 1; 0 when either holds no words."""
    if not old or not new:
        return 0.0
    if old == new:
        return 1.0
    common = LCSseq.similarity(old, new)
    shorter = min(len(old), len(new))
    alike = 2 * common / (len(old) + len(new))
    if alike >= MOSTLY or common < GROWN * shorter:
        return alike
    in_runs = _in_runs(old, new) / shorter
    return max(alike, in_runs - 0.1) if in_runs >= GROWN else alike


def _in_runs(old: list[str], new: list[str]) -> int:
    """Return how many words both texts have in runs of at least RUN words in the same order."""
    steps = LCSseq.opcodes(old, new)
    runs = (step.src_end - step.src_start for step in steps if step.tag == "equal")
    return sum(run for run in runs if run >= RUN)
