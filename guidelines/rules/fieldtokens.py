"""Fields of a guideline as rows of tokens, and tokens as fields again: what the merge of words works on.

Blanks that do not break a line, and the like, are hidden in words meanwhile: they mean something and are kept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Final

from guidelines.rules.content import Part, part_html
from guidelines.rules.markup import to_html
from guidelines.rules.richtext import normalise_rich_text, plain_lines
from guidelines.rules.tokens import LINE_BREAK, Place, Token
from guidelines.rules.wordmerge import Tokens, read_paragraphs

_BLOCK = re.compile(r"<p>.*?</p>|<hr>|(?:(?!<p>|<hr>).)+")
_ODD_BLANKS = re.compile(r"[^\S \n]")
_HIDDEN_BLANKS = re.compile("[\U0010c000-\U0010f001]")
_HIDING: Final = 0x10C000  # in private use, which no keyboard types


@dataclass(slots=True)
class FieldTokens:
    """Reads fields into tokens and writes them again.

    parts: tables and code by the HTML that stands for them in a token. known: paragraphs that were read, which
        need not be brought into canonical form again. written: blocks that were written before, by their tokens.
    """

    parts: dict[str, Part] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    written: dict[Tokens, str] = field(default_factory=dict)

    def read_lines(self, text: str) -> Tokens:
        """Return the tokens of plain text, a paragraph a line."""
        return read_paragraphs("".join(f"<p>{escape(_hidden(line))}</p>" for line in text.split("\n")))

    def write_lines(self, tokens: Tokens) -> str:
        """Return tokens as plain text."""
        return plain_lines("".join(_source(token) for token in tokens))

    def read_rich(self, html: str) -> Tokens:
        """Return the tokens of rich text in canonical form."""
        self.known.update(_BLOCK.findall(html))
        return read_paragraphs(_hidden(html))

    def write_rich(self, tokens: Tokens) -> str:
        """Return tokens as rich text in canonical form."""
        return "".join(map(self._write_block, _blocks(tokens)))

    def _write_block(self, tokens: Tokens) -> str:
        if tokens not in self.written:
            html = _shown(to_html(tokens))
            as_read = html.replace("&quot;", '"').replace("&#x27;", "'")
            self.written[tokens] = as_read if as_read in self.known else normalise_rich_text(html)
        return self.written[tokens]

    def read_rule(self, rule: tuple[Part, ...]) -> Tokens:
        """Return the tokens of a rule: a part is a token that opens it and its words, or one token that is it."""
        return tuple(token for part in rule for token in self._read_part(part))

    def _read_part(self, part: Part) -> Iterator[Token]:
        if part.kind in {"text", "quote"}:
            yield Token("", place=Place("part", (part.kind,)))
            yield from self.read_rich(part.html)
        else:
            html = part_html(part)
            self.parts[html] = part
            yield Token("", place=Place("block", (html,)))

    def write_rule(self, tokens: Tokens) -> tuple[Part, ...]:
        """Return tokens as a rule in canonical form; words outside any part become text."""
        parts = [self._write_part(opening, words) for opening, words in _split_at_parts(tokens)]
        return tuple(part for part in parts if part.html or part.text or part.rows)

    def _write_part(self, opening: Place, words: Tokens) -> Part:
        if opening.tag == "block":
            return self.parts[opening.path[0]]
        return Part("quote" if opening.path[0] == "quote" else "text", self.write_rich(words))


def _split_at_parts(tokens: Tokens) -> Iterator[tuple[Place, Tokens]]:
    """Yield the parts of a rule: what opens each, and its words."""
    opening: Place = Place("part", ("text",))
    words: list[Token] = []
    for token in tokens:
        if token.place and token.place.tag in {"part", "block"}:
            yield opening, tuple(words)
            opening, words = token.place, []
        elif opening.tag == "block":
            opening, words = Place("part", ("text",)), [token]
        else:
            words.append(token)
    yield opening, tuple(words)


def _blocks(tokens: Tokens) -> Iterator[Tokens]:
    """Yield paragraphs, and lists that touch as one, without the ends of paragraphs."""
    block: list[Token] = []
    was_list = False
    for token in tokens:
        if token.place:
            is_list = bool(token.place.path)
            if block and not (is_list and was_list):
                yield tuple(block)
                block = []
            was_list = is_list
        if token.text or token.place:
            block.append(token)
    if block:
        yield tuple(block)


def _hidden(text: str) -> str:
    return _ODD_BLANKS.sub(lambda found: chr(_HIDING + ord(found[0])), text)


def _shown(text: str) -> str:
    return _HIDDEN_BLANKS.sub(lambda found: chr(ord(found[0]) - _HIDING), text)


def _source(token: Token) -> str:
    """Return a token of plain text as it is typed."""
    return "\n" if token.place else f" {_shown(token.text)}" if token.space else _shown(token.text)


def words_shown(tokens: Iterable[Token]) -> str:
    """Return the words of tokens as plain text in one line."""
    words = (_source(token) if token.text and token.text != LINE_BREAK else " " for token in tokens)
    return " ".join("".join(words).split())
