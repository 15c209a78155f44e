"""Markdown into a document: a skeleton of HTML with slots, and the blocks of text that fill them.

Keeping the text apart from the skeleton lets a passage be veiled or cut out of a block across its inline marks.
Blocks are counted from 1 in reading order: `b1`... for paragraphs, headings, list items, table cells, quotes and
code; `link1`... for the targets of links, `image1`... and `alt1`... for images. Empty blocks are not counted.
Pictures never load by themselves, they are shown as links: an address must not be fetched in a reader's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from flags.rules.markdown.projection import Mark, Run, normalise_code, normalise_runs, normalise_text, printable

Role = Literal["text", "flag", "image", "target"]

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])

# http, https, mail, or an address on this site (one slash, not two: `//host` leads elsewhere).
_SAFE_TARGET = re.compile(r"(?:https?://|mailto:|/(?!/))[^\s\\]*", re.IGNORECASE)

_INLINE_TAGS = {"strong_open": "strong", "em_open": "em", "s_open": "s", "link_open": "a"}
_INLINE_ENDS = frozenset({"strong_close", "em_close", "s_close", "link_close"})
_ALIGNED = {"text-align:right": "text-end", "text-align:center": "text-center", "text-align:left": "text-start"}
_VAGUE_TAGS = frozenset({"p", "ul", "ol", "table", "thead", "tbody", "tr"})
_SIMPLE_TAGS = frozenset({"ul", "li", "blockquote", "thead", "tbody", "tr"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the skeleton: a block's text, its flag link, a picture, or the note about a link's target."""

    role: Role
    key: str


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the body; `lines` are its first line and the line after its last in the Markdown source.

    tag: of the innermost element that says what kind of block it is: p, h2..h6, li, blockquote, th, td or pre.
    column: the column of a table cell, from 0; -1 outside tables.
    """

    key: str
    runs: tuple[Run, ...]
    lines: tuple[int, int]
    tag: str = "p"
    column: int = -1

    @property
    def text(self) -> str:
        """The block's text in projection P1."""
        return "".join(run.text for run in self.runs)

    @property
    def is_code(self) -> bool:
        """Whether its line ends count."""
        return self.tag == "pre"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads; `owner` is the key of the block it stands in, `lines` the source lines of that block."""

    key: str
    href: str
    owner: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: address (empty where we may not link to it), alternative text in P1, source lines of its block."""

    number: int
    src: str
    alt: str
    lines: tuple[int, int]

    @property
    def image_key(self) -> str:
        """The key of the block that holds the address."""
        return f"image{self.number}"

    @property
    def alt_key(self) -> str:
        """The key of the block that holds the alternative text."""
        return f"alt{self.number}"


@dataclass(frozen=True, slots=True)
class Document:
    """A body of Markdown: skeleton, blocks, link targets, pictures, and the line ranges of its top level."""

    skeleton: tuple[str | Slot, ...]
    blocks: tuple[Block, ...]
    targets: tuple[Target, ...]
    pictures: tuple[Picture, ...]
    sections: tuple[tuple[int, int], ...]

    def texts(self) -> dict[str, str]:
        """Return the text of every block by key: body, alternative texts, link targets, image addresses."""
        texts = {block.key: block.text for block in self.blocks}
        texts |= {picture.alt_key: picture.alt for picture in self.pictures if picture.alt}
        texts |= {target.key: target.href for target in self.targets}
        texts |= {picture.image_key: picture.src for picture in self.pictures if picture.src}
        return texts


def parse(markdown: str) -> Document:
    """Return the document that a body in Markdown (CommonMark, tables, strikethrough) stands for."""
    return _Builder().build(_MARKDOWN.parse(markdown))


def is_safe_target(href: str) -> bool:
    """Tell whether a link may lead there: http, https, mailto, or an address on this site."""
    return _SAFE_TARGET.fullmatch(href) is not None


