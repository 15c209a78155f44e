"""A document into HTML, with what the viewer may not see left out.

The text of a block stands in one element that carries `data-block` and whose text nodes put together are exactly
the block's text: a browser can count offsets in it. A block of which something is hidden carries no `data-block`,
because its offsets would be wrong; its "flag this passage" link stays.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import nh3

from flags.rules.markdown.document import Block, Document, Picture, Slot
from flags.rules.markdown.projection import Mark, Run

_TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "mark", "ol", "p"),
    *("pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "time", "tr", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "class", "rel", "aria-label"},
    "div": {"class", "tabindex"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "table": {"class"},
    "td": {"class"},
    "th": {"class"},
    "span": {"class"},
    "mark": {"class"},
    "time": {"datetime"},
}


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a viewer gets in place of, or around, the code points from start to end of a block's text.

    placeholder: HTML shown instead of the text; None means that the text is shown, marked.
    """

    start: int
    end: int
    placeholder: str | None = None


Overlays = Mapping[str, Sequence[Overlay]]
FlagLink = Callable[[str], str]


def render(document: Document, overlays: Overlays, flag_link: FlagLink, image_label: str) -> str:
    """Return the body as safe HTML.

    overlays: by block key; missing keys are shown in full. flag_link: gives the HTML of the small link behind a
    block, by key. image_label: plain text before an image's alternative text, such as "Image:".
    """
    return _belt(_Renderer(document, overlays, flag_link, image_label).html())


def render_text(key: str, text: str, overlays: Sequence[Overlay]) -> str:
    """Return a block of plain text (title, summary, tags) as an element that carries `data-block`."""
    return _element("span", key, _marked_up((Run(text),), overlays, frozenset()), overlays)


def plain_text(text: str, overlays: Sequence[Overlay], placeholder: str) -> str:
    """Return plain text, such as a title in a feed, with every hidden passage replaced by a plain placeholder."""
    pieces = []
    for start, end, overlay in _pieces(len(text), overlays):
        hidden = overlay is not None and overlay.placeholder is not None
        pieces.append(placeholder if hidden else text[start:end])
    return "".join(pieces)


def block_html(block: Block, overlays: Sequence[Overlay], hidden_targets: frozenset[str] = frozenset()) -> str:
    """Return a block's text with its inline marks, without an element around it; used to compare versions."""
    return _marked_up(block.runs, overlays, hidden_targets)


def is_hidden(overlays: Sequence[Overlay]) -> bool:
    """Tell whether any of the overlays hides text."""
    return any(overlay.placeholder is not None for overlay in overlays)


@dataclass(frozen=True, slots=True)
class _Renderer:
    """Fills the slots of a skeleton."""

    document: Document
    overlays: Overlays
    flag_link: FlagLink
    image_label: str

    def html(self) -> str:
        """Return the whole body as HTML."""
        blocks = {block.key: block for block in self.document.blocks}
        pictures = {picture.image_key: picture for picture in self.document.pictures}
        return "".join(self._part(part, blocks, pictures) for part in self.document.skeleton)

    def _part(self, part: str | Slot, blocks: dict[str, Block], pictures: dict[str, Picture]) -> str:
        if isinstance(part, str):
            return part
        if part.role == "text":
            return self._text(blocks[part.key])
        if part.role == "image":
            return self._picture(pictures[part.key])
        return self.flag_link(part.key) if part.role == "flag" else self._hidden_target(part.key)

    def _text(self, block: Block) -> str:
        overlays = self.overlays.get(block.key, ())
        html = _marked_up(block.runs, overlays, self._hidden_targets())
        return _element("code" if block.is_code else "span", block.key, html, overlays)

    def _hidden_targets(self) -> frozenset[str]:
        return frozenset(key for key, overlays in self.overlays.items() if is_hidden(overlays))

    def _hidden_target(self, key: str) -> str:
        placeholders = [overlay.placeholder for overlay in self.overlays.get(key, ()) if overlay.placeholder]
        return f"{placeholders[0]} " if placeholders else ""

    def _picture(self, picture: Picture) -> str:
        """Return an image as a link; hiding its text or its address hides the address."""
        of_alt = self.overlays.get(picture.alt_key, ())
        of_image = self.overlays.get(picture.image_key, ())
        shown = render_text(picture.alt_key, picture.alt, of_alt) if picture.alt else escape(picture.src)
        if is_hidden(of_image) or is_hidden(of_alt):
            hidden = self._hidden_target(picture.image_key)
            inner = f"{shown if picture.alt else ''} {hidden}".strip()
        elif picture.src:
            inner = f'<a href="{_attribute(picture.src)}" rel="nofollow noopener">{shown}</a>'
        else:
            inner = shown
        return f'<span class="post-image">{escape(self.image_label)} {inner}</span>'


