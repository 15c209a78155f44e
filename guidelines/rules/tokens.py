"""Rich text as a flat row of tokens: what the diff compares, and all it ever sees of HTML.

A token is a word, a punctuation mark, a line break, or the start of a paragraph. A word carries the inline
tags open around it and the link it stands in; the start of a paragraph carries its place: its tag and the
lists, tables, quotes and sections around it. So two texts that look alike to a reader give the same tokens,
whatever their source looks like. `markup.to_html` makes HTML of tokens again, and `tokenise` of that the same.

Any string is accepted. Unknown tags are skipped, their text is kept; what is unclosed is closed.
"""

import re
from html import unescape
from typing import Final, NamedTuple

from guidelines.rules.words import code_pieces, words

MARKS: Final = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "code",
    "sup": "sup",
    "sub": "sub",
}
"""Inline tags that are seen, each with the name its look goes by."""

GROUPS: Final = frozenset({"ul", "ol", "table", "blockquote", "section"})
"""Containers that hold items or paragraphs; two alike that touch read as two only if nothing else says so."""

ITEMS: Final = frozenset({"li", "tr", "td", "th"})
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BREAKS: Final = frozenset(
    {"address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "header", "html", "legend", "main", "menu", "nav", "summary"}
)
"""Block tags without a meaning of their own here: they only end the paragraph before them."""

DEPTH_LIMIT: Final = 24
"""Containers and inline tags deeper than this are not opened, lest hostile input cost more than its length."""

LINE_BREAK: Final = "\n"


class Link(NamedTuple):
    """Where a word leads: `href` of the web, or `kind` and `id` of something inside (kind "page", id "12")."""

    href: str = ""
    kind: str = ""
    id: str = ""


class Place(NamedTuple):
    """Where a paragraph stands.

    tag: "p", "h1"-"h6", "pre", "hr", or "" for text directly in a list item or table cell.
    path: the containers around it, outermost first: "ul", "ol", "li", "table", "tr", "td", "th", "blockquote",
        or "section:" and its data-field.
    begins: index in path of the outermost container that starts with this paragraph; len(path) if none does.
        A group that could not be the one before is not counted, so that an item taken out ahead of it changes
        nothing.
    language: of a "pre", may be empty.
    """

    tag: str
    path: tuple[str, ...] = ()
    begins: int = 0
    language: str = ""


class Token(NamedTuple):
    """The smallest thing that is marked: a word, a punctuation mark, a line break, the start of a paragraph.

    A named tuple and not a dataclass: made and compared by the ten thousand, it costs a third.

    text: without white space around it; LINE_BREAK for `<br>`; empty at the start of a paragraph.
    space: white space stands before it (always true for the first word of a line, never within "pre").
    marks: of "b", "i", "s", "code", "sup", "sub", in this order.
    place: for the start of a paragraph only.
    """

    text: str
    space: bool = False
    marks: tuple[str, ...] = ()
    link: Link | None = None
    place: Place | None = None

    @property
    def is_word(self) -> bool:
        """Return whether this is counted as a word: it holds a letter or a digit."""
        return any(map(str.isalnum, self.text))


def tokenise(html: str) -> tuple[Token, ...]:
    """Return the tokens of a piece of rich text; of none, or of any other string, what can be read of it."""
    return tuple(_Reader().read(html))


class _Home(NamedTuple):
    """What an item stands in: the nearest of `wanted`, or, if one of `walls` is nearer, a new `implied`."""

    wanted: frozenset[str]
    walls: frozenset[str]
    implied: str


_HOMES = {
    "li": _Home(frozenset({"ul", "ol"}), frozenset({"td", "th", "blockquote", "section"}), "ul"),
    "tr": _Home(frozenset({"table"}), frozenset({"li", "blockquote", "section"}), "table"),
    "td": _Home(frozenset({"tr"}), frozenset({"table", "li", "blockquote", "section"}), "tr"),
    "th": _Home(frozenset({"tr"}), frozenset({"table", "li", "blockquote", "section"}), "tr"),
}

_MARKUP = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
    r"|<!--.*?(?:-->|\Z)|<[!?/][^<>]*>",
    re.DOTALL,
)
_NEWLINE_AFTER_PRE = re.compile(r"(<pre(?:\s[^<>]*)?>)\r?\n", re.IGNORECASE)  # no part of the code, says HTML
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NEVER_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NOT_A_FIELD = re.compile(r"[^a-z0-9_-]")