@dataclass
class _Builder:
    """Walks the tokens once and collects skeleton and blocks."""

    skeleton: list[str | Slot] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    links: int = 0
    column: int = -1

    def build(self, tokens: list[Token]) -> Document:
        """Return the finished document."""
        for token in tokens:
            self._take(token)
        return Document(
            skeleton=tuple(self.skeleton),
            blocks=tuple(self.blocks),
            targets=tuple(self.targets),
            pictures=tuple(self.pictures),
            sections=tuple(_sections(tokens)),
        )

    def _take(self, token: Token) -> None:
        if token.type == "inline":
            self._take_inline(token)
        elif token.type in {"fence", "code_block"}:
            self._take_code(token)
        elif token.nesting == 1:
            self._open(token)
        elif token.nesting == -1:
            self._close(token)
        else:
            self.skeleton.append("<hr>\n")

    def _open(self, token: Token) -> None:
        self.open_tags.append(_lowered(token.tag) if token.type == "heading_open" else token.tag)
        if token.tag == "tr":
            self.column = -1
        elif token.tag in {"th", "td"}:
            self.column += 1
        if not token.hidden:
            self.skeleton.append(_opening(token))

    def _close(self, token: Token) -> None:
        self.open_tags.pop()
        if token.tag == "tr":
            self.column = -1
        if not token.hidden:
            self.skeleton.append(_closing(token))

    def _take_code(self, token: Token) -> None:
        text = normalise_code(token.content)
        if not text.strip():
            return
        key = self._next_key()
        self.blocks.append(Block(key, (Run(text),), _lines(token), tag="pre"))
        self.skeleton += ['<pre tabindex="0">', Slot("text", key), "</pre>\n<p>", Slot("flag", key), "</p>\n"]

    def _take_inline(self, token: Token) -> None:
        key, lines = self._next_key(), _lines(token)
        first_target, first_picture = len(self.targets), len(self.pictures)
        runs = normalise_runs(self._runs(token.children or [], key, lines))
        self._forget_unseen_targets(first_target, runs)
        if runs:
            self.blocks.append(Block(key, runs, lines, self._tag(), self.column))
            self.skeleton += [Slot("text", key), " "]
            self.skeleton += [Slot("target", target.key) for target in self.targets[first_target:]]
            self.skeleton.append(Slot("flag", key))
        for picture in self.pictures[first_picture:]:
            shown = picture.alt_key if picture.alt else picture.image_key
            self.skeleton += [" ", Slot("image", picture.image_key), " ", Slot("flag", shown)]

    def _runs(self, children: list[Token], owner: str, lines: tuple[int, int]) -> Iterator[Run]:
        """Yield the runs of an inline token as written; note targets and pictures on the way."""
        marks: list[Mark] = []
        for child in children:
            if child.type == "link_open":
                marks.append(self._link(child, owner, lines))
            elif child.type in _INLINE_TAGS:
                marks.append(Mark(_INLINE_TAGS[child.type]))
            elif child.type in _INLINE_ENDS:
                marks.pop()
            elif child.type == "image":
                self._picture(child, lines)
            elif child.type == "code_inline":
                yield Run(child.content, (*marks, Mark("code")))
            elif child.type == "hardbreak":
                yield Run(" ", (*marks, Mark("br")))
            else:
                yield Run(" " if child.type == "softbreak" else child.content, tuple(marks))

    def _link(self, token: Token, owner: str, lines: tuple[int, int]) -> Mark:
        href = printable(str(token.attrs.get("href", "")))
        if not is_safe_target(href):
            return Mark("a")
        self.links += 1
        key = f"link{self.links}"
        self.targets.append(Target(key, href, owner, lines))
        return Mark("a", key, href)

    def _picture(self, token: Token, lines: tuple[int, int]) -> None:
        src = printable(str(token.attrs.get("src", "")))
        alt = normalise_text("".join(_plain(token.children or [])))
        if alt or is_safe_target(src):
            shown = src if is_safe_target(src) else ""
            self.pictures.append(Picture(len(self.pictures) + 1, shown, alt, lines))

    def _forget_unseen_targets(self, first: int, runs: tuple[Run, ...]) -> None:
        """Drop targets whose link has no text: they are not shown, so there is nothing to flag."""
        seen = {mark.key for run in runs for mark in run.marks}
        self.targets[first:] = [target for target in self.targets[first:] if target.key in seen]

    def _tag(self) -> str:
        return next((tag for tag in reversed(self.open_tags) if tag not in _VAGUE_TAGS), "p")

    def _next_key(self) -> str:
        return f"b{len(self.blocks) + 1}"


def _plain(children: list[Token]) -> Iterator[str]:
    """Yield the words of an image's alternative text, marks left out."""
    for child in children:
        if child.type == "image":
            yield from _plain(child.children or [])
        else:
            yield " " if child.type in {"softbreak", "hardbreak"} else child.content


def _lines(token: Token) -> tuple[int, int]:
    start, end = token.map or (0, 0)
    return start, end


def _sections(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield the line range of each element of the top level."""
    for token in tokens:
        if token.level == 0 and token.nesting >= 0 and token.map:
            yield _lines(token)


def _opening(token: Token) -> str:
    """Return the opening tag of a block; the page's title is the only h1, so headings go one level down."""
    tag = token.tag
    if token.type == "heading_open":
        return f"<{_lowered(tag)}>"
    if tag == "table":
        return '<div class="table-responsive" tabindex="0"><table class="table">\n'
    if tag == "ol":
        start = token.attrs.get("start")
        return f'<ol start="{escape(str(start))}">\n' if start is not None else "<ol>\n"
    if tag in {"th", "td"}:
        aligned = _ALIGNED.get(str(token.attrs.get("style", "")))
        return f'<{tag} class="{aligned}">' if aligned else f"<{tag}>"
    return f"<{tag}>\n" if tag in _SIMPLE_TAGS else f"<{tag}>"


def _closing(token: Token) -> str:
    """Return the closing tag that fits `_opening`."""
    if token.type == "heading_close":
        return f"</{_lowered(token.tag)}>\n"
    return "</table></div>\n" if token.tag == "table" else f"</{token.tag}>\n"


def _lowered(tag: str) -> str:
    return f"h{min(int(tag[1]) + 1, 6)}"
