"""A diff as prose: one view with both texts in it, or the old and the new one beside each other.

Never colour alone: `<ins>` and `<del>`, words for screen readers around them, and for a new look or link a
note that everybody sees. Everything is made of tokens, so it is well formed and holds no tag, attribute or
address of the source but those made here. Words are arguments, so that they can be translated:

    >>> inline_html(diff([Block("a", "<p>Be kind.</p>")], [Block("a", "<p>Be <b>kind</b>.</p>")]).changes[0])
    '<p>Be <span class="diff-format"><b>kind</b> <small class="diff-note">(now bold)</small></span>.</p>'

Classes to style: diff-format, diff-note, diff-moved, diff-section; "visually-hidden" is hidden from sight only.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from guidelines.rules.markup import Tag, Writer, formatting
from guidelines.rules.textdiff import BlockChange
from guidelines.rules.tokens import Link, Place, Token, tokenise
from guidelines.rules.worddiff import Op, Span, restyling

PILCROW: Final = Token("¶", space=True)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of the rendering, plain text. `{...}` stands for what is put in.

    gained, lost: by mark.
    places: by tag of the paragraph; "li", "td", "th" and "blockquote" for what stands in them.
    sections: by data-field.
    """

    inserted: str = "inserted:"
    end_of_insertion: str = "end of insertion"
    deleted: str = "deleted:"
    end_of_deletion: str = "end of deletion"
    moved: str = "Moved from place {old} to place {new}"
    link_added: str = "now links to {new}"
    link_removed: str = "no longer links to {old}"
    link_changed: str = "link now goes to {new}, not {old}"
    spacing: str = "spacing changed"
    place_changed: str = "stands elsewhere now"
    gained: Mapping[str, str] = field(
        default_factory=lambda: {
            "b": "now bold",
            "i": "now italic",
            "s": "now struck through",
            "code": "now code",
            "sup": "now raised",
            "sub": "now lowered",
        }
    )
    lost: Mapping[str, str] = field(
        default_factory=lambda: {
            "b": "no longer bold",
            "i": "no longer italic",
            "s": "no longer struck through",
            "code": "no longer code",
            "sup": "no longer raised",
            "sub": "no longer lowered",
        }
    )
    places: Mapping[str, str] = field(
        default_factory=lambda: {
            "p": "now a paragraph",
            "h1": "now a heading of level 1",
            "h2": "now a heading of level 2",
            "h3": "now a heading of level 3",
            "h4": "now a heading of level 4",
            "h5": "now a heading of level 5",
            "h6": "now a heading of level 6",
            "li": "now a list item",
            "td": "now a table cell",
            "th": "now a heading cell",
            "blockquote": "now a quotation",
            "pre": "now a block of code",
        }
    )
    sections: Mapping[str, str] = field(
        default_factory=lambda: {
            "why": "Why",
            "permitted": "Permitted",
            "not_permitted": "Not permitted",
            "not_restricted": "Not restricted",
        }
    )


ENGLISH: Final = Labels()


class Sides(NamedTuple):
    """The HTML of the old and of the new text; empty where there is none."""

    old: str
    new: str


