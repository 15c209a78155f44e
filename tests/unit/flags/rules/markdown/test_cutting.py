"""Cutting a passage out of Markdown."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flags.rules.markdown.cutting import cut, cut_field, cut_tags
from flags.rules.markdown.document import parse
from flags.rules.markdown.projection import normalise_source
from tests.unit.flags.rules.markdown.strategies import markdown


def cut_words(source, words, key="b1"):
    text = parse(source).texts()[key]
    start = text.index(words)
    return cut(source, key, start, start + len(words))


def bodies(source):
    return [block.text for block in parse(source).blocks]


def test_a_passage_that_stands_once_is_taken_out_and_the_rest_stays_as_it_was():
    assert cut_words("We *earn* 12 % more, \nthey say.\n\nEnd.", "12 % ") == "We *earn* more, \nthey say.\n\nEnd."


def test_a_passage_over_a_line_end_is_found():
    assert bodies(cut_words("one two\nthree four", "two three")) == ["one four"]


def test_the_marks_of_an_emptied_place_go_too():
    assert cut_words("a **secret** b", "secret") == "a  b"


def test_marks_still_work_where_the_passage_was_their_last_word():
    assert cut_words("We **call it secret** here", "secret") == "We **call it** here"


def test_a_link_whose_text_goes_leaves_no_target_behind():
    assert "example.org" not in cut_words("see [secret](https://example.org/secret) now", "secret")


def test_a_link_that_loses_some_of_its_text_loses_its_target():
    left = cut_words("see [the secret plan](https://example.org/secret) now", "secret ")
    assert bodies(left) == ["see the plan now"]
    assert "example.org" not in left


def test_a_passage_that_stands_twice_in_its_block_takes_the_block():
    assert bodies(cut("no no\n\nrest", "b1", 0, 2)) == ["rest"]


def test_a_passage_across_marks_takes_the_block():
    assert bodies(cut_words("one **two** three\n\nrest", "two three")) == ["rest"]


def test_a_passage_written_with_entities_takes_the_block():
    assert bodies(cut_words("AT&amp;T pays\n\nrest", "AT&T")) == ["rest"]


def test_of_two_identical_blocks_only_the_one_marked_changes():
    assert bodies(cut("the same\n\nthe same", "b2", 0, 4)) == ["the same", "same"]


def test_a_whole_item_goes_and_its_list_stays():
    assert bodies(cut("- one\n- two\n- three", "b2", 0, 3)) == ["one", "three"]


def test_a_whole_cell_goes_and_its_table_stays():
    left = cut("| a | b |\n|---|---|\n| c | d |", "b3", 0, 1)
    assert bodies(left) == ["a", "b", "d"]
    assert "<table" not in left


def test_a_cell_with_an_escaped_bar_is_found():
    assert bodies(cut("a | b\n--|--\nc \\| c | d", "b4", 0, 1)) == ["a", "b", "c | c"]


def test_a_whole_block_of_code_goes_with_its_fence():
    assert cut("one\n\n```\nsecret\n```\n\ntwo", "b2", 0, 6) == "one\n\n\ntwo"


def test_a_line_of_code_goes():
    assert bodies(cut_words("```\na\nkey=1\nb\n```", "key=1\n")) == ["a\nb"]


def test_a_link_target_goes_and_its_text_stays():
    left = cut("see [plan](https://example.org/secret)", "link1", 0, 5)
    assert parse(left).texts() == {"b1": "see plan"}
    assert "secret" not in left


def test_a_target_defined_elsewhere_goes():
    left = cut("see [plan][1]\n\n[1]: https://example.org/secret", "link1", 0, 5)
    assert parse(left).texts() == {"b1": "see plan"}
    assert "secret" not in left


def test_a_bare_address_goes_with_its_block_because_it_is_text_too():
    assert cut("see <https://example.org/secret>", "link1", 0, 5).strip() == ""


def test_one_of_two_links_to_the_same_place_goes():
    left = cut("[a](https://example.org)\n\n[b](https://example.org)", "link2", 0, 5)
    assert parse(left).texts() == {"b1": "a", "link1": "https://example.org", "b2": "b"}


@pytest.mark.parametrize("key", ["alt1", "image1"])
def test_a_part_of_an_image_goes(key):
    left = parse(cut("text ![alt](https://example.org/p.png)", key, 0, 1))
    assert key not in left.texts()
    assert [block.text for block in left.blocks] == ["text"]


@pytest.mark.parametrize(("key", "start", "end"), [("b9", 0, 1), ("b1", 0, 9), ("b1", 2, 2), ("b1", -1, 1)])
def test_a_passage_that_is_not_there_is_an_error(key, start, end):
    with pytest.raises(ValueError, match="No passage"):
        cut("four", key, start, end)


@given(markdown().map(normalise_source), st.data())
def test_a_cut_takes_the_passage_and_never_touches_blocks_elsewhere(source, data):
    """What is left is the old text less the passage, or fewer blocks; nothing new appears."""
    before = bodies(source)
    assume(before)
    number = data.draw(st.integers(0, len(before) - 1))
    start = data.draw(st.integers(0, len(before[number]) - 1))
    end = data.draw(st.integers(start + 1, len(before[number])))
    after = bodies(cut(source, f"b{number + 1}", start, end))
    unchanged = [text for place, text in enumerate(before) if place != number]
    assert len(after) <= len(before)
    assert after.count(before[number]) < before.count(before[number]) or after == []
    assert sum(text in unchanged for text in after) >= len(after) - 1


def test_a_field_loses_the_passage():
    assert cut_field("our secret plan", 4, 10) == "our plan"


def test_tags_touched_by_the_passage_go_whole():
    assert cut_tags(["open", "night fall", "end"], 8, 10, ", ") == ["open", "end"]
