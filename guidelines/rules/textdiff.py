"""What changed between two versions of a text, as data.

Two levels. Blocks (clauses of a guideline, paragraphs of a post) are matched by key, or by likeness where
they have none; those that changed are then compared word by word, with their formatting and links. Blocks of
the same HTML are never looked into. `apply` leads from the old text to the new one: nothing is left unsaid.

    >>> changes = diff([Block("a", "<p>Own your words.</p>")], [Block("a", "<p>Own <b>all</b> your words.</p>")])
    >>> changes.summary
    Summary(added=0, removed=0, reworded=1, moved=0, formatted=0, words_inserted=1, words_deleted=0)
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from guidelines.rules.markup import to_html
from guidelines.rules.matching import Pairs, moved, pair_by_key, pair_identical, pair_similar
from guidelines.rules.tokens import Link, Place, Token, tokenise
from guidelines.rules.worddiff import Op, Span, word_spans

Kind = Literal["same", "added", "removed", "reworded", "formatted", "moved"]


@dataclass(frozen=True, slots=True)
class Block:
    """A clause or paragraph: its HTML, and a key that is the same in every version, or None."""

    key: str | None
    html: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What became of one block.

    kind: "same", "added", "removed", "reworded" (words came or went), "formatted" (only looks, links, kinds of
        paragraph or white space changed) or "moved" (and nothing else).
    key: of the new block; of the old one if it was removed.
    old_index, new_index: its place among the blocks, from 0; None where it is not there.
    moved: it changed places with others; true for every "moved" block, and for others that changed besides.
    spans: what became of its words; empty for "same" and "moved".
    old_html, new_html: the block as it was given; empty where it is not there.
    """

    kind: Kind
    key: str | None
    old_index: int | None
    new_index: int | None
    moved: bool = False
    spans: tuple[Span, ...] = ()
    old_html: str = ""
    new_html: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much changed: blocks by what happened to them, and words.

    A block that was moved and reworded counts as both. The words of added and removed blocks count.
    """

    added: int = 0
    removed: int = 0
    reworded: int = 0
    moved: int = 0
    formatted: int = 0
    words_inserted: int = 0
    words_deleted: int = 0


@dataclass(frozen=True, slots=True)
class Diff:
    """All blocks of both texts in the order of the new one, each removed one after what stood before it."""

    changes: tuple[BlockChange, ...]
    summary: Summary

    @property
    def is_empty(self) -> bool:
        """Return whether a reader would see no difference."""
        return not self.changed

    @property
    def changed(self) -> tuple[BlockChange, ...]:
        """Return the changes without the blocks that stayed the same."""
        return tuple(change for change in self.changes if change.kind != "same")


def diff(old: Sequence[Block], new: Sequence[Block]) -> Diff:
    """Return what changed from one sequence of blocks to another.

    Blocks with a key are paired with their key's block and no other; those without by equality, then by
    likeness. Any HTML is accepted (see `tokens`); keys may be missing or stand twice.
    """
    tokens = _Tokens(old, new)
    pairs = _pair(old, new, tokens)
    movers = moved(pairs)
    changes = _in_reading_order(
        [
            _changed(old[pairs[index]], block, pairs[index], index, index in movers, tokens)
            if index in pairs
            else _added(block, index, tokens)
            for index, block in enumerate(new)
        ],
        [_removed(old[index], index, tokens) for index in sorted(set(range(len(old))) - set(pairs.values()))],
    )
    return Diff(tuple(changes), _summary(changes))


def apply(changes: Diff, old: Sequence[Block]) -> list[Block]:
    """Return the new blocks, made from the old ones and the diff alone.

    Unchanged blocks keep their HTML to the letter, others get its canonical form (the same tokens).
    Raises ValueError if the diff was not made from these blocks.
    """
    made: dict[int, Block] = {}
    for change in changes.changes:
        before = _old_html(change, old)
        if change.spans and tokenise(before) != _joined(span.old for span in change.spans):
            raise ValueError(f"the diff was not made from this text: block {change.old_index} differs")
        if change.new_index is not None:
            html = to_html(_joined(span.new for span in change.spans)) if change.spans else before
            made[change.new_index] = Block(change.key, html)
    return [made[index] for index in sorted(made)]


def as_data(changes: Diff) -> dict[str, Any]:
    """Return the diff as plain data, ready for JSON: `summary` (counts) and `clauses`, in reading order.

    Each clause: `id`, `kind`, `moved`, `old` and `new` (places from 1, or null), and `tokens`: each with its
        `op` and its `text` with the white space before it, or `block` for the start of a paragraph (its tag,
        "" for the text of a list item or cell) with `within`, the containers around it; `marks` and `link`
        where it has them; and `was` where they were others. `tokens` is empty for a clause whose content did
        not change.
    """
    return {
        "summary": {name: getattr(changes.summary, name) for name in Summary.__slots__},
        "clauses": [
            {
                "id": change.key,
                "kind": change.kind,
                "moved": change.moved,
                "old": None if change.old_index is None else change.old_index + 1,
                "new": None if change.new_index is None else change.new_index + 1,
                "tokens": [token for span in change.spans for token in _span_data(span)],
            }
            for change in changes.changes
        ],
    }


class _Tokens:
    """The tokens of both texts, each block read when first asked for and only once."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self._blocks = {"old": old, "new": new}
        self._read: dict[tuple[str, int], tuple[Token, ...]] = {}

    def of(self, side: Literal["old", "new"], index: int) -> tuple[Token, ...]:
        """Return the tokens of one block."""
        key = side, index
        if key not in self._read:
            self._read[key] = tokenise(self._blocks[side][index].html)
        return self._read[key]