Resolve = Callable[[Link], str]
"""Return the address a link leads to, or "" to show its words without a link."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = frozenset({"http:", "https:", "mailto:"})
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20]")


def safe_address(link: Link) -> str:
    """Return the address of a web, mail or relative link; "" for other schemes and for links inside."""
    bare = _IGNORED_BY_BROWSERS.sub("", link.href)
    scheme = _SCHEME.match(bare)
    return "" if scheme and scheme[0].lower() not in _SAFE_SCHEMES else link.href


def inline_html(change: BlockChange, labels: Labels = ENGLISH, resolve: Resolve = safe_address) -> str:
    """Return one block with what was deleted and inserted in its place, in the order of reading."""
    view = _View(labels, resolve)
    return view.moved(change) + view.render(_spans(change), "both")


def side_by_side_html(change: BlockChange, labels: Labels = ENGLISH, resolve: Resolve = safe_address) -> Sides:
    """Return one block as it was, with what was deleted, and as it is, with what was inserted and restyled."""
    view = _View(labels, resolve)
    spans = _spans(change)
    old, new = view.render(spans, "old"), view.render(spans, "new")
    marker = view.moved(change)
    return Sides(old and marker + old, new and marker + new)


Side = Literal["both", "old", "new"]


class _Piece(NamedTuple):
    """One token as a view shows it; `note` says how it was restyled."""

    op: Op
    token: Token
    note: str = ""


class _View:
    """Renders blocks in one language."""

    def __init__(self, labels: Labels, resolve: Resolve) -> None:
        self._labels = labels
        self._resolve = resolve
        self._sections = {
            name: f'<p class="diff-section"><strong>{escape(title)}</strong></p>'
            for name, title in labels.sections.items()
        }
        self._tags: dict[Op, Tag] = {
            "insert": _marked("ins", labels.inserted, labels.end_of_insertion),
            "delete": _marked("del", labels.deleted, labels.end_of_deletion),
        }

    def moved(self, change: BlockChange) -> str:
        """Return the marker of a moved block, with places from 1; empty for any other."""
        if not change.moved or change.old_index is None or change.new_index is None:
            return ""
        text = self._labels.moved.format(old=change.old_index + 1, new=change.new_index + 1)
        return f'<p class="diff-moved"><span aria-hidden="true">↕</span> {escape(text)}</p>'

    def render(self, spans: Iterable[Span], side: Side) -> str:
        """Return one side of the spans, or both in one."""
        pieces = [piece for span in spans for piece in self._pieces(span, side)]
        writer = Writer(self._sections)
        for paragraph in _paragraphs(pieces):
            self._paragraph(writer, paragraph, merges=side == "both")
        return writer.finish()

    def _pieces(self, span: Span, side: Side) -> Iterator[_Piece]:
        if side == "old":
            op: Op = "delete" if span.op == "delete" else "equal"
            return (_Piece(op, token) for token in span.old)
        tokens = span.new if side == "new" else span.tokens
        note = self._note(span.before[0], span.tokens[0]) if span.op == "format" else ""
        return (_Piece(span.op, token, note) for token in tokens)

    def _paragraph(self, writer: Writer, paragraph: Sequence[_Piece], *, merges: bool) -> None:
        """Write a paragraph: its start, unless the first piece is none, and its words.

        A paragraph whose words were not all deleted or inserted with it shows a pilcrow for its start.
        merges: a deleted start before kept words is no paragraph any more.
        """
        words = paragraph
        first = paragraph[0]
        if first.token.place:
            words = paragraph[1:]
            in_part = any(word.op != first.op for word in words)
            if not (merges and in_part and first.op == "delete"):
                writer.start(first.token.place)
            if first.op in self._tags and (in_part or not words):
                writer.word(PILCROW, [self._tags[first.op]])
            if first.note:
                writer.aside(f"{first.note} ")
        for word in words:
            writer.word(word.token, self._word_tags(word))

    def _word_tags(self, word: _Piece) -> list[Tag]:
        address = self._resolve(word.token.link) if word.token.link else ""
        tags = formatting(word.token.marks, f' href="{escape(address)}"' if address else "")
        if word.note:
            return [Tag("span", ' class="diff-format"', "", f" {word.note}"), *tags]
        return [self._tags[word.op], *tags] if word.op in self._tags else tags

    def _note(self, before: Token, after: Token) -> str:
        """Return what was restyled, as a visible remark."""
        change = restyling(before, after)
        remarks = [self._labels.gained.get(mark, mark) for mark in change.gained]
        remarks += [self._labels.lost.get(mark, mark) for mark in change.lost]
        if change.link:
            remarks.append(self._link_remark(*change.link))
        if change.place:
            remarks.append(self._place_remark(*change.place))
        text = ", ".join(remarks) or self._labels.spacing
        return f'<small class="diff-note">({escape(text)})</small>'

    def _link_remark(self, before: Link | None, after: Link | None) -> str:
        template = self._labels.link_changed
        if before is None:
            template = self._labels.link_added
        elif after is None:
            template = self._labels.link_removed
        return template.format(old=self._link_name(before), new=self._link_name(after))

    def _link_name(self, link: Link | None) -> str:
        if link is None:
            return ""
        return self._resolve(link) or link.href or f"{link.kind} {link.id}"

    def _place_remark(self, before: Place, after: Place) -> str:
        kind = _kind(after)
        return self._labels.place_changed if kind == _kind(before) else self._labels.places.get(kind, kind)


def _marked(name: str, opening: str, ending: str) -> Tag:
    """Return the tag of an insertion or deletion, with the words that only screen readers hear."""
    hidden = '<span class="visually-hidden">{}</span>'
    return Tag(name, "", hidden.format(f"{escape(opening)} "), hidden.format(f" {escape(ending)}"))


def _spans(change: BlockChange) -> tuple[Span, ...]:
    """Return the spans of a block; those of one whose content did not change are one."""
    return change.spans or (Span("equal", tokenise(change.new_html or change.old_html)),)


def _paragraphs(pieces: Sequence[_Piece]) -> Iterator[Sequence[_Piece]]:
    """Yield the pieces of each paragraph, its start first."""
    starts = [index for index, piece in enumerate(pieces) if piece.token.place]
    for start, end in pairwise(dict.fromkeys([0, *starts, len(pieces)])):
        yield pieces[start:end]


def _kind(place: Place) -> str:
    """Return what a reader would call a paragraph at this place."""
    innermost = place.path[-1] if place.path else ""
    if innermost in {"li", "td", "th", "blockquote"} and place.tag in {"", "p"}:
        return innermost
    return place.tag
