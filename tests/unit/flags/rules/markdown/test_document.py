"""Markdown into blocks."""

import pytest
from hypothesis import given

from flags.rules.markdown.document import is_safe_target, parse
from tests.unit.flags.rules.markdown.strategies import markdown


def bodies(source):
    return [block.text for block in parse(source).blocks]


def test_paragraphs_headings_items_cells_quotes_and_code_are_blocks_in_reading_order():
    source = "# Head\n\npara\n\n- item\n\n> quote\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n"
    assert bodies(source) == ["Head", "para", "item", "quote", "a", "b", "c", "d", "code"]


def test_a_nested_list_gives_a_block_for_each_item_without_its_children():
    assert bodies("- one\n  - two\n    - three\n- four") == ["one", "two", "three", "four"]


def test_identical_blocks_have_keys_of_their_own():
    assert [(block.key, block.text) for block in parse("same\n\nsame").blocks] == [("b1", "same"), ("b2", "same")]


def test_raw_html_is_text():
    assert bodies("<script>alert(1)</script>\n\na <b>b</b> <!-- c -->") == [
        "<script>alert(1)</script>",
        "a <b>b</b> <!-- c -->",
    ]


def test_entities_are_read():
    assert bodies("AT&amp;T &eacute;") == ["AT&T é"]


def test_emoji_count_as_code_points():
    assert len(bodies("👩‍🚀")[0]) == 3


def test_a_hard_break_is_one_space():
    assert bodies("one  \ntwo\\\nthree") == ["one two three"]


def test_code_keeps_its_lines():
    assert bodies("```\na\n  b\n```\n\n    c\n    d") == ["a\n  b", "c\nd"]


def test_empty_blocks_are_not_counted():
    assert bodies("-\n- a\n\n```\n```\n\n#\n\nb") == ["a", "b"]


def test_a_link_by_reference_has_its_target_as_a_block():
    assert parse("see [this][1]\n\n[1]: https://example.org/secret").texts() == {
        "b1": "see this",
        "link1": "https://example.org/secret",
    }


def test_an_image_gives_its_address_and_its_alternative_text_as_blocks():
    assert parse("text ![a *b*](https://example.org/p.png)").texts() == {
        "b1": "text",
        "alt1": "a b",
        "image1": "https://example.org/p.png",
    }


def test_an_image_without_text_around_is_no_body_block():
    assert bodies("![alt](https://example.org/p.png)") == []


def test_a_link_without_text_has_no_block_because_it_is_not_shown():
    assert parse("[](https://example.org) [b](https://example.net)").texts() == {
        "b1": "b",
        "link2": "https://example.net",
    }


@pytest.mark.parametrize("href", ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "/posts/1/", "/"])
def test_safe_targets(href):
    assert is_safe_target(href)


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "ftp://a", "", "picture.png"],
)
def test_unsafe_targets(href):
    assert not is_safe_target(href)


def test_lines_point_at_the_source_of_a_block():
    assert [block.lines for block in parse("a\nb\n\n- c\n- d").blocks] == [(0, 2), (3, 4), (4, 5)]


def test_cells_know_their_column():
    assert [block.column for block in parse("p\n\n| a | b |\n|---|---|\n| c | d |").blocks] == [-1, 0, 1, 0, 1]


def test_blocks_know_what_they_are():
    source = "# a\n\nb\n\n- c\n\n> d\n\n| e |\n|---|\n| f |\n\n```\ng\n```"
    assert [block.tag for block in parse(source).blocks] == ["h2", "p", "li", "blockquote", "th", "td", "pre"]


@given(markdown())
def test_keys_are_unique_and_no_block_is_empty(source):
    document = parse(source)
    keys = [block.key for block in document.blocks]
    assert keys == [f"b{n}" for n in range(1, len(keys) + 1)]
    assert all(document.texts().values())
