"""Words: what of a text is indexed, what a query asks for, and where a text answers it.

Text and query are cut and folded alike: capitals and compatibility forms do not matter, and accents only where
the query has them: `far` finds "får", `får` does not find "far". Source: docs/adr/0010-search.md.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_QUERY = 300
"""Characters of a query that are read: more than anybody types, little enough to be quick."""

MAX_TERMS = 8
"""Words of a query that are looked for; each costs the database a look-up."""

MAX_WORD = 40
"""Characters of a word that count; longer ones are addresses and keys, found by how they begin."""

EXCERPT = 240
"""Characters of text shown around what was found."""

LEAD = 60
"""Characters at most of an excerpt that stand before the first word found."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Scripts written without spaces: each character is a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}][\u0300-\u036f]*)+")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_QUOTED = re.compile(r'"([^"]*)"')
_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word to be found; with `prefix`, any word that begins so."""

    word: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: all terms, and all phrases (as `words_in_order` writes them).

    is_cut: whether more was asked than is looked for.
    """

    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; `found` where it is a word that was looked for."""

    text: str
    found: bool = False


def read_query(text: str) -> Query:
    """Return what a query means; nothing to look for where it holds no word.

    Words in quotation marks stand together, in that order; the last word outside of them may go on. Whatever is
    no letter or digit only parts words: a query has no operators.
    """
    plain = unicodedata.normalize("NFC", text[:MAX_QUERY].translate(_QUOTATION_MARKS))
    phrases = [words for words in map(_tokens, _QUOTED.findall(plain)) if words]
    loose = _tokens(_QUOTED.sub(" ", plain))
    terms = dict.fromkeys(Term(folded(word)) for words in phrases for word in words)
    terms |= dict.fromkeys(Term(folded(word)) for word in loose[:-1])
    terms |= dict.fromkeys(Term(folded(word), prefix=True) for word in loose[-1:])
    return Query(
        terms=tuple(terms)[:MAX_TERMS],
        phrases=tuple(words_in_order(" ".join(words)) for words in phrases if len(words) > 1),
        is_cut=len(terms) > MAX_TERMS or len(text) > MAX_QUERY,
    )


def printable(text: str) -> str:
    """Return a text without characters that no page and no database can hold."""
    return _UNPRINTABLE.sub(" ", text)


def index_words(text: str) -> frozenset[str]:
    """Return every word a text is found by: folded, and once more without accents."""
    return frozenset(form for word in set(_tokens(text)) for form in _forms(word))


def words_in_order(text: str) -> str:
    """Return a text's words without accents, a space around each: it contains the phrases that stand in it."""
    return "".join(f" {without_accents(word)}" for word in _tokens(text)) + " "


def matches(text: str, query: Query) -> bool:
    """Return whether a text holds all that is looked for; nothing holds an empty query."""
    words = sorted(index_words(text))
    in_order = words_in_order(text) if query.phrases else ""
    return (
        bool(query.terms)
        and all(_stands_in(term, words) for term in query.terms)
        and all(phrase in in_order for phrase in query.phrases)
    )


def excerpt(text: str, query: Query) -> tuple[Piece, ...]:
    """Return the stretch of a text where most of what is looked for stands, as pieces; its start if none does."""
    words = list(_WORD.finditer(text))
    hits = [(word.start(), word.end(), found) for word in words if (found := _answered(word.group(), query))]
    start, end = _window(text, hits)
    pieces = [Piece("… ")] if start else []
    at = start
    for hit_start, hit_end, _terms in hits:
        if start <= hit_start and hit_end <= end:
            pieces += [Piece(text[at:hit_start]), Piece(text[hit_start:hit_end], found=True)]
            at = hit_end
    pieces += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return tuple(piece for piece in pieces if piece.text)


def folded(word: str) -> str:
    """Return a word as it is compared, at most MAX_WORD characters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())[:MAX_WORD]


def without_accents(word: str) -> str:
    """Return a word as it is compared with those who leave accents out."""
    letters = unicodedata.normalize("NFKD", folded(word).translate(_PLAIN_LETTERS))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))[:MAX_WORD]


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text)


def _forms(word: str) -> Iterator[str]:
    yield folded(word)
    yield without_accents(word) or folded(word)


def _stands_in(term: Term, words: Sequence[str]) -> bool:
    place = bisect_left(words, term.word)
    return place < len(words) and _fits(term, words[place])


def _fits(term: Term, word: str) -> bool:
    return word.startswith(term.word) if term.prefix else word == term.word


def _answered(word: str, query: Query) -> frozenset[Term]:
    """Return the terms a word of a text answers."""
    forms = tuple(_forms(word))
    return frozenset(term for term in query.terms if any(_fits(term, form) for form in forms))


def _window(text: str, hits: Sequence[tuple[int, int, frozenset[Term]]]) -> tuple[int, int]:
    """Return start and end of the stretch to show: where most terms stand, the first such."""
    first = max(hits, key=lambda hit: len(_terms_from(hit[0], hits)), default=(0, 0, frozenset()))[0]
    start = _word_edge(text, first - LEAD, first) if first > LEAD else 0
    end = len(text) if len(text) - start <= EXCERPT else _back_to_edge(text, start, start + EXCERPT)
    return start, end


def _terms_from(start: int, hits: Sequence[tuple[int, int, frozenset[Term]]]) -> frozenset[Term]:
    """Return the terms answered within what an excerpt shows from there on."""
    begin = bisect_left(hits, start, key=lambda hit: hit[0])
    finish = bisect_left(hits, start + EXCERPT - LEAD, key=lambda hit: hit[1])
    return frozenset(term for hit in hits[begin : max(finish, begin + 1)] for term in hit[2])


def _word_edge(text: str, start: int, first: int) -> int:
    """Return where the first whole word after `start` begins, `first` at the latest."""
    space = text.find(" ", start, first)
    return space + 1 if space >= 0 else first


def _back_to_edge(text: str, start: int, end: int) -> int:
    """Return where the last whole word before `end` ends; `end` where that would leave little."""
    space = text.rfind(" ", start + EXCERPT // 2, end)
    return space if space >= 0 else end
