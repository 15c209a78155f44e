"""Passages: what a mark covers, what several marks share, and when one text repeats another.

Everything here works on the text of one block (projection P1) and on offsets in Unicode code points.
Two notions of "word" are used, on purpose:

* a **token** is a run of characters without a space (in scripts written without spaces, one character).
  Marks are widened to whole tokens and veils cover whole tokens, so "12 %," never leaves its "%" behind;
* a **word** is letters and digits only, folded for comparison, so that accents, capitals, zero-width
  characters and look-alike letters do not make a copied sentence a new one.

Source of the rules: docs/adr/0022-passages.md.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

NOTE_RUN = 12
"""Characters of whole words of the passage that a note may not repeat (all of it, if it is shorter)."""

LEFT_OVER_RUN = 20
"""Characters of whole words that count as "part of the passage is still there" (all of it, if shorter)."""

REWORDED_RUN = 12
"""The same in text that was written since: a word put in between does not take the rest of a passage away."""

_SQUEEZED_RUN = 10
"""Letters and digits, spaces left out, from which a spelt-out copy ("N i g h t f a l l") counts."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_JOINING = "".join(
    re.escape(chr(code))
    for code in range(0x00AD, 0x10000)
    if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me", "Cf"}
)
_TOKEN = re.compile(rf"[{_UNSPACED}][{_JOINING}]*|(?:(?![{_UNSPACED}])\S)+")
_WORD = re.compile(rf"[{_UNSPACED}][{_JOINING}]*|(?:(?![{_UNSPACED}])[\w{_JOINING}])+")
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])[\"'\u2019\u201d)\]]*\s+|(?<=[\u3002\uff01\uff1f])|\n+")

_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХавеѕіјкмнорстухԁԛԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ" + "ıɡℓ",
    "ABESIJKMHOPCTYXabesijkmhopctyxdqwhl" + "ABEZHIKMNOPTYXaeikvoptux" + "igl",
)


class Span(NamedTuple):
    """A stretch of one block, in code points: `start` inclusive, `end` exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Return the number of code points covered."""
        return self.end - self.start


class Word(NamedTuple):
    """One word of a text: where it stands (code points) and its folded form."""

    start: int
    end: int
    folded: str


def fold(word: str) -> str:
    """Return `word` as it is compared: no accents, capitals, zero-width or look-alike characters."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    plain = "".join(char for char in plain if unicodedata.category(char) not in {"Mn", "Me", "Cf"})
    return plain.translate(_LOOK_ALIKES).casefold().translate(_LOOK_ALIKES)


def words(text: str) -> list[Word]:
    """Return the words of `text` in order; what folds to nothing (a lone joiner) is no word."""
    found = (Word(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text))
    return [word for word in found if word.folded]


def tokens(text: str) -> list[Span]:
    """Return the stretches of `text` between spaces (single characters in unspaced scripts)."""
    return [Span(*match.span()) for match in _TOKEN.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Return the sentences of `text`, roughly, for ticking them in a form; never empty stretches."""
    found, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        found.append(Span(start, match.start()))
        start = match.end()
    found.append(Span(start, len(text)))
    return [span for span in found if text[span.start : span.end].strip()]


