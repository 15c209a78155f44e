"""A text with marks of the versions that brought its words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.blamehtml import STEPS, age_step, blame_html
from guidelines.rules.tokens import tokenise
from tests.samples.markup import any_markup

MARK = "<button>v{}</button>"
SPAN = re.compile(r'<span class="blame-start">|<span class="blame-run blame-age-\d" data-version="(\d+)">|</span>')


def marked(html, *versions, **options):
    """A text with marks; versions of its tokens, paragraph starts included, the last one repeated."""
    tokens = tokenise(html)
    versions = [*versions, *[versions[-1]] * len(tokens)][: len(tokens)]
    return blame_html(tokens, versions, newest=9, mark=MARK.format, **options)


def plain(html, *versions, **options):
    """The same without the shades."""
    return SPAN.sub("", marked(html, *versions, **options))


def test_a_mark_stands_where_a_paragraph_and_where_words_of_another_version_begin():
    html = "<p>Own all your words.</p><p>Be kind.</p>"
    assert plain(html, 1, 1, 2, 1) == (
        "<p><button>v1</button>Own <button>v2</button>all <button>v1</button>your words.</p>"
        "<p><button>v1</button>Be kind.</p>"
    )


def test_words_know_their_version_and_age():
    run, start = '<span class="blame-run blame-age-{}" data-version="{}">', '<span class="blame-start">'
    assert marked("<p>Own my words</p>", 1, 1, 9) == (
        f"<p>{run.format(0, 1)}{start}<button>v1</button>Own</span></span> "
        f"{run.format(4, 9)}{start}<button>v9</button>my</span> words</span></p>"
    )


def test_punctuation_alone_gets_no_mark():
    assert plain("<p>Own, words</p>", 1, 1, 2, 1) == "<p><button>v1</button>Own, words</p>"


def test_items_go_on_from_the_mark_before_them():
    html = "<p>Own:</p><ul><li>words</li><li>deeds</li></ul>"
    assert plain(html, 1, 1, 1, 1, 1, 1, 2) == (
        "<p><button>v1</button>Own:</p><ul><li>words</li><li><button>v2</button>deeds</li></ul>"
    )


def test_no_mark_stands_inside_a_link_and_formatting_and_links_stay():
    html = '<p>See <a href="https://x.org/?a&amp;b"><b>the</b> page</a> <a linktype="page" id="3">or this</a></p>'
    text = plain(html, 1, 1, 1, 2, 2)
    assert '<a href="https://x.org/?a&amp;b"><b>the</b></a> <button>v2</button>' in text
    assert '<a linktype="page" id="3">or this</a>' in text


def test_sections_have_their_titles():
    text = plain('<section data-field="why"><p>Because.</p></section>', 1, section_titles={"why": "<p>Why</p>"})
    assert text == '<section data-field="why"><p>Why</p><p><button>v1</button>Because.</p></section>'


def test_code_keeps_its_lines():
    assert plain("<pre><code>if a:\n    b</code></pre>", 1) == (
        "<pre><code><button>v1</button>if a:\n    b</code></pre>"
    )


@given(any_markup(), st.data())
def test_without_marks_and_shades_it_is_the_same_text(html, data):
    tokens = tokenise(html)
    versions = [data.draw(st.integers(1, 3)) for _ in tokens]
    written = blame_html(tokens, versions, newest=3, mark=lambda number: f"<!-- {number} -->")
    assert [token.text for token in tokenise(written)] == [token.text for token in tokens]


@given(any_markup().filter(lambda html: "⟦" not in html), st.data())
def test_every_word_stands_behind_a_mark_of_its_version(html, data):
    spaced = [token if token.place else token._replace(space=True) for token in tokenise(html)]
    tokens = [token for token in spaced if token.place or token.is_word]
    versions = [data.draw(st.integers(1, 3)) for _ in tokens]
    written = blame_html(tokens, versions, newest=3, mark="⟦v{} ".format)
    found, current = [], ""
    after_mark = False
    for token in tokenise(written):
        if after_mark:
            current = token.text
        elif token.is_word:
            found.append((current, token.text))
        after_mark = token.text == "⟦"
    words = zip(tokens, versions, strict=True)
    assert found == [(f"v{version}", token.text) for token, version in words if token.is_word]


@pytest.mark.parametrize(("version", "newest", "step"), [(1, 1, 0), (1, 9, 0), (5, 9, 2), (9, 9, STEPS - 1)])
def test_ages_run_from_the_first_version_to_the_newest(version, newest, step):
    assert age_step(version, newest) == step
