"""Three-way merge of guidelines: two drafts made from one text become one, and no word of either is lost.

Clauses are matched by id. What only one side changed, added, removed or moved is taken; a field that both changed
is merged word by word (guidelines.rules.wordmerge), with formatting and links; a table and a block of code are one
piece each. Where the two contradict each other there is a `Conflict`, and a person decides:

    >>> result = merge(base, mine, theirs)
    >>> result.guideline or resolve(result, {conflict.key: "mine" for conflict in result.conflicts})

Source: docs/adr/0011-merge.md
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal, NamedTuple, TypeVar

from guidelines.rules.clause_order import Side, merge_orders
from guidelines.rules.comparison import Comparison, compare
from guidelines.rules.content import (
    FIELDS,
    LEVELS,
    MAX_SUMMARY_LINES,
    Clause,
    Guideline,
    Part,
    clause_html,
    normalise_guideline,
    part_html,
)
from guidelines.rules.fieldtokens import FieldTokens, words_shown
from guidelines.rules.reading import Reading
from guidelines.rules.richtext import normalise_rich_text, plain_line, plain_lines
from guidelines.rules.tokens import Place, Token
from guidelines.rules.wordmerge import Clash, Tokens, merge_tokens

T = TypeVar("T")

CONTEXT_WORDS: Final = 12
"""Words shown before and after a passage in conflict: enough to find the sentence again."""


class ChoiceError(ValueError):
    """The choices do not fit the conflicts; the message names which."""


@dataclass(frozen=True, slots=True)
class Own:
    """Words written anew in place of a passage: rich text where the conflict `is_rich`, else plain text."""

    text: str


Choice = Literal["mine", "theirs"] | Own


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that the two sides changed in two ways.

    key: names it among the conflicts of one merge, the same whenever the same texts are merged.
    clause_id: "" for title and summary.
    field: "title", "summary", "heading", "level", "rule" or one of content.FIELDS; "clause" where one side deleted
        what the other edited (its words are "" then); "position" where both moved the clause (its words are
        the heading it stands after, "" for the first).
    base, mine, theirs: HTML where `is_rich`, else plain text; "" for nothing.
    before, after: words that stand around the passage, in plain text; "" for what is in conflict as a whole.
    """

    key: str
    clause_id: str
    field: str
    base: str
    mine: str
    theirs: str
    before: str = ""
    after: str = ""

    @property
    def is_rich(self) -> bool:
        """Whether its passages are rich text."""
        return self.field in {"rule", "clause", *FIELDS}

    @property
    def takes_own_words(self) -> bool:
        """Whether it can be settled by words written anew; levels, positions, addresses can only be chosen."""
        return self.field not in {"level", "position", "slug"}


@dataclass(frozen=True, slots=True)
class Merge:
    """What came of merging. draft: the guideline with both sides' changes, and mine where they are in conflict."""

    base: Guideline
    mine: Guideline
    theirs: Guideline
    draft: Guideline
    conflicts: tuple[Conflict, ...]

    @property
    def guideline(self) -> Guideline | None:
        """The merged guideline, in canonical form; None while anything is in conflict."""
        return None if self.conflicts else self.draft

    def incoming(self) -> Comparison:
        """Return what came into mine from theirs, to be shown to whoever wrote mine."""
        return compare(Reading(self.mine, "", frozenset()), Reading(self.draft, "", frozenset()))


def merge(base: Guideline, mine: Guideline, theirs: Guideline) -> Merge:
    """Return what comes of two guidelines that were made from one; all three in canonical form."""
    merger = _Merger({})
    draft = merger.guideline(base, mine, theirs)
    return Merge(base, mine, theirs, draft, tuple(merger.conflicts))


def resolve(result: Merge, choices: Mapping[str, Choice]) -> Guideline:
    """Return the merged guideline, in canonical form, with each conflict settled as chosen, by its key.

    Raises ChoiceError if a choice is missing, or stands for no conflict, or has own words where none can be;
    ContentError if the words chosen make no guideline (no title, a summary too long).
    """
    by_key = {conflict.key: conflict for conflict in result.conflicts}
    if missing := sorted(by_key.keys() ^ choices.keys()):
        raise ChoiceError(f"Every conflict needs one choice: {', '.join(missing)}.")
    for key, choice in choices.items():
        if isinstance(choice, Own) and not by_key[key].takes_own_words:
            raise ChoiceError(f"One of the two has to be chosen: {key}.")
    return normalise_guideline(_Merger(choices).guideline(result.base, result.mine, result.theirs))


