"""Two changed copies of a text brought together, word by word.

Each copy is aligned with the text both were made from. What only one of them changed is taken; what both changed
alike is taken once; a word that one made bold and the other a link is both. Where the same words, or the words at
the same place, were changed in two ways, nothing is decided: a `Clash` holds all three.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from guidelines.rules.tokens import Token, tokenise
from guidelines.rules.worddiff import gaps_between, kept_runs

END: Final = Token("")
"""The end of a paragraph. It tells a sentence added to a paragraph from a paragraph added after it."""

NOT_PARAGRAPHS: Final = frozenset({"part", "block"})
"""Tags of places that start no paragraph but a part of a rule (guidelines.rules.merge)."""

MARK_ORDER: Final = ("b", "i", "s", "code", "sup", "sub")
"""In which the marks of a token stand."""

Tokens = tuple[Token, ...]


class Clash(NamedTuple):
    """A passage that was changed in two ways: as it was, as mine is, as theirs is. Each may be empty."""

    base: Tokens
    mine: Tokens
    theirs: Tokens


class _Edit(NamedTuple):
    """base[start:end] was replaced by these tokens; a pure insertion if start is end.

    is_look: the same word, or the start of the same paragraph, in another look.
    """

    start: int
    end: int
    tokens: Tokens
    is_look: bool = False


class _Side(NamedTuple):
    """One changed copy: its edits in order, and the kept words that are spaced otherwise, by their index."""

    edits: list[_Edit]
    spaces: dict[int, bool]


class _Group(NamedTuple):
    """Edits that have to be looked at together, and the stretch of the base that they touch."""

    mine: list[_Edit]
    theirs: list[_Edit]

    @property
    def start(self) -> int:
        """Where the first of them begins."""
        return min(edit.start for edit in (*self.mine, *self.theirs))

    @property
    def end(self) -> int:
        """Where the last of them ends."""
        return max(edit.end for edit in (*self.mine, *self.theirs))


def with_ends(tokens: Iterable[Token]) -> Tokens:
    """Return tokens with an END after each paragraph."""
    return tuple(_with_ends(tokens))


def _with_ends(tokens: Iterable[Token]) -> Iterator[Token]:
    is_open = False
    for token in tokens:
        if token.place and is_open:
            yield END
        is_open = not token.place or token.place.tag not in NOT_PARAGRAPHS
        yield token
    if is_open:
        yield END


def read_paragraphs(html: str) -> Tokens:
    """Return the tokens of rich text, with an END after each paragraph."""
    return with_ends(tokenise(html))


def merge_tokens(base: Tokens, mine: Tokens, theirs: Tokens) -> list[Tokens | Clash]:
    """Return the text that has the changes of both copies: what is settled, and clashes, in reading order."""
    sides = _side(base, mine), _side(base, theirs)
    pieces: list[Tokens | Clash] = []
    position = 0
    for group in _groups(*sides):
        pieces.append(_kept(base, position, group.start, *sides))
        pieces.append(_brought_together(base, group, *sides))
        position = group.end
    pieces.append(_kept(base, position, len(base), *sides))
    return [piece for piece in pieces if piece]


# What each side did


def _side(base: Tokens, copy: Tokens) -> _Side:
    runs = kept_runs(base, copy)
    edits: list[_Edit] = []
    spaces: dict[int, bool] = {}
    for gap in gaps_between(runs, base, copy):
        edits += _replaced(gap.old_start, base[gap.old_start : gap.old_end], copy[gap.new_start : gap.new_end])
    for run in runs:
        for index, after in enumerate(copy[run.new : run.new + run.size], run.old):
            before = base[index]
            if before == after:
                continue
            if (before.marks, before.link) != (after.marks, after.link):
                edits.append(_Edit(index, index + 1, (after,), is_look=True))
            elif before.space != after.space:
                spaces[index] = after.space
    return _Side(sorted(edits, key=_place), spaces)


def _replaced(start: int, gone: Tokens, come: Tokens) -> Iterator[_Edit]:
    """Yield a replacement; the paragraph that begins at its end keeps its words and is only restyled."""
    end = start + len(gone)
    if gone and come and _starts_paragraph(gone[-1]) and _starts_paragraph(come[-1]):
        yield _Edit(end - 1, end, come[-1:], is_look=True)
        gone, come, end = gone[:-1], come[:-1], end - 1
    if gone or come:
        yield _Edit(start, end, come)


def _starts_paragraph(token: Token) -> bool:
    return token.place is not None and token.place.tag not in NOT_PARAGRAPHS


# What belongs together


def _groups(mine: _Side, theirs: _Side) -> list[_Group]:
    """Return the edits of both sides in order, those that meet in one group."""
    edits = [(edit, True) for edit in mine.edits] + [(edit, False) for edit in theirs.edits]
    groups: list[_Group] = []
    for edit, is_mine in sorted(edits, key=lambda each: _place(each[0])):
        others = (groups[-1].theirs if is_mine else groups[-1].mine) if groups else []
        if not any(_meet(edit, other) for other in others):
            groups.append(_Group([], []))
        (groups[-1].mine if is_mine else groups[-1].theirs).append(edit)
    return groups


def _place(edit: _Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _meet(one: _Edit, other: _Edit) -> bool:
    """Whether two sides' edits touch the same words, or say different things at the same place.

    Words put in just beside words that were replaced stand at the same place; beside words that merely went, or
    look different now, they do not.
    """
    if one.start < other.end and other.start < one.end:
        return True
    both_insert = one.start == one.end and other.start == other.end
    if both_insert:
        return one.start == other.start
    one_inserts = one.start == one.end or other.start == other.end
    say_something = one.tokens and other.tokens and not one.is_look and not other.is_look
    return bool(one_inserts and say_something) and (one.start == other.end or other.start == one.end)


# What becomes of it


def _brought_together(base: Tokens, group: _Group, mine: _Side, theirs: _Side) -> Tokens | Clash:
    stretch = group.start, group.end
    as_mine = _rendered(base, stretch, group.mine, mine)
    as_theirs = _rendered(base, stretch, group.theirs, theirs)
    if not group.theirs or as_mine == as_theirs:
        return as_mine
    if not group.mine:
        return as_theirs
    before = base[slice(*stretch)]
    if all(edit.is_look for edit in (*group.mine, *group.theirs)):
        look = _look(before[0], as_mine[0], as_theirs[0])
        if look:
            return (look,)
    return Clash(before, as_mine, as_theirs)


def _rendered(base: Tokens, stretch: tuple[int, int], edits: Sequence[_Edit], side: _Side) -> Tokens:
    """Return a stretch of the base as one side has it."""
    position, end = stretch
    tokens: list[Token] = []
    for edit in edits:
        tokens += _kept(base, position, edit.start, side)
        tokens += edit.tokens
        position = edit.end
    tokens += _kept(base, position, end, side)
    return tuple(tokens)


def _kept(base: Tokens, start: int, end: int, *sides: _Side) -> Tokens:
    """Return tokens that stayed, spaced as whichever side changed that."""
    tokens = list(base[start:end])
    for index in {index for side in sides for index in side.spaces if start <= index < end}:
        tokens[index - start] = base[index]._replace(space=not base[index].space)
    return tuple(tokens)


def _look(base: Token, mine: Token, theirs: Token) -> Token | None:
    """Return a word or the start of a paragraph in the looks of both sides; None if they contradict each other."""
    if _contradict(base.link, mine.link, theirs.link) or _contradict(base.place, mine.place, theirs.place):
        return None
    changed = set(mine.marks) ^ set(theirs.marks) ^ set(base.marks)
    return mine._replace(
        marks=tuple(mark for mark in MARK_ORDER if mark in changed),
        link=theirs.link if mine.link == base.link else mine.link,
        place=theirs.place if mine.place == base.place else mine.place,
    )


def _contradict(base: object, mine: object, theirs: object) -> bool:
    """Whether both sides changed this, each to something else."""
    return mine != theirs and base not in {mine, theirs}