def _element(tag: str, key: str, html: str, overlays: Sequence[Overlay]) -> str:
    """Wrap a block's text; only an element that holds all of it carries the key."""
    return f"<{tag}>{html}</{tag}>" if is_hidden(overlays) else f'<{tag} data-block="{key}">{html}</{tag}>'


def _marked_up(runs: Sequence[Run], overlays: Sequence[Overlay], hidden_targets: frozenset[str]) -> str:
    """Return runs as HTML. A link loses its target when that, or any of its text, is hidden."""
    pieces = list(_cut_at_edges(runs, overlays))
    closed = hidden_targets | {
        mark.key for run, overlay in pieces if overlay and overlay.placeholder is not None for mark in run.marks
    }
    html: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    last_placeholder: Overlay | None = None
    for run, overlay in pieces:
        hidden = overlay is not None and overlay.placeholder is not None
        marks = () if hidden else _shown_marks(run.marks, overlay, closed)
        html += _switch(open_marks, marks)
        open_marks = marks
        if not hidden:
            html.append(escape(run.text, quote=False) + ("<br>" if _breaks(run) else ""))
        elif overlay is not last_placeholder and overlay is not None:
            html.append(overlay.placeholder or "")
        last_placeholder = overlay if hidden else None
    return "".join([*html, *_switch(open_marks, ())])


def _shown_marks(marks: tuple[Mark, ...], overlay: Overlay | None, closed: frozenset[str]) -> tuple[Mark, ...]:
    """Leave out line breaks (they are written behind the text) and links without a target we may show."""
    shown = tuple(
        mark for mark in marks if mark.tag != "br" and (mark.tag != "a" or mark.key not in {"", *closed})
    )
    return (*shown, Mark("mark")) if overlay else shown


def _breaks(run: Run) -> bool:
    return any(mark.tag == "br" for mark in run.marks)


def _switch(before: tuple[Mark, ...], after: tuple[Mark, ...]) -> list[str]:
    """Return the tags that lead from one stack of open marks to the next, keeping what they share open."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] == after[shared]:
        shared += 1
    closing = [f"</{mark.tag}>" for mark in reversed(before[shared:])]
    return closing + [_opening(mark) for mark in after[shared:]]


def _opening(mark: Mark) -> str:
    if mark.tag == "a":
        return f'<a href="{_attribute(mark.href)}" rel="nofollow noopener">'
    return '<mark class="own-passage">' if mark.tag == "mark" else f"<{mark.tag}>"


def _attribute(value: str) -> str:
    """Escape an attribute's value the way the belt writes it, so that it finds nothing to change."""
    return escape(value, quote=False).replace('"', "&quot;")


def _cut_at_edges(runs: Sequence[Run], overlays: Sequence[Overlay]) -> Iterator[tuple[Run, Overlay | None]]:
    """Yield pieces of runs, none of which crosses the edge of an overlay, with the overlay that holds there."""
    length = sum(len(run.text) for run in runs)
    spans = iter(_pieces(length, overlays))
    _start, end, overlay = next(spans, (0, 0, None))
    position = 0
    for run in runs:
        stop = position + len(run.text)
        while position < stop:
            if position >= end:
                _start, end, overlay = next(spans)
            upto = min(stop, end)
            offset = stop - len(run.text)
            yield Run(run.text[position - offset : upto - offset], run.marks), overlay
            position = upto


def _pieces(length: int, overlays: Sequence[Overlay]) -> Iterator[tuple[int, int, Overlay | None]]:
    """Yield (start, end, overlay) over the whole text; where overlays lie on each other, hiding wins."""
    edges = {0, length}
    for overlay in overlays:
        edges |= {min(max(overlay.start, 0), length), min(max(overlay.end, 0), length)}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        covering = [overlay for overlay in overlays if overlay.start < end and start < overlay.end]
        hiding = [overlay for overlay in covering if overlay.placeholder is not None]
        yield start, end, next(iter(hiding or covering), None)


def _belt(html: str) -> str:
    """Clean the finished HTML once more; nothing we emit ourselves is changed by it."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        generic_attribute_prefixes={"data-"},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