def snap(text: str, start: int, end: int) -> Span:
    """Return the mark widened to whole tokens, without spaces around it.

    Raises ValueError when the mark lies outside the text or touches no token.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"start, end: {start}, {end} is no stretch of a text of {len(text)} characters")
    begin = start
    while begin and not text[begin - 1].isspace():
        begin -= 1
    found = takewhile(lambda match: match.start() < end, _TOKEN.finditer(text, begin))
    touched = [Span(*match.span()) for match in found if start < match.end()]
    if not touched:
        raise ValueError(f"start, end: {start}, {end} holds only spaces")
    return Span(touched[0].start, touched[-1].end)


def overlap(first: Span, second: Span) -> int:
    """Return the number of code points that both cover."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def overlaps_by_half(first: Span, second: Span) -> bool:
    """Tell whether the two share at least half of **each**: then they are about the same passage."""
    return 2 * overlap(first, second) >= max(first.length, second.length, 1)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, overlapping and touching ones made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def shared(text: str, marks: Sequence[tuple[Span, Hashable]], needed: int) -> tuple[Span, ...]:
    """Return the stretches whose every token is marked by at least `needed` voices.

    marks: (span, voice) pairs; several marks of one voice count once.
    Neighbouring tokens form one stretch, the space between them included. ValueError below 1 voice.
    """
    if needed < 1:
        raise ValueError(f"needed: {needed} is below 1")
    stretches: list[Span] = []
    joined = False
    low, high = min((span.start for span, _ in marks), default=0), max((span.end for span, _ in marks), default=0)
    for token in tokens(text):
        if token.start < low or high < token.end:
            continue
        voices = {voice for span, voice in marks if span.start <= token.start and token.end <= span.end}
        if len(voices) < needed:
            joined = False
        elif joined:
            stretches[-1] = Span(stretches[-1].start, token.end)
        else:
            stretches.append(token)
            joined = True
    return tuple(stretches)


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of `spans` outside `taken`."""
    left = list(merge(spans))
    for hole in merge(taken):
        left = [
            piece
            for span in left
            for piece in (
                Span(span.start, min(span.end, hole.start)),
                Span(max(span.start, hole.end), span.end),
            )
            if piece.start < piece.end
        ]
    return tuple(sorted(set(left)))


def trimmed(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans without spaces at their ends, those of nothing but spaces left out."""
    kept = []
    for span in spans:
        part = text[span.start : span.end]
        inside = part.strip()
        if inside:
            start = span.start + len(part) - len(part.lstrip())
            kept.append(Span(start, start + len(inside)))
    return tuple(kept)


def occurrences(text: str, passage: str) -> list[Span]:
    """Return where the whole passage stands in `text`, compared word by word, without overlaps."""
    sought = [word.folded for word in words(passage)]
    if not sought:
        return _literal_occurrences(text, passage.strip())
    there = words(text)
    folded = [word.folded for word in there]
    found: list[Span] = []
    index = 0
    while index + len(sought) <= len(there):
        if folded[index] == sought[0] and folded[index : index + len(sought)] == sought:
            found.append(snap(text, there[index].start, there[index + len(sought) - 1].end))
            index += len(sought)
        else:
            index += 1
    return found


def _literal_occurrences(text: str, passage: str) -> list[Span]:
    if not passage:
        return []
    return [Span(*match.span()) for match in re.finditer(re.escape(passage), text)]


def repeats(text: str, passage: str, run: int) -> bool:
    """Tell whether `text` repeats whole words of `passage` for min(run, its length) characters.

    The length of a run is that of its folded words with single spaces between them.
    """
    sought = [word.folded for word in words(passage)]
    if not sought:
        return bool(_literal_occurrences(text, passage.strip()))
    needed = min(run, len(" ".join(sought)))
    return not _runs(sought, needed).isdisjoint(_runs([word.folded for word in words(text)], needed))


def note_repeats(note: str, passage: str) -> bool:
    """Tell whether a note gives the passage away, spelt out letter by letter included."""
    if repeats(note, passage, NOTE_RUN):
        return True
    squeezed = "".join(word.folded for word in words(note))
    sought = [word.folded for word in words(passage)]
    runs = (run.replace(" ", "") for run in _runs(sought, min(NOTE_RUN, len(" ".join(sought)))))
    return any(len(run) >= _SQUEEZED_RUN and run in squeezed for run in runs)


def _runs(folded: Sequence[str], needed: int) -> set[str]:
    """Return, for each first word, the shortest run of words of at least `needed` characters.

    Two texts share a run of that length exactly if they share one of these, which takes time in proportion
    to their length (a search for each run took 19 s on a megabyte).
    """
    runs: set[str] = set()
    last, length = 0, -1
    for first in range(len(folded)):
        while length < needed and last < len(folded):
            length += 1 + len(folded[last])
            last += 1
        if length < needed:
            break
        runs.add(" ".join(folded[first:last]))
        length -= 1 + len(folded[first])
    return runs


def length_class(text: str) -> str:
    """Return how long a hidden stretch is, coarsely: "words", "sentence" or "sentences".

    Up to 6 tokens are a few words, up to 30 about a sentence. The exact length would help a guesser.
    """
    count = len(tokens(text))
    return "words" if count <= 6 else "sentence" if count <= 30 else "sentences"


def fingerprint(key: bytes, passage: str) -> bytes:
    """Return the HMAC-SHA256 of the folded passage under a case's own key (32 bytes).

    Only somebody who has the case's key **and** guesses the text learns anything from it.
    """
    folded = " ".join(word.folded for word in words(passage)) or passage.strip()
    return hmac.new(key, folded.encode(), hashlib.sha256).digest()
