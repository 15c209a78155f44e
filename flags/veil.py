"""The one door to text that may be flagged.

Every page, list, title, meta tag, feed, history, compare, search index, export, mail and cache that shows
text of a target reads it through `visible_many` (or `visible`). Superusers see what everybody sees.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flags.models import Case, Quotation
from flags.rules.lifecycle import HIDING
from flags.rules.passages import Span, length_class

LENGTHS = {
    "words": _("a few words"),
    "sentence": _("about a sentence"),
    "sentences": _("more than a sentence"),
}


class Key(NamedTuple):
    """Which version of which target."""

    kind: str
    id: int
    version: int


@dataclass(frozen=True)
class Text:
    """A version of a target that somebody wants to see: as many of its blocks as are to be shown."""

    kind: str
    id: int
    version: int
    blocks: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What `visible_many` answers under."""
        return Key(self.kind, self.id, self.version)


@dataclass(frozen=True)
class Veil:
    """Why a stretch is covered: its length, coarsely, and since which day."""

    length: str
    since: date

    @property
    def label(self) -> str:
        """The words that stand in its place."""
        return gettext("hidden for now: %(length)s, since %(date)s") % {
            "length": LENGTHS[self.length],
            "date": date_format(self.since),
        }


@dataclass(frozen=True)
class Segment:
    """A stretch of a block as the viewer may see it.

    text: empty where it is hidden. veil: set where a veil lies on it; together with a text it means that
    the viewer is its author and sees what others do not. start, end: code points of the full block; for
    the server only, since they give the length of what is hidden away.
    """

    text: str
    veil: Veil | None
    start: int
    end: int

    @property
    def hidden(self) -> bool:
        """Whether a placeholder has to stand here."""
        return self.veil is not None and not self.text


