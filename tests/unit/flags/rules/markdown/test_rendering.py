"""A document into HTML."""

import gzip
import json
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.markdown.document import parse
from flags.rules.markdown.projection import normalise_source
from flags.rules.markdown.rendering import Overlay, plain_text, render, render_text
from tests.unit.flags.rules.markdown.strategies import markdown

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "posts.jsonl.gz"
HIDDEN = '<span class="veil">hidden</span>'


def flag_link(key):
    return f'<a class="flag-link" href="/flags/new/?block={key}">flag</a>'


def rendered(source, overlays=None):
    return render(parse(source), overlays or {}, flag_link, "Image:")


def shown_texts(html):
    found = BeautifulSoup(html, "html5lib").select("[data-block]")
    return {element["data-block"]: element.get_text() for element in found}


def visible(html):
    soup = BeautifulSoup(html, "html5lib")
    for link in soup.select(".flag-link"):
        link.decompose()
    return soup


def faults(html):
    parser = html5lib.HTMLParser(strict=False)
    parser.parseFragment(html)
    return parser.errors


def assert_browser_counts_what_we_count(source):
    """Every block but link targets and shown images stands in an element with exactly its text."""
    html = rendered(source)
    texts = parse(source).texts()
    shown = shown_texts(html)
    assert shown == {key: text for key, text in texts.items() if key in shown}
    assert {key for key in texts if not key.startswith(("link", "image"))} == set(shown)
    assert not faults(html)


@given(markdown())
def test_the_text_nodes_of_a_block_are_its_text(source):
    assert_browser_counts_what_we_count(source)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real posts is not here")
def test_the_text_nodes_of_every_block_of_508_real_posts_are_its_text():
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            assert_browser_counts_what_we_count(normalise_source(json.loads(line)["markdown"]))


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '![x" onerror="alert(1)](https://a.example/"onerror="alert(1))',
        "[x](data:text/html,<script>alert(1)</script>)",
        '<a href="https://a.example" onclick="alert(1)">x</a>',
        "<https://a.example/<script>>",
    ],
)
def test_nothing_in_markdown_becomes_a_script(source):
    soup = visible(rendered(source))
    assert not soup.select("script, img, iframe, object")
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")]
        assert element.get("href", "https:").startswith(("http", "mailto:", "/"))


def test_links_are_not_followed_by_search_engines_and_hand_over_no_window():
    link = visible(rendered("[a](https://example.org)")).a
    assert link["href"] == "https://example.org"
    assert link["rel"] == ["nofollow", "noopener"]


def test_a_link_over_several_marks_is_one_link():
    assert len(visible(rendered("[a **b** c](https://example.org)")).find_all("a")) == 1


def test_headings_start_one_level_below_the_title():
    assert [h.name for h in visible(rendered("# a\n\n###### b")).find_all(["h1", "h2", "h6"])] == ["h2", "h6"]


def test_an_image_is_a_link_with_its_alternative_text():
    html = rendered("![a chart](https://example.org/chart.png)")
    assert "<img" not in html
    assert visible(html).a.get_text() == "a chart"


def test_a_hard_break_is_shown_as_one():
    assert "one <br>two" in rendered("one  \ntwo")


def test_a_hidden_passage_is_cut_out_across_marks():
    source = "open **bold _and_ more** end"
    html = rendered(source, {"b1": [Overlay(7, 16, HIDDEN)]})
    assert visible(html).p.get_text(" ", strip=True) == "open bo hidden re end"
    assert html.count(HIDDEN) == 1
    assert not faults(html)


def test_a_block_with_something_hidden_cannot_be_counted_in_by_a_browser():
    html = rendered("secret plan\n\nopen", {"b1": [Overlay(0, 6, HIDDEN)]})
    assert shown_texts(html) == {"b2": "open"}
    assert "block=b1" in html


def test_a_link_that_lost_text_loses_its_target():
    html = rendered("see [the secret plan](https://example.org/secret) now", {"b1": [Overlay(8, 14, HIDDEN)]})
    assert "example.org" not in html
    assert "plan" in html


def test_a_hidden_target_leaves_the_text_and_says_that_something_is_hidden():
    html = rendered("see [plan](https://example.org/secret)", {"link1": [Overlay(0, 26, HIDDEN)]})
    assert "example.org" not in html
    assert HIDDEN in html
    assert shown_texts(html) == {"b1": "see plan"}


@pytest.mark.parametrize("key", ["alt1", "image1"])
def test_hiding_a_part_of_an_image_hides_its_address(key):
    html = rendered("![alt](https://example.org/secret.png)", {key: [Overlay(0, 3, HIDDEN)]})
    assert "example.org" not in html
    assert HIDDEN in html


def test_a_marked_passage_is_shown():
    html = rendered("a **b** c", {"b1": [Overlay(0, 3)]})
    assert shown_texts(html) == {"b1": "a b c"}
    assert "".join(mark.get_text() for mark in visible(html).find_all("mark")) == "a b"


def test_hiding_wins_over_marking():
    html = rendered("abcdef", {"b1": [Overlay(0, 6), Overlay(2, 4, HIDDEN)]})
    assert visible(html).p.get_text(strip=True) == "abhiddenef"


def test_one_hidden_passage_over_code_keeps_the_rest():
    html = rendered("```\nuser\nkey=123\nend\n```", {"b1": [Overlay(5, 12, HIDDEN)]})
    assert visible(html).pre.get_text() == "user\nhidden\nend"


@given(markdown(), st.data())
def test_no_character_of_a_hidden_block_is_shown(source, data):
    """Whatever the marks: hide a whole block, and its element holds the placeholder only."""
    document = parse(source)
    if not document.blocks:
        return
    block = data.draw(st.sampled_from(document.blocks))
    html = rendered(source, {block.key: [Overlay(0, len(block.text), HIDDEN)]})
    assert block.key not in shown_texts(html)
    assert html.count(HIDDEN) == 1
    assert not faults(html)


def test_plain_fields_are_escaped():
    assert render_text("title", "<b> & c", ()) == '<span data-block="title">&lt;b&gt; &amp; c</span>'


def test_a_plain_text_with_something_hidden_says_so():
    assert plain_text("our secret plan", [Overlay(4, 10, HIDDEN)], "[hidden]") == "our [hidden] plan"
