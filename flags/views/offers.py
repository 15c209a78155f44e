"""One block that somebody wants to flag something of, as far as they may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from flags import registry
from flags.rules import passages
from flags.rules.passages import Span
from flags.veil import Text, visible
from people.models import User


@dataclass(frozen=True)
class Piece:
    """A stretch of a block for a preview. `marked`: it is the passage. `hidden`: a placeholder stands there."""

    text: str
    marked: bool = False
    hidden: bool = False


class Offer:
    """A block and the stretch of it that was selected, or the sentences of it that can be ticked.

    asked: cleaned data of `flags.forms.TargetForm`. Raises LookupError for a block that does not exist or
    cannot be seen, ValueError for a selection outside it or of spaces only.
    """

    def __init__(self, asked: Mapping[str, Any], person: User) -> None:
        self.target = registry.get(asked["kind"])
        self.target_id: int = asked["id"]
        self.version: int = asked["version"]
        self.key: str = asked["block"]
        self.text = self.target.blocks(self.target_id, self.version)[self.key]
        self.view = visible(Text(self.target.kind, self.target_id, self.version, {self.key: self.text}), person)
        self.block = self.view.blocks[self.key]
        self.was_selected = asked["start"] is not None
        self.selected = self._selected(asked["start"], asked["end"])

    def _selected(self, start: int | None, end: int | None) -> Span | None:
        """Return the selection widened to whole words; None where sentences have to be ticked.

        Offsets into a block of which part is hidden mean nothing: the browser counted the placeholder. And
        whether they would fit must not be answered: it would give away the length of what is hidden.
        """
        if start is None or end is None or not self.block.complete:
            return None
        return passages.snap(self.text, start, end)

    @property
    def form_address(self) -> str:
        """The address of the form that flags this; it can be asked for again, as after signing in."""
        span = {"start": self.selected.start, "end": self.selected.end} if self.selected else {}
        where = {"kind": self.target.kind, "id": self.target_id, "version": self.version, "block": self.key}
        return f"{reverse('flags:new')}?{urlencode(where | span)}"

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences that can be seen, in code points of the whole block."""
        return [
            Span(segment.start + span.start, segment.start + span.end)
            for segment in self.block.segments
            if not segment.hidden
            for span in passages.sentences(segment.text)
        ]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The sentences to tick, by index: offsets would give away the length of what is hidden."""
        if self.selected:
            return []
        return [(str(index), self.text[span.start : span.end]) for index, span in enumerate(self.sentences)]

    @property
    def preview(self) -> list[Piece]:
        """The block with the selected stretch marked; empty where sentences are ticked."""
        return marked(self.text, self.selected) if self.selected else []

    def span_of(self, ticked: list[int]) -> Span:
        """Return the stretch that is flagged: what was selected, or the ticked sentences."""
        if self.selected:
            return self.selected
        return Span(self.sentences[ticked[0]].start, self.sentences[ticked[-1]].end)


def marked(text: str, span: Span) -> list[Piece]:
    """Return a text in up to three pieces, the one within `span` marked."""
    pieces = [Piece(text[: span.start]), Piece(text[span.start : span.end], marked=True), Piece(text[span.end :])]
    return [piece for piece in pieces if piece.text]