@dataclass(frozen=True)
class BlockView:
    """One block as the viewer may see it."""

    segments: tuple[Segment, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing of it is hidden from the viewer."""
        return not any(segment.hidden for segment in self.segments)

    @property
    def hidden(self) -> tuple[Span, ...]:
        """The stretches to cut before anything is sent, in code points of the full block."""
        return tuple(Span(segment.start, segment.end) for segment in self.segments if segment.hidden)

    @property
    def plain(self) -> str:
        """The block in one line, with a placeholder in brackets: for titles, meta tags and feeds."""
        return "".join(f"[{one.veil.label}]" if one.veil and one.hidden else one.text for one in self.segments)


@dataclass(frozen=True)
class View:
    """A version as the viewer may see it.

    closed: nothing of it may be shown (an older version of a text with a veil); `blocks` is empty then.
    taken_out: whether a seal took something out of this version.
    stamp: changes with every veil, unveil and seal, and differs between authors and others: put it into every
    ETag and cache key.
    """

    closed: bool
    blocks: Mapping[str, BlockView]
    stamp: str
    taken_out: bool = False

    @property
    def complete(self) -> bool:
        """Whether the viewer sees all of it; only then may they be given its source to edit."""
        return not self.closed and all(block.complete for block in self.blocks.values())

    def plain(self, key: str) -> str:
        """Return one block in one line with placeholders; a closed version has only the placeholder."""
        if self.closed:
            return gettext("[closed]")
        return self.blocks[key].plain


@dataclass(frozen=True)
class _Cover:
    """One stretch covered by one case; `span` None for the whole block, `block` empty for all of them."""

    block: str
    span: Span | None
    since: date
    own: bool


def visible(text: Text, viewer, *, now: datetime | None = None) -> View:
    """Return what `viewer` (a person, or None) may see of one version of a target."""
    return visible_many([text], viewer, now=now)[text.key]


def visible_many(texts: Iterable[Text], viewer, *, now: datetime | None = None) -> dict[Key, View]:
    """Return what `viewer` (a person, or None) may see of each version, by its key; one query in all.

    A version other than the one a veil was placed for is closed to everyone but the authors, so a target
    whose new version nobody reported (`flags.actions.record_edit`) shows nothing rather than too much. What a
    veil on something else covers in a text about it (`flags.models.Quotation`) hides as a veil of its own.
    """
    wanted = list(texts)
    if not wanted:
        return {}
    targets, versions = {(text.kind, text.id) for text in wanted}, {text.version for text in wanted}
    viewer_id, moment = getattr(viewer, "pk", None), now or timezone.now()
    quoted = Quotation.objects.hiding(targets, viewer_id, moment)
    rows: dict[tuple[str, int], list[Any]] = {}
    for row in Case.objects.hiding(targets, versions, viewer_id, moment).union(quoted, all=True):
        rows.setdefault((row.target_kind, row.target_id), []).append(row)
    return {text.key: _view(text, rows.get((text.kind, text.id), [])) for text in wanted}


def _view(text: Text, all_rows: Sequence[Any]) -> View:
    stamp = _stamp(text, all_rows)
    rows = [row for row in all_rows if row.holding__pk is None]
    if any(_closes(row, text.version) for row in rows if row.author__id is None):
        return View(closed=True, blocks={}, stamp=stamp)
    covers = [
        _Cover(
            block=row.place__block,
            span=None if row.place__start is None else Span(row.place__start, row.place__end),
            since=timezone.localdate(row.veiled_at),
            own=row.author__id is not None,
        )
        for row in rows
        if row.state in HIDING and row.place__version == text.version and row.placed_version == text.version
    ]
    blocks = {
        key: _block(body, [cover for cover in covers if cover.block in (key, "")])
        for key, body in text.blocks.items()
    }
    taken_out = any(row.holding__pk is not None and row.place__version == text.version for row in all_rows)
    return View(closed=False, blocks=blocks, stamp=stamp, taken_out=taken_out)


def _closes(row: Any, version: int) -> bool:
    """Tell whether a case closes this version as a whole."""
    if row.state in HIDING and row.placed_version != version:
        return True
    return row.place__version == version and row.place__block == ""


def _stamp(text: Text, rows: Sequence[Any]) -> str:
    """Return a short hash of everything that decides what the viewer may see."""
    facts = [
        (
            str(row.pk),
            row.state,
            row.placed_version,
            row.place__block,
            row.place__start,
            row.place__end,
            row.author__id,
            row.holding__pk,
        )
        for row in rows
        if row.state in HIDING or row.place__version == text.version
    ]
    in_order = sorted(map(repr, facts))
    return hashlib.sha256(repr(in_order).encode()).hexdigest()[:16] if facts else "open"


def _block(body: str, covers: Sequence[_Cover]) -> BlockView:
    """Cut a block at the edges of its covers; a cover that does not fit the text covers all of it."""
    fitted = [(_fitted(cover.span, body), cover) for cover in covers]
    edges = sorted({0, len(body), *(edge for span, _cover in fitted for edge in span)})
    pieces: list[tuple[int, int, date | None, bool]] = []
    for start, end in pairwise(edges):
        over = [cover for span, cover in fitted if span.start <= start and end <= span.end]
        hidden = any(not cover.own for cover in over)
        since = min((cover.since for cover in over if cover.own is not hidden), default=None)
        if pieces and pieces[-1][2:] == (since, hidden):
            pieces[-1] = (pieces[-1][0], end, since, hidden)
        else:
            pieces.append((start, end, since, hidden))
    return BlockView(tuple(_segment(body, *piece) for piece in pieces))


def _fitted(span: Span | None, body: str) -> Span:
    return span if span and span.end <= len(body) else Span(0, len(body))


def _segment(body: str, start: int, end: int, since: date | None, hidden: bool) -> Segment:
    part = body[start:end]
    veil = Veil(length_class(part), since) if since else None
    return Segment(text="" if hidden else part, veil=veil, start=start, end=end)
