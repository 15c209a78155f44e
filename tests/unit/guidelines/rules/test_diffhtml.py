"""A diff as prose: well formed, safe, and readable without colours."""

import re
from html import unescape

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidelines.rules.diffhtml import ENGLISH, Labels, inline_html, safe_address, side_by_side_html
from guidelines.rules.textdiff import Block, diff
from guidelines.rules.tokens import Link, tokenise
from tests.samples.markup import two_versions


def change(old, new):
    """Return what became of one block."""
    (only,) = diff([Block("a", old)], [Block("a", new)]).changes
    return only


def inline(old, new, **options):
    """Return the inline view of one block, without the words for screen readers."""
    return unspoken(inline_html(change(old, new), **options))


def unspoken(html):
    """Return some HTML without the words that only screen readers hear."""
    return re.sub(r'<span class="visually-hidden">.*?</span>', "", html)


def assert_clean(html):
    """Fail unless the HTML is well formed and holds no tag but those a diff is made of."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parseFragment(html)
    assert parser.errors == []
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    allowed = (
        "DOCUMENT_FRAGMENT p ul ol li table tbody tr th td blockquote section pre code b i s sup sub a br hr "
    )
    allowed += "h1 h2 h3 h4 h5 h6 ins del span small strong"
    assert {element.tag for element in elements} <= set(allowed.split())
    assert {name for element in elements for name in element.attrib} <= {
        "class",
        "href",
        "data-field",
        "aria-hidden",
    }


# What holds for every text


@given(two_versions())
@example(("<table><td>a<td>b", "<table><td>a<tr><td>b"))
@example(("<pre>a\nb", "<ul><li><pre>a\nc"))
@example(("<hr>", "<td>"))
def test_every_view_is_well_formed(versions):
    block = change(*versions)
    sides = side_by_side_html(block)
    for html in [inline_html(block), sides.old, sides.new]:
        assert_clean(html)


@given(two_versions())
def test_each_side_shows_its_own_words_and_no_others(versions):
    sides = side_by_side_html(change(*versions), quiet())
    for version, side in zip(versions, sides, strict=True):
        shown = re.sub(r"<[^>]*>", "", re.sub(r"<(small|p) class=.*?</\1>", "", side)).replace("¶", "")
        words = "".join(token.text for token in tokenise(version)).replace("¶", "")
        assert "".join(unescape(shown).split()) == "".join(words.split())


def quiet():
    """Return labels that say nothing."""
    empty = dict.fromkeys(("inserted", "end_of_insertion", "deleted", "end_of_deletion"), "")
    return Labels(**empty, sections={})


@given(st.text())
def test_text_is_never_markup(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    assert_clean(inline_html(change("<p>words</p>", f"<p>{escaped}<b>{escaped}</b></p>")))


# Words


def test_words_taken_out_and_put_in_stand_side_by_side():
    assert inline("<p>Be kind.</p>", "<p>Be good.</p>") == "<p>Be <del>kind</del> <ins>good</ins>.</p>"


def test_screen_readers_hear_where_a_change_begins_and_ends():
    labels = Labels(inserted="infogat:", end_of_insertion="slut på <infogat>")
    assert inline_html(change("<p>Be kind</p>", "<p>Be very kind</p>"), labels) == (
        '<p>Be <ins><span class="visually-hidden">infogat: </span>very'
        '<span class="visually-hidden"> slut på &lt;infogat&gt;</span></ins> kind</p>'
    )


def test_an_insertion_across_bold_words_is_one_insertion():
    assert inline("<p>a b</p>", "<p>a new <b>bold</b> word b</p>") == (
        "<p>a <ins>new <b>bold</b> word</ins> b</p>"
    )


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("word", "<b>word</b>", "now bold"),
        ("<i>word</i>", "<b>word</b>", "now bold, no longer italic"),
        ("word", '<a href="/x">word</a>', "now links to /x"),
        ('<a href="/x">word</a>', "word", "no longer links to /x"),
        ('<a href="/x">word</a>', '<a href="/y">word</a>', "link now goes to /y, not /x"),
        (
            '<a linktype="page" id="1">word</a>',
            '<a linktype="page" id="2">word</a>',
            "link now goes to page 2, not page 1",
        ),
        (
            '<a href="/x">word</a>',
            '<a href="java&#10;script:{}">word</a>',
            "link now goes to java\nscript:{}, not /x",
        ),
    ],
)
def test_a_new_look_or_link_is_said_in_words(old, new, note):
    assert f'<small class="diff-note">({note})</small>' in inline(f"<p>{old}</p>", f"<p>{new}</p>")


def test_links_inside_go_where_the_caller_says():
    html = inline(
        "<p>a</p>", '<p>a <a linktype="page" id="7">b</a></p>', resolve=lambda link: f"/{link.kind}s/{link.id}/"
    )
    assert '<a href="/pages/7/">b</a>' in html


@pytest.mark.parametrize(
    "href",
    ["https://example.org/?a=1&b=2", "HTTP://example.org", "mailto:a@example.org", "/people/", "#top", "", "a:b/"],
)
def test_addresses_of_the_web_by_mail_and_relative_ones_are_safe(href):
    assert safe_address(Link(href)) == ("" if href == "a:b/" else href)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
    ],
)
def test_any_other_address_is_no_link(href):
    assert safe_address(Link(href)) == ""
    assert "<a" not in inline("<p>a</p>", f'<p>a <a href="{href}">b</a></p>')


# Paragraphs


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            "<p>One. Two.</p>",
            "<p>One.</p><p>Two.</p>",
            "<p>One.</p><p><ins>¶</ins> Two.</p>",
        ),
        (
            "<p>One.</p><p>Two.</p>",
            "<p>One. Two.</p>",
            "<p>One. <del>¶</del> Two.</p>",
        ),
        (
            "<p>One.</p><p>Two.</p><p>Three.</p>",
            "<p>One.</p><p>Three.</p>",
            "<p>One.</p><p><del>Two.</del></p><p>Three.</p>",
        ),
        (
            "<ul><li>one</li><li>three</li></ul>",
            "<ul><li>one</li><li>two</li><li>three</li></ul>",
            "<ul><li>one</li><li><ins>two</ins></li><li>three</li></ul>",
        ),
        (
            "<ul><li>one</li></ul>",
            "<ul><li>one<ul><li>deep</li></ul></li></ul>",
            "<ul><li>one<ul><li><ins>deep</ins></li></ul></li></ul>",
        ),
        (
            "<p>one</p>",
            "<ul><li>one</li></ul>",
            '<ul><li><small class="diff-note">(now a list item)</small> one</li></ul>',
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "<table><tr><td>a</td><td>c</td></tr><tr><td></td><td>d</td></tr></table>",
            (
                "<table><tr><td>a</td><td><del>b</del> <ins>c</ins></td></tr>"
                "<tr><td><ins>¶</ins></td><td><ins>d</ins></td></tr></table>"
            ),
        ),
        (
            '<pre><code class="language-py">if a:\n    b</code></pre>',
            '<pre><code class="language-py">if a:\n    c</code></pre>',
            '<pre><code class="language-py">if a:\n    <del>b</del><ins>c</ins></code></pre>',
        ),
        (
            "<p>one</p>",
            "<p>one</p><hr>",
            "<p>one</p><hr><ins>¶</ins>",
        ),
        (
            '<section data-field="why"><p>a</p></section>',
            '<section data-field="why"><p>b</p></section>',
            (
                '<section data-field="why"><p class="diff-section"><strong>Why</strong></p>'
                "<p><del>a</del> <ins>b</ins></p></section>"
            ),
        ),
    ],
)
def test_paragraphs_lists_tables_and_code_are_put_together_again(old, new, shown):
    assert inline(old, new) == shown


def test_a_moved_block_says_from_where_to_where():
    texts = [Block(key, f"<p>{key}</p>") for key in "abcd"]
    moved = diff(texts, [texts[3], *texts[:3]]).changes[0]
    assert "Moved from place 4 to place 1" in inline_html(moved)
    assert all("Moved from place 4 to place 1" in side for side in side_by_side_html(moved))


def test_a_block_that_stayed_is_shown_as_it_is():
    block = change("<p>a <b>b</b></p>", "<p>a <b>b</b></p>")
    assert inline_html(block) == "<p>a <b>b</b></p>"
    assert side_by_side_html(block) == ("<p>a <b>b</b></p>", "<p>a <b>b</b></p>")


def test_an_added_block_has_no_old_side_and_a_removed_one_no_new_side():
    text = [Block("a", "<p>word</p>")]
    added, removed = diff([], text).changes[0], diff(text, []).changes[0]
    assert [unspoken(side) for side in side_by_side_html(added)] == ["", "<p><ins>word</ins></p>"]
    assert [unspoken(side) for side in side_by_side_html(removed)] == ["<p><del>word</del></p>", ""]


def test_every_mark_and_section_has_a_word():
    assert set(ENGLISH.gained) == set(ENGLISH.lost) == {"b", "i", "s", "code", "sup", "sub"}
    assert set(ENGLISH.sections) == {"why", "permitted", "not_permitted", "not_restricted"}
