"""Who wrote which words: for each token of each part of a guideline, the version that brought it.

A part is the title, the summary or a clause, and goes by its name: "title", "summary" or the clause's id. So
clauses may move without losing anything. The blame of a version follows from the blame of the one before and from
the words of what changed; what it says of words that were taken out is kept as places in earlier leaves, so that
no text stands anywhere but in leaves. Versions count from 1.

    >>> own, kind = tokenise("<p>Own your words.</p>"), tokenise("<p>Own all your words.</p>")
    >>> texts = {"leaf 1": own, "leaf 2": kind}
    >>> first = next_blame({}, {"a": "leaf 1"}, 1, texts.get)
    >>> next_blame(first, {"a": "leaf 2"}, 2, texts.get)["a"].runs
    ((1, 2), (2, 1), (1, 3))
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from guidelines.rules.content import clause_from_json, clause_html
from guidelines.rules.restoring import Removals, Removed, Stretch, bring_back
from guidelines.rules.tokens import Token, tokenise
from guidelines.rules.worddiff import word_spans

REMEMBERED: Final = 16
"""Removed passages that are remembered of a part, the newest ones."""

Runs = tuple[tuple[int, int], ...]
"""Versions and how many tokens in a row each of them brought; neighbours differ, no count is 0."""

TokensOf = Callable[[str], Sequence[Token] | None]
"""Return the tokens of a leaf by its hash; None where its words were taken out."""


class BlameError(ValueError):
    """Blame that does not fit the words it is about: it has to be computed from the start."""


class Passage(NamedTuple):
    """Words that were removed: those of a leaf from the token `start` on, as many as the runs count."""

    leaf: str
    start: int
    runs: Runs

    @property
    def stretch(self) -> Stretch:
        """Where it stands in its leaf."""
        return Stretch(self.start, self.start + length(self.runs))


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote one part.

    leaf: hash of the leaf whose tokens `runs` counts; "" with no runs while the guideline lacks the part.
    gone: what was removed from it and has not come back, the latest first.
    """

    leaf: str
    runs: Runs = ()
    gone: tuple[Passage, ...] = ()


Blame = Mapping[str, Credit]
"""Who wrote a guideline, by part; with parts it had once."""