# Merging


class _Whole(NamedTuple):
    """How a field is shown and written anew when it is in conflict as a whole."""

    show: Callable[[Any], str]
    own: Callable[[str], Any]


def _own_rule(html: str) -> tuple[Part, ...]:
    text = normalise_rich_text(html)
    return (Part("text", text),) if text else ()


_AS_LINE = _Whole(str, plain_line)
_AS_LINES = _Whole(str, plain_lines)
_AS_RICH_TEXT = _Whole(str, normalise_rich_text)
_AS_RULE = _Whole(lambda rule: "".join(part_html(part) for part in rule), _own_rule)


class _Merger:
    """One merge: takes what is chosen where there is a conflict, mine where nothing is, and remembers them all."""

    def __init__(self, choices: Mapping[str, Choice]) -> None:
        self.conflicts: list[Conflict] = []
        self._choices = choices
        self._fields = FieldTokens()

    def guideline(self, base: Guideline, mine: Guideline, theirs: Guideline) -> Guideline:
        """Return the merged guideline."""
        title = self._plain(("", "title"), (base.title, mine.title, theirs.title), _AS_LINE, _is_a_title)
        summaries = base.summary, mine.summary, theirs.summary
        summary = self._plain(("", "summary"), summaries, _AS_LINES, _is_a_summary)
        sides = tuple({clause.id: clause for clause in side.clauses} for side in (base, mine, theirs))
        ids = dict.fromkeys(clause.id for side in (mine, theirs) for clause in side.clauses)
        merged = {key: self._clause(*(side.get(key) for side in sides)) for key in ids}
        kept = {key: clause for key, clause in merged.items() if clause and not clause.is_empty}
        orders = [list(side) for side in sides]
        order = merge_orders(*orders, kept=kept, decide=partial(self._position, sides))
        return Guideline(title, summary, tuple(kept[key] for key in order))

    # Clauses

    def _clause(self, base: Clause | None, mine: Clause | None, theirs: Clause | None) -> Clause | None:
        """Return the merged clause; None if it is to go. Somebody has it."""
        if mine == theirs or theirs == base:
            return mine
        if mine == base:
            return theirs
        if mine is None or theirs is None:
            return self._deleted_and_edited(base, mine, theirs)
        return self._both_edited(base or Clause(mine.id), mine, theirs)

    def _deleted_and_edited(
        self, base: Clause | None, mine: Clause | None, theirs: Clause | None
    ) -> Clause | None:
        edited = mine or theirs or base
        if edited is None:
            raise ValueError("nobody has this clause")
        shown = [clause_html(clause) if clause else "" for clause in (base, mine, theirs)]
        choice = self._choose((edited.id, "clause"), "", *shown)
        if isinstance(choice, Own):
            return replace(edited, rule=_own_rule(choice.text))
        return mine if choice == "mine" else theirs

    def _both_edited(self, base: Clause, mine: Clause, theirs: Clause) -> Clause:
        def three(name: str) -> tuple[Any, Any, Any]:
            """Return a field as it was, as I have it and as they have it."""
            return getattr(base, name), getattr(mine, name), getattr(theirs, name)

        return Clause(
            id=base.id,
            heading=self._plain((base.id, "heading"), three("heading"), _AS_LINE, _is_a_line),
            level=self._level(base.id, *three("level")),
            rule=self._rule(base.id, three("rule")),
            **{name: self._rich((base.id, name), three(name)) for name in FIELDS},
        )

    def _level(self, clause_id: str, base: int, mine: int, theirs: int) -> int:
        settled = _settled(base, mine, theirs)
        if settled in LEVELS:
            return settled
        choice = self._choose((clause_id, "level"), "", str(base), str(mine), str(theirs))
        return theirs if choice == "theirs" else mine

    def _position(self, sides: Sequence[Mapping[str, Clause]], clause_id: str, *after: str) -> Side:
        headings = [side[key].heading if key else "" for side, key in zip(sides, after, strict=True)]
        choice = self._choose((clause_id, "position"), "", *headings)
        return "theirs" if choice == "theirs" else "mine"

    # Fields

    def _plain(
        self, of: tuple[str, str], three: tuple[str, str, str], whole: _Whole, fits: Callable[[str], bool]
    ) -> str:
        """Return plain text merged; a conflict in it is about all of it, for it is short."""
        settled = _settled(*three)
        if settled is not None:
            return settled
        tokens = tuple(map(self._fields.read_lines, three))
        pieces = merge_tokens(*tokens)
        text = self._fields.write_lines(_joined(piece for piece in pieces if not isinstance(piece, Clash)))
        is_clean = not any(isinstance(piece, Clash) for piece in pieces)
        if is_clean and fits(text) and tuple(map(self._fields.write_lines, tokens)) == three:
            return text
        return self._whole(of, three, whole)

    def _rich(self, of: tuple[str, str], three: tuple[str, str, str]) -> str:
        settled = _settled(*three)
        if settled is not None:
            return settled
        return self._by_words(of, three, self._fields.read_rich, self._fields.write_rich, _AS_RICH_TEXT)

    def _rule(self, clause_id: str, three: tuple[Any, Any, Any]) -> tuple[Part, ...]:
        settled = _settled(*three)
        if settled is not None:
            return settled
        return self._by_words(
            (clause_id, "rule"), three, self._fields.read_rule, self._fields.write_rule, _AS_RULE
        )

    def _by_words(
        self,
        of: tuple[str, str],
        three: tuple[T, T, T],
        read: Callable[[T], Tokens],
        write: Callable[[Tokens], T],
        whole: _Whole,
    ) -> T:
        """Return a field merged word by word, each passage in conflict by itself.

        One whose tokens do not hold all that it says is in conflict as a whole, so that nothing is lost.
        """
        read_three = tuple(map(read, three))
        if tuple(map(write, read_three)) != three:
            return self._whole(of, three, whole)
        pieces = merge_tokens(*read_three)
        shown = {
            number: [whole.show(write(passage)) for passage in piece]
            for number, piece in enumerate(pieces)
            if isinstance(piece, Clash)
        }
        if any(mine == theirs for _base, mine, theirs in shown.values()):
            return self._whole(of, three, whole)
        tokens: list[Token] = []
        for number, piece in enumerate(pieces):
            if isinstance(piece, Clash):
                before, after = _around(pieces, number)
                choice = self._choose(of, str(number), *shown[number], before=before, after=after)
                tokens += self._chosen(choice, piece, in_a_line=bool(tokens) and _is_word(tokens[-1]))
            else:
                tokens += piece
        return write(tuple(tokens))

    def _chosen(self, choice: Choice, clash: Clash, *, in_a_line: bool) -> Tokens:
        """Return the words that were chosen; own words go on with the line in which they stand."""
        if not isinstance(choice, Own):
            return clash.mine if choice == "mine" else clash.theirs
        own = self._fields.read_rich(normalise_rich_text(choice.text))
        return own[1:] if in_a_line and own and own[0].place == Place("p") else own

    def _whole(self, of: tuple[str, str], three: tuple[T, T, T], whole: _Whole) -> T:
        """Return a field of which one side has to be chosen, or which is to be written anew."""
        choice = self._choose(of, "", *map(whole.show, three))
        if isinstance(choice, Own):
            return whole.own(choice.text)
        return three[1] if choice == "mine" else three[2]

    def _choose(
        self,
        of: tuple[str, str],
        number: str,
        base: str,
        mine: str,
        theirs: str,
        *,
        before: str = "",
        after: str = "",
    ) -> Choice:
        """Remember a conflict and return what was chosen; mine if nothing was."""
        clause_id, name = of
        key = ".".join(part for part in (clause_id, name, number) if part)
        self.conflicts.append(Conflict(key, clause_id, name, base, mine, theirs, before, after))
        return self._choices.get(key, "mine")


def _settled(base: T, mine: T, theirs: T) -> T | None:
    """Return the value if at most one side changed it, or both alike; else None."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None


def _is_a_line(text: str) -> bool:
    return "\n" not in text


def _is_a_title(text: str) -> bool:
    return bool(text) and _is_a_line(text)


def _is_a_summary(text: str) -> bool:
    return text.count("\n") < MAX_SUMMARY_LINES


def _is_word(token: Token) -> bool:
    """Whether a paragraph is open after this token."""
    return bool(token.text) or (token.place is not None and token.place.tag not in {"part", "block"})


def _joined(pieces: Iterable[Tokens]) -> Tokens:
    return tuple(token for piece in pieces for token in piece)


def _around(pieces: Sequence[Tokens | Clash], number: int) -> tuple[str, str]:
    """Return some words of the settled text right before and after a clash."""
    before = pieces[number - 1] if number else ()
    after = pieces[number + 1] if number + 1 < len(pieces) else ()
    return (
        "" if isinstance(before, Clash) else words_shown(before[-CONTEXT_WORDS:]),
        "" if isinstance(after, Clash) else words_shown(after[:CONTEXT_WORDS]),
    )
