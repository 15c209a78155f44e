"""Rich text: one spelling for the same words, and nothing dangerous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.richtext import (
    normalise_inline,
    normalise_rich_text,
    plain_line,
    plain_lines,
    rich_text_lines,
)

BLOCK_TAGS = ["p", "ul", "ol", "li", "div", "table", "tr", "td", "blockquote", "h2"]
INLINE_TAGS = ["b", "strong", "i", "s", "code", "sup", "a", "script", "unknown"]
tags = st.sampled_from(BLOCK_TAGS + INLINE_TAGS)
pieces = st.one_of(
    tags.map(lambda tag: f"<{tag}>"),
    tags.map(lambda tag: f"</{tag}>"),
    st.sampled_from(["<a href='/x'>", "<a linktype='page' id='3'>"]),
    st.sampled_from(["<br>", "<hr>", "&lt;", "&", " ", "\n", "\xa0", "e", "\u0301", "<!--"]),
    st.text(max_size=3),
)
soups = st.lists(pieces, max_size=25).map("".join)


@given(soups)
def test_normalising_any_soup_of_tags_is_stable(soup):
    """Whatever comes in, the canonical form of the canonical form is itself."""
    once = normalise_rich_text(soup)
    assert normalise_rich_text(once) == once


@given(soups)
def test_normalising_any_cell_is_stable(soup):
    """The same for the inline form of table cells."""
    once = normalise_inline(soup)
    assert normalise_inline(once) == once


@given(soups)
def test_the_words_do_not_depend_on_the_spelling(soup):
    """Text taken from raw and from canonical rich text is the same."""
    assert rich_text_lines(normalise_rich_text(soup)) == rich_text_lines(soup)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p data-block-key="k1">a</p><p data-block-key="k2"></p>', "<p>a</p>"),
        ("<strong>a</strong> <em>b</em>", "<p><b>a</b> <i>b</i></p>"),
        ("<i><b>a</b></i>", "<p><b><i>a</i></b></p>"),
        ("<b>a</b><b>b</b>", "<p><b>ab</b></p>"),
        ("<p>a  \n b<br/> c<br></p>", "<p>a b<br>c</p>"),
        ("<h2>a</h2>b<hr/>c", "<p>a</p><p>b</p><hr><p>c</p>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li></ul>\n<p></p><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul>\n<ol><li>c</li></ol></li></ul>",
         "<ul><li>a<ul><li>b</li><li>c</li></ul></li></ul>"),
        ("<ul><li><ol><li>a<ul><li>b</li></ul></li></ol></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ol><li><p>a</p><p>b</p><ul><li>c</li></ul>d</li></ol>",
         "<ol><li>a<br>b<ul><li>c</li></ul></li><li>d</li></ol>"),
        ('<a target="_blank" href=" /x?a=1&amp;b=2 ">x</a>', '<p><a href="/x?a=1&amp;b=2">x</a></p>'),
        ('<a linktype="page" id="3">x</a>', '<p><a id="3" linktype="page">x</a></p>'),
        ('<a linktype="page" id="x">x</a>', "<p>x</p>"),
        (f'<a linktype="page" id="{"9" * 30}">x</a>', "<p>x</p>"),
        ("<p>e\u0301</p>", "<p>\xe9</p>"),
        ("<p> </p>", ""),
    ],
)  # fmt: skip
def test_each_spelling_has_one_canonical_form(html, expected):
    """Editors and imports spell the same thing in many ways."""
    assert normalise_rich_text(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='JaVaScRiPt:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<img src=x onerror=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    ],
)
def test_nothing_that_runs_survives(html):
    """Scripts, handlers and their addresses are gone, whatever they were hidden in."""
    for cleaned in (normalise_rich_text(html), normalise_inline(html)):
        assert "alert" not in cleaned


def test_very_deep_nesting_keeps_its_text():
    """A hostile depth is flattened; it neither fails nor loses words."""
    assert rich_text_lines("<ul><li>" * 5000 + "deep") == "deep"
    assert normalise_rich_text("<b>" * 5000 + "deep") == "<p><b>deep</b></p>"


def test_a_cell_holds_lines_not_blocks():
    """Paragraphs and items in a table cell become lines of it."""
    assert normalise_inline("<p>a</p><ul><li>b</li><li><b>c</b></li></ul>") == "a<br>b<br><b>c</b>"


def test_plain_text_has_single_spaces_and_no_control_characters():
    """Titles, headings and notes are plain text."""
    assert plain_line(" a\x00\t b\n") == "a b"
    assert plain_lines("a \n\n b\r\nc") == "a\nb\nc"
