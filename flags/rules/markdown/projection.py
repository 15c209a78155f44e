"""Projection P1: the one text that a block of a post has, however it is marked up.

P1 is Unicode NFC with single spaces; raw HTML is off, so a tag or comment typed into Markdown is text that
everybody can read and flag, never something hidden. Code keeps its line ends. Offsets into a block's text are
Unicode code points. A case stores the number of the projection its offsets were counted in.
Source: design/flags.md, "Who and what".
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

PROJECTION = 1

# How far back a composition may reach over the edge of a run, in code points; real text needs 1 or 2.
_COMPOSITION_REACH = 32

_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?")
# What HTML cannot hold: control characters but tab, line feed; surrogates; noncharacters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One inline mark: an HTML tag of `strong`, `em`, `s`, `code`, `a` or `br`.

    key: for `a`, the key of the block that holds its target (`link3`); otherwise empty.
    """

    tag: str
    key: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same marks, outermost mark first."""

    text: str
    marks: tuple[Mark, ...] = ()


def normalise_source(source: str) -> str:
    """Return Markdown as we store it: NFC, `\\n` as line end, nothing that HTML cannot hold."""
    return unicodedata.normalize("NFC", printable(_LINE_ENDS.sub("\n", source)))


def normalise_text(text: str) -> str:
    """Return plain text in P1: NFC, single spaces, none at the ends."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", printable(text)).strip())


def normalise_code(text: str) -> str:
    """Return code in P1: NFC, its line ends and indentation kept, no empty line at the end."""
    return unicodedata.normalize("NFC", printable(_LINE_ENDS.sub("\n", text))).rstrip("\n")


def normalise_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs whose texts, put together, are in P1; empty runs are dropped.

    A character that composes with the run before it moves there, so that the whole text is NFC too.
    """
    return tuple(run for run in _composed(_single_spaced(runs)) if run.text)


def printable(text: str) -> str:
    """Return the text with every character that HTML cannot hold replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _single_spaced(runs: Iterable[Run]) -> list[Run]:
    """Collapse white space over the edges of runs; strip the ends."""
    spaced: list[Run] = []
    after_space = True
    for run in runs:
        text = _SPACES.sub(" ", printable(run.text))
        if after_space:
            text = text.lstrip(" ")
        if text:
            after_space = text.endswith(" ")
            spaced.append(replace(run, text=text))
    if spaced and after_space:
        spaced[-1] = replace(spaced[-1], text=spaced[-1].text.rstrip(" "))
    return spaced


def _composed(runs: list[Run]) -> list[Run]:
    """Bring every run into NFC, and the edges between them."""
    composed: list[Run] = []
    for run in runs:
        text = unicodedata.normalize("NFC", run.text)
        while composed and text and not _stands_alone(composed[-1].text, text):
            longer = unicodedata.normalize("NFC", composed[-1].text + text[0])
            composed[-1] = replace(composed[-1], text=longer)
            text = text[1:]
        if text:
            composed.append(replace(run, text=text))
    return composed


def _stands_alone(before: str, text: str) -> bool:
    """Tell whether the edge between two texts in NFC is in NFC too; a mark belongs to what it is put on."""
    edge = before[-_COMPOSITION_REACH:] + text[:_COMPOSITION_REACH]
    return not unicodedata.combining(text[0]) and unicodedata.is_normalized("NFC", edge)