# Blocks


def _pair(old: Sequence[Block], new: Sequence[Block], tokens: _Tokens) -> Pairs:
    """Pair blocks by key; those without by the same HTML, else by the same tokens, else by likeness."""
    pairs = pair_by_key([block.key for block in old], [block.key for block in new])
    nameless = _unpaired(old, new, pairs)
    if not all(nameless):
        return pairs
    pairs |= pair_identical(*({index: block.html for index, block in side.items()} for side in nameless))
    old_left, new_left = _unpaired(old, new, pairs)
    old_tokens = {index: tokens.of("old", index) for index in old_left}
    new_tokens = {index: tokens.of("new", index) for index in new_left}
    pairs |= pair_identical(old_tokens, new_tokens)
    old_left, new_left = _unpaired(old, new, pairs)
    return pairs | pair_similar(
        {index: old_tokens[index] for index in old_left}, {index: new_tokens[index] for index in new_left}
    )


def _unpaired(
    old: Sequence[Block], new: Sequence[Block], pairs: Pairs
) -> tuple[dict[int, Block], dict[int, Block]]:
    """Return the blocks without a key that have no partner yet, by index."""
    taken = set(pairs.values())
    return (
        {index: block for index, block in enumerate(old) if block.key is None and index not in taken},
        {index: block for index, block in enumerate(new) if block.key is None and index not in pairs},
    )


def _changed(
    before: Block, after: Block, old_index: int, new_index: int, has_moved: bool, tokens: _Tokens
) -> BlockChange:
    spans: tuple[Span, ...] = ()
    if before.html != after.html:
        old_tokens, new_tokens = tokens.of("old", old_index), tokens.of("new", new_index)
        spans = () if old_tokens == new_tokens else word_spans(old_tokens, new_tokens)
    kind = _kind(spans, has_moved)
    return BlockChange(kind, after.key, old_index, new_index, has_moved, spans, before.html, after.html)


def _kind(spans: Sequence[Span], has_moved: bool) -> Kind:
    if not spans:
        return "moved" if has_moved else "same"
    return "reworded" if any(span.op in {"insert", "delete"} for span in spans) else "formatted"


def _added(block: Block, index: int, tokens: _Tokens) -> BlockChange:
    spans = _whole("insert", tokens.of("new", index))
    return BlockChange("added", block.key, None, index, spans=spans, new_html=block.html)


def _removed(block: Block, index: int, tokens: _Tokens) -> BlockChange:
    spans = _whole("delete", tokens.of("old", index))
    return BlockChange("removed", block.key, index, None, spans=spans, old_html=block.html)


def _whole(op: Op, tokens: tuple[Token, ...]) -> tuple[Span, ...]:
    return (Span(op, tokens),) if tokens else ()


def _in_reading_order(present: Sequence[BlockChange], removed: Sequence[BlockChange]) -> list[BlockChange]:
    """Return the changes in the new order, each removed block right after the unmoved one before it."""
    staying = [change.old_index for change in present if change.old_index is not None and not change.moved]
    after: dict[int | None, list[BlockChange]] = defaultdict(list)
    for change in removed:
        position = bisect_left(staying, change.old_index or 0)
        after[staying[position - 1] if position else None].append(change)
    ordered = list(after[None])
    for change in present:
        ordered.append(change)
        if not change.moved and change.old_index is not None:
            ordered += after[change.old_index]
    return ordered


def _summary(changes: Iterable[BlockChange]) -> Summary:
    changes = list(changes)
    kinds = [change.kind for change in changes]
    spans = [span for change in changes for span in change.spans]
    return Summary(
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        reworded=kinds.count("reworded"),
        moved=sum(change.moved for change in changes),
        formatted=kinds.count("formatted"),
        words_inserted=_word_count(span for span in spans if span.op == "insert"),
        words_deleted=_word_count(span for span in spans if span.op == "delete"),
    )


def _word_count(spans: Iterable[Span]) -> int:
    return sum(token.is_word for span in spans for token in span.tokens)


# Out of the diff


def _old_html(change: BlockChange, old: Sequence[Block]) -> str:
    if change.old_index is None:
        return ""
    if change.old_index >= len(old):
        raise ValueError(f"the diff was not made from this text: it has no block {change.old_index}")
    return old[change.old_index].html


def _joined(pieces: Iterable[tuple[Token, ...]]) -> tuple[Token, ...]:
    return tuple(token for piece in pieces for token in piece)


def _span_data(span: Span) -> Iterator[dict[str, Any]]:
    befores = span.before or span.tokens
    for token, before in zip(span.tokens, befores, strict=True):
        data = {"op": span.op, **_token_data(token)}
        if before != token:
            data["was"] = _token_data(before)
        yield data


def _token_data(token: Token) -> Mapping[str, Any]:
    if token.place:
        return _place_data(token.place)
    data: dict[str, Any] = {"text": f" {token.text}" if token.space else token.text}
    if token.marks:
        data["marks"] = list(token.marks)
    if token.link:
        data["link"] = _link_data(token.link)
    return data


def _place_data(place: Place) -> Mapping[str, Any]:
    data: dict[str, Any] = {"block": place.tag, "within": list(place.path)}
    return {**data, "language": place.language} if place.language else data


def _link_data(link: Link) -> Mapping[str, str]:
    return {"kind": link.kind, "id": link.id} if link.kind else {"href": link.href}
