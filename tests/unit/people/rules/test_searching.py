"""Words of texts and queries."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people.rules.searching import (
    EXCERPT,
    MAX_TERMS,
    MAX_WORD,
    Query,
    Term,
    excerpt,
    index_words,
    matches,
    read_query,
)

texts = st.text(st.sampled_from("abcåÅäéßøİﬁ五½ \"'\0*:-^()_…\u0301\n"), max_size=60)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("photo", "Photographs of colleagues"),
        ("PHOTOS ask", "Ask before you post photos; asking helps."),
        ("far", "Vad man får skriva"),
        ("FÅR", "Vad man får skriva"),
        ("rak", "Räksmörgås"),
        ("strasse", "Die Straße"),
        ("smorrebrod", "Smørrebrød"),
        ("file", "The ﬁle"),
        ('"own your words"', "You OWN your words."),
        ("“own your”", "own your words"),
        ("company", "The company's figures"),
        ("五", "第五条"),
        ("é", unicodedata.normalize("NFD", "é")),
    ],
)
def test_a_query_finds(query, text):
    assert matches(text, read_query(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("får", "How far you go"),
        ("photo ask", "Photographs; asked."),
        ("own words missing", "Own your words"),
        ('"words your own"', "Own your words"),
        ('"own your word"', "Own your words"),
        ("tograph", "Photographs"),
    ],
)
def test_a_query_does_not_find(query, text):
    assert not matches(text, read_query(query))


@pytest.mark.parametrize("query", ["", " ", '"', '""', "*", "\0", "- ^ : ( )", "_", "'", "…", '" * "'])
def test_nothing_but_signs_looks_for_nothing(query):
    assert read_query(query) == Query()
    assert not matches("anything", read_query(query))


def test_operators_of_databases_are_words():
    assert [term.word for term in read_query("a AND b OR NOT NEAR(c)").terms] == list(
        dict.fromkeys(["a", "and", "b", "or", "not", "near", "c"])
    )


def test_a_long_query_is_cut_and_says_so():
    many = read_query(" ".join(f"w{number}" for number in range(MAX_TERMS + 1)))
    assert (len(many.terms), many.is_cut) == (MAX_TERMS, True)
    assert read_query("x" * 10_000) == Query((Term("x" * MAX_WORD, prefix=True),), (), is_cut=True)
    assert not read_query("short").is_cut


@given(texts)
@example("ﬃ\u0301x")
def test_every_text_is_found_by_each_of_its_own_words(text):
    for word in index_words(text):
        assert matches(text, Query((Term(word),)))
    query = read_query(text)
    if query.terms and not query.is_cut:
        assert matches(unicodedata.normalize("NFC", text.replace('"', " ")), query)


@given(texts, texts)
def test_an_excerpt_is_a_stretch_of_the_text_with_whole_words_marked(text, asked):
    query = read_query(asked)
    pieces = excerpt(text, query)
    shown = "".join(piece.text for piece in pieces)
    assert shown == text
    for piece in pieces:
        assert not piece.found or any(matches(piece.text, Query((term,))) for term in query.terms)
    assert any(piece.found for piece in pieces) or not matches(text, query)


def test_an_excerpt_of_a_long_text_shows_where_most_of_the_words_stand():
    text = f"fox {'filler ' * 100}the quick brown fox jumps {'filler ' * 100}"
    pieces = excerpt(text, read_query("fox quick"))
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.found] == ["quick", "fox"]
    assert len(shown) <= EXCERPT + len("…  …")
    assert shown.startswith("… filler")
    assert shown.endswith("filler …")
