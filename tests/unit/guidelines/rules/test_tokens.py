"""Rich text read as tokens, and written again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidelines.rules.markup import to_html
from guidelines.rules.tokens import DEPTH_LIMIT, Link, tokenise
from guidelines.rules.words import words
from tests.samples.markup import any_markup


def texts(html):
    """Return the words of some HTML, a pilcrow for each start of a paragraph."""
    return ["¶" if token.place else token.text for token in tokenise(html)]


def paths(html):
    """Return where each paragraph of some HTML stands."""
    return ["/".join([*token.place.path, token.place.tag]) for token in tokenise(html) if token.place]


@given(any_markup())
@example("<pre>\n\ncode</pre>")
@example("<table><td></td><td></td></table>")
@example("<ul><li>a</li></ul><ul><li>b</li></ul>")
def test_tokens_survive_being_written_as_html_and_read_again(html):
    tokens = tokenise(html)
    assert tokenise(to_html(tokens)) == tokens


@given(st.text())
def test_cutting_into_words_loses_nothing_but_white_space(text):
    assert "".join(word for word, _ in words(text)) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Don’t say “never”.", ["Don’t", "say", "“", "never", "”", "."]),
        ("1,000.5 or 12 %", ["1,000.5", "or", "12", "%"]),
        ("cafe\u0301 naïve", ["cafe\u0301", "naïve"]),
        ("指南很好", ["指", "南", "很", "好"]),
        ("👍🏽👩‍👩‍👧🇸🇪!", ["👍🏽", "👩‍👩‍👧", "🇸🇪", "!"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("snake_case well-known", ["snake_case", "well", "-", "known"]),
    ],
)
def test_a_word_is_what_a_reader_would_point_at(text, pieces):
    assert [word for word, _ in words(text)] == pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p><b>bold</b></p>", "<p><strong>bold</strong></p>"),
        ("<p>two words</p>", "<p>two\n   <i></i>words </p>"),
        ('<p data-block-key="x1">word</p>', "<p>word</p>"),
        ("<p>a &amp; b</p>", "<p>a &#38; b"),
        ("<ul><li>item</li></ul>", "<ul><li><p>item</p></li></ul>"),
        ("<p><b><i>both</i></b></p>", "<p><i><b>both</b></i></p>"),
        ("<table><tbody><tr><td>x</td></tr></tbody></table>", "<table><tr><td>x"),
        ("<p>word</p>", "<p></p><p>word</p><p> </p>"),
    ],
)
def test_what_looks_alike_gives_the_same_tokens(one, other):
    assert tokenise(one) == tokenise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>word</p>", "<p><b>word</b></p>"),
        ('<p><a href="/a">word</a></p>', '<p><a href="/b">word</a></p>'),
        ('<p><a linktype="page" id="1">word</a></p>', '<p><a linktype="page" id="2">word</a></p>'),
        ("<p>word</p>", "<h2>word</h2>"),
        ("<ul><li>word</li></ul>", "<ol><li>word</li></ol>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        ("<p>a b</p>", "<p>a<br>b</p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"),
        ('<section data-field="why">a</section>', '<section data-field="permitted">a</section>'),
    ],
)
def test_what_looks_or_leads_elsewhere_gives_other_tokens(one, other):
    assert tokenise(one) != tokenise(other)


def test_a_word_carries_the_tags_open_around_it_and_its_link():
    token = tokenise('<p><i>see <a href="/x"><b>this</b></a></i></p>')[2]
    assert (token.text, token.marks, token.link) == ("this", ("b", "i"), Link("/x"))


def test_a_word_may_be_half_bold():
    assert [(token.text, token.space) for token in tokenise("<p>re<b>write</b> it</p>")[1:]] == [
        ("re", True),
        ("write", False),
        ("it", True),
    ]


def test_code_keeps_its_white_space_and_markup_its_looks():
    assert texts("<pre><code>if a:\n    b</code></pre>") == ["¶", "if", " ", "a", ":", "\n", "    ", "b"]


def test_a_section_ends_where_it_is_closed():
    html = '<section data-field="why"><p>a</p></section><section data-field="permitted"><p>b</p></section><p>c</p>'
    assert paths(html) == ["section:why/p", "section:permitted/p", "p"]


def test_items_and_cells_are_found_where_their_parents_were_forgotten():
    assert paths("<li>a<td>b</td>") == ["ul/li/", "ul/li/table/tr/td/"]
    assert paths("<ul>a</ul><table>b") == ["ul/li/", "table/tr/td/"]


def test_nesting_without_end_is_cut_off_and_its_words_kept():
    tokens = tokenise("<blockquote>" * 5000 + "deep")
    assert tokens[-1].text == "deep"
    assert len(tokens[0].place.path) == DEPTH_LIMIT


@pytest.mark.parametrize("piece", ["<!--", "<b>x", '<a "', "<a 'x\"", "<ul><li>x", "<td>", "<pre ", "&amp"])
def test_a_tag_repeated_without_end_costs_no_more_than_its_length(piece):
    """Had any of these a cost that grows with the square of their number, this would take minutes."""
    assert tokenise("<p>before</p>" + piece * 15_000)[1].text == "before"