def leaf_tokens(kind: str, content: str) -> tuple[Token, ...]:
    """Return the tokens of a leaf's content: a title is a paragraph, a summary a list. Raises ContentError."""
    if kind == "clause":
        return tokenise(clause_html(clause_from_json(content)))
    lines = [escape(line, quote=False) for line in content.splitlines()]
    if kind == "title":
        return tokenise("".join(f"<p>{line}</p>" for line in lines))
    return tokenise(f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>")


def parts_of(leaves: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the hash of each part's leaf, in order. leaves: kind, clause id and hash of each, as in a version."""
    return {clause_id or kind: digest for kind, clause_id, digest in leaves if kind != "note"}


def next_blame(previous: Blame, leaves: Mapping[str, str], version: int, tokens_of: TokensOf) -> dict[str, Credit]:
    """Return who wrote a version; `changed_credit` says what each argument is. Raises BlameError."""
    return {**previous, **changed_credit(previous, leaves, version, tokens_of)}


def changed_credit(
    previous: Blame,
    leaves: Mapping[str, str],
    version: int,
    tokens_of: TokensOf,
    earlier: Mapping[str, Runs] = MappingProxyType({}),
) -> dict[str, Credit]:
    """Return who wrote the parts that a version changed, brought or took away.

    previous: who wrote the version before; {} for the first. leaves: hash of the leaf of each of the new version's
        parts. A part whose new words were taken out stays as it was. earlier: who wrote a part when it last had
        this very leaf; it is theirs again, word for word.

    Words that stay, whatever their look, keep their credit. What was removed from a part gets it back when it
    returns there; so do words that move from one place to another, be it between parts. Raises BlameError if
    `previous` is about other words.
    """
    edits = [
        _Edit.read(part, previous.get(part, Credit("")), leaves.get(part, ""), tokens_of)
        for part in sorted({**previous, **leaves})
        if previous.get(part, Credit("")).leaf != leaves.get(part, "")
    ]
    readable = [edit for edit in edits if edit is not None]
    moving = Removals(removed for edit in readable for removed in edit.removed)
    for edit in readable:
        remembered = Removals(edit.remembered)
        for inserted in edit.inserted:
            bring_back(edit.tokens, edit.versions, inserted, [moving, remembered])
    for edit in readable:
        edit.restore(earlier.get(edit.part, ()))
    return {edit.part: edit.credit(version) for edit in readable}


def last_runs(states: Iterable[Credit], leaf: str) -> Runs:
    """Return who wrote a part when it last had a leaf; nobody when it never had. states: the newest first."""
    return next((state.runs for state in states if leaf and state.leaf == leaf), ())


def standing(states: Iterable[Credit], tokens_of: TokensOf) -> Credit:
    """Return the newest of a part's states whose words can be read; if none can, that it never was there.

    states: the newest first.
    """
    return next((state for state in states if not state.leaf or tokens_of(state.leaf) is not None), Credit(""))


def leaves_about(parts: Iterable[Credit]) -> set[str]:
    """Return the hashes of all leaves whose words some credit is about."""
    return {leaf for credit in parts for leaf in (credit.leaf, *(passage.leaf for passage in credit.gone)) if leaf}


def fits(credit: Credit, tokens_of: TokensOf) -> bool:
    """Return whether credit is about the words its leaves hold, as far as they can be read."""
    now = tokens_of(credit.leaf) if credit.leaf else ()
    earlier = [(tokens_of(passage.leaf), passage.stretch.end) for passage in credit.gone]
    is_long_enough = all(text is None or end <= len(text) for text, end in earlier)
    return is_long_enough and (now is None or len(now) == length(credit.runs))


@dataclass(slots=True)
class _Edit:
    """One part between two versions.

    tokens, versions: of the new one; None for tokens that are new here. inserted: where those stand. removed: what
        went with this version; remembered: what had gone before.
    """

    part: str
    leaf: str
    tokens: Sequence[Token]
    versions: list[int | None]
    inserted: list[Stretch]
    removed: list[Removed]
    remembered: list[Removed]

    @classmethod
    def read(cls, part: str, before: Credit, leaf: str, tokens_of: TokensOf) -> "_Edit | None":
        """Return what happened to a part; None where nobody can read it any more."""
        tokens = tokens_of(leaf) if leaf else ()
        if tokens is None:
            return None
        edit = cls(part, leaf, tokens, [], [], [], [])
        edit._compare(before, (tokens_of(before.leaf) or ()) if before.leaf else ())
        for passage in before.gone:
            text = tokens_of(passage.leaf)
            if text is not None:
                edit.remembered.append(_removed(passage, text))
        return edit

    def _compare(self, before: Credit, old: Sequence[Token]) -> None:
        old_versions = versions_of(before.runs, len(old)) if old else []
        old_index = 0
        for span in word_spans(old, self.tokens):
            old_end = old_index + len(span.old)
            if span.op == "insert":
                start = len(self.versions)
                self.inserted.append(Stretch(start, start + len(span.new)))
                self.versions += [None] * len(span.new)
            elif span.op == "delete":
                self.removed.append(Removed(before.leaf, old, old_versions, Stretch(old_index, old_end)))
            else:
                self.versions += old_versions[old_index:old_end]
            old_index = old_end

    def restore(self, runs: Runs) -> None:
        """Give each word back to who wrote it when the part said just this; runs about other words do nothing."""
        if length(runs) == len(self.versions):
            self.versions = list(versions_of(runs))

    def credit(self, version: int) -> Credit:
        """Return who wrote the part now; what is nobody else's was brought by this version."""
        gone = [
            Passage(each.leaf, rest.start, _runs(each.versions[rest.start : rest.end]))
            for each in [*self.removed, *self.remembered]
            for rest in each.left()
        ]
        runs = _runs([version if credit is None else credit for credit in self.versions])
        return Credit(self.leaf, runs, tuple(gone[:REMEMBERED]))


def _removed(passage: Passage, tokens: Sequence[Token]) -> Removed:
    if passage.stretch.end > len(tokens):
        raise BlameError(f"leaf {passage.leaf} has no {passage.stretch.end} tokens")
    versions = [0] * passage.start + versions_of(passage.runs)
    return Removed(passage.leaf, tokens, versions, passage.stretch)


# Runs


def length(runs: Runs) -> int:
    """Return how many tokens some runs count."""
    return sum(count for _version, count in runs)


def versions_of(runs: Runs, count: int | None = None) -> list[int]:
    """Return the version of each token. Raises BlameError if there are not `count` of them."""
    if count is not None and length(runs) != count:
        raise BlameError(f"the blame is about {length(runs)} tokens, the text has {count}")
    return [version for version, size in runs for _ in range(size)]


def words_by_version(tokens: Sequence[Token], runs: Runs) -> Counter[int]:
    """Return how many of the words each version brought; punctuation does not count. Raises BlameError."""
    pairs = zip(tokens, versions_of(runs, len(tokens)), strict=True)
    return Counter(version for token, version in pairs if token.is_word)


def _runs(versions: Iterable[int]) -> Runs:
    return tuple((version, len(list(group))) for version, group in groupby(versions))


# To and from storage


def runs_to_data(runs: Runs) -> list[list[int]]:
    """Return runs as plain data, ready for JSON: pairs of version and count."""
    return [list(run) for run in runs]


def runs_from_data(data: Any) -> Runs:
    """Return the runs that `runs_to_data` wrote. Raises BlameError for anything else."""
    try:
        runs = tuple((version, count) for version, count in data)
    except (TypeError, ValueError) as error:
        raise BlameError(f"These are no runs: {error}") from error
    if not all(type(number) is int and number > 0 for run in runs for number in run):
        raise BlameError("Versions and counts are whole numbers from 1.")
    return runs


def passages_to_data(passages: Iterable[Passage]) -> list[list[Any]]:
    """Return removed passages as plain data: hash of the leaf, place of the first token from 0, runs."""
    return [[passage.leaf, passage.start, runs_to_data(passage.runs)] for passage in passages]


def passages_from_data(data: Any) -> tuple[Passage, ...]:
    """Return the passages that `passages_to_data` wrote. Raises BlameError for anything else."""
    try:
        return tuple(Passage(leaf, start, runs_from_data(runs)) for leaf, start, runs in data)
    except (TypeError, ValueError) as error:
        raise BlameError(f"These are no passages: {error}") from error