class _Reader:
    """Reads one piece of HTML from its start to its end, keeping what is open."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.containers: list[tuple[str, bool]] = []  # name, and whether a paragraph stands in it already
        self.inline: list[tuple[str, str | Link]] = []  # tag name, and the mark or link it stands for
        self.marks: tuple[str, ...] = ()
        self.link: Link | None = None
        self.tag = "p"
        self.language = ""
        self.started = False  # whether the start of the current paragraph was written
        self.path: tuple[str, ...] = ()  # of the latest paragraph
        self.buffer: list[str] = []  # text since the formatting last changed
        self.space = True

    def read(self, html: str) -> list[Token]:
        """Return all tokens of the text."""
        html = _NEWLINE_AFTER_PRE.sub(r"\1", html)
        position = 0
        for markup in _MARKUP.finditer(html):
            if markup.start() > position:
                self._text(html[position : markup.start()])
            position = markup.end()
            name = markup["name"]
            if name and markup["close"]:
                self._close(name.lower())
            elif name:
                self._open(name.lower(), markup["attributes"])
        self._text(html[position:])
        self._end_paragraph()
        while self.containers:
            self._pop()
        return self.tokens

    # Tags

    def _open(self, name: str, attributes: str) -> None:
        if name in MARKS:
            self._open_mark(name, attributes)
        elif name == "a":
            self._open_inline(name, _link(attributes))
        elif name == "br":
            self._line_break()
        elif name in GROUPS or name in ITEMS:
            self._end_paragraph()
            self._open_container(name, attributes)
        elif name in HEADINGS or name in {"p", "pre", "hr"}:
            self._end_paragraph()
            self.tag = name
            if name == "hr":
                self._start_paragraph()
                self._end_paragraph()
        elif name in BREAKS:
            self._end_paragraph()

    def _close(self, name: str) -> None:
        if name in MARKS or name == "a":
            self._close_inline(name)
        elif name in GROUPS or name in ITEMS:
            self._end_paragraph()
            if any(open_now.partition(":")[0] == name for open_now in self._names()):
                while self._pop() != name:
                    pass
        elif name in HEADINGS or name in BREAKS or name in {"p", "pre"}:
            self._end_paragraph()

    def _open_mark(self, name: str, attributes: str) -> None:
        if name == "code" and self.tag == "pre":
            self.language = self.language or _language(attributes)
        else:
            self._open_inline(name, MARKS[name])

    def _open_inline(self, name: str, meaning: str | Link) -> None:
        if len(self.inline) < DEPTH_LIMIT:
            self.inline.append((name, meaning))

    def _close_inline(self, name: str) -> None:
        for index in range(len(self.inline) - 1, -1, -1):
            if self.inline[index][0] == name:
                del self.inline[index]
                return

    # Containers

    def _open_container(self, name: str, attributes: str = "") -> bool:
        """Open a container, and the one that has to stand around it; return False where that would be too deep."""
        if name in GROUPS:
            if len(self.containers) >= DEPTH_LIMIT:
                return False
            self._imply_item()
        elif not self._leave_until(*_HOMES[name]) and not self._open_container(_HOMES[name].implied):
            return False
        if name == "section":
            name = f"section:{_NOT_A_FIELD.sub('', _attributes(attributes).get('data-field', ''))}"
        self._push(name)
        return True

    def _leave_until(self, wanted: frozenset[str], walls: frozenset[str], _implied: str) -> bool:
        """Close containers down to the nearest wanted one; return False, doing nothing, if a wall is nearer."""
        names = [name.partition(":")[0] for name in self._names()]
        for index in range(len(names) - 1, -1, -1):
            if names[index] in wanted:
                while len(self.containers) > index + 1:
                    self._pop()
                return True
            if names[index] in walls:
                return False
        return False

    def _imply_item(self) -> None:
        """Open the item or cell without which nothing may stand in a list or table."""
        innermost = self._names()[-1] if self.containers else ""
        if innermost in {"ul", "ol"}:
            self._push("li")
        elif innermost == "table":
            self._push("tr")
            self._push("td")
        elif innermost == "tr":
            self._push("td")

    def _names(self) -> list[str]:
        return [name for name, _ in self.containers]

    def _push(self, name: str) -> None:
        self.containers.append((name, False))

    def _pop(self) -> str:
        """Close the innermost container and return its tag; a table cell keeps its place even if it is empty."""
        name, has_paragraph = self.containers[-1]
        if name in {"td", "th"} and not has_paragraph:
            self._start_paragraph()
            self._end_paragraph()
        self.containers.pop()
        return name.partition(":")[0]

    # Paragraphs and words

    def _start_paragraph(self) -> None:
        """Write the start of a paragraph in the containers open now."""
        self._imply_item()
        path = tuple(self._names())
        begins = next((index for index, (_, used) in enumerate(self.containers) if not used), len(path))
        while begins < len(path) and _is_group(path[begins]) and self.path[: begins + 1] != path[: begins + 1]:
            begins += 1
        tag = self.tag
        if tag == "p" and begins < len(path) and path[-1] in ITEMS:
            tag = ""
        language = self.language if tag == "pre" else ""
        self.tokens.append(Token("", place=Place(tag, path, begins, language)))
        self.containers = [(name, True) for name in path]
        self.path = path
        self.started = True
        self.space = True

    def _end_paragraph(self) -> None:
        self._flush()
        self.tag = "p"
        self.language = ""
        self.started = False

    def _text(self, source: str) -> None:
        text = _NEVER_IN_HTML.sub("", unescape(source).replace("\r\n", "\n").replace("\r", "\n"))
        marks, link = self._formatting()
        if (marks, link) != (self.marks, self.link):
            if not text:
                return
            self._flush()
            self.marks, self.link = marks, link
        self.buffer.append(text)

    def _formatting(self) -> tuple[tuple[str, ...], Link | None]:
        if not self.inline:
            return (), None
        open_now = {meaning for _, meaning in self.inline if isinstance(meaning, str)}
        links = [meaning for _, meaning in self.inline if isinstance(meaning, Link) and any(meaning)]
        marks = tuple(mark for mark in ("b", "i", "s", "code", "sup", "sub") if mark in open_now)
        return marks, links[-1] if links else None

    def _flush(self) -> None:
        """Turn the text gathered so far into tokens."""
        text = "".join(self.buffer)
        self.buffer.clear()
        if self.tag == "pre":
            self._flush_code(text)
            return
        marks, link = self.marks, self.link
        found = [Token(word, spaced, marks, link) for word, spaced in words(text)]
        if found:
            if not self.started:
                self._start_paragraph()
            if not self.space and not text[0].isspace():
                found[0] = found[0]._replace(space=False)
            self.tokens += found
            self.space = False
        self.space = self.space or text[-1:].isspace()

    def _flush_code(self, text: str) -> None:
        if not text:
            return
        if not self.started:
            self._start_paragraph()
        marks = tuple(mark for mark in self.marks if mark != "code")
        self.tokens += [Token(piece, False, marks, self.link) for piece in code_pieces(text)]

    def _line_break(self) -> None:
        if self.tag == "pre":
            self._text("\n")
            return
        self._flush()
        if not self.started:
            self._start_paragraph()
        self.tokens.append(Token(LINE_BREAK))
        self.space = True


def _is_group(container: str) -> bool:
    return container.partition(":")[0] in GROUPS


def _attributes(source: str) -> dict[str, str]:
    """Return the attributes of a tag by lower-case name; of one given twice the first, as browsers do."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), _NEVER_IN_HTML.sub("", unescape(double or single or bare)))
    return found


def _link(source: str) -> Link:
    attributes = _attributes(source)
    if attributes.get("linktype"):
        return Link(kind=attributes["linktype"], id=attributes.get("id", ""))
    return Link(href=attributes.get("href", "").strip())


def _language(source: str) -> str:
    """Return the language of code, given as the class `language-...`."""
    classes = _attributes(source).get("class", "").split()
    return next((name.removeprefix("language-") for name in classes if name.startswith("language-")), "")
