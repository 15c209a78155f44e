"""Taking several passages out of a whole post."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flags.rules.markdown.document import parse
from flags.rules.markdown.projection import normalise_source
from posts.rules.taking_out import Fields, without
from tests.unit.flags.rules.markdown.strategies import markdown


def post(body="", title="Our secret spring", summary="A secret.", tags=("open", "secret plan")):
    return Fields(title, summary, body, tags)


def bodies(fields):
    return [block.text for block in parse(fields.body).blocks]


def test_fields_lose_their_passages():
    left = without(post(), {"title": [(4, 11)], "summary": None, "tags": [(6, 12)]})
    assert left == post(title="Our spring", summary="", tags=("open",))


def test_several_passages_of_one_block_go():
    assert bodies(without(post("one two three four"), {"b1": [(4, 8), (14, 18)]})) == ["one three"]


def test_passages_of_several_blocks_go_whatever_their_order():
    body = "a secret\n\nb secret\n\nc secret"
    assert bodies(without(post(body), {"b1": [(2, 8)], "b3": [(2, 8)], "b2": None})) == ["a", "c"]


def test_a_link_and_its_paragraph_go_together():
    body = "keep\n\nsee [plan](https://example.org/secret)\n\nkeep too"
    assert bodies(without(post(body), {"link1": None, "b2": None})) == ["keep", "keep too"]


def test_blocks_of_code_lose_several_lines():
    assert bodies(without(post("```\na\nkey\nb\nkey2\nc\n```"), {"b1": [(2, 6), (8, 13)]})) == ["a\nb\nc"]


def test_code_on_one_line_loses_several_passages():
    assert bodies(without(post("```\nx  key y key2\n```"), {"b1": [(3, 6), (9, 13)]})) == ["x   y "]


@pytest.mark.parametrize("cuts", [{"b9": None}, {"link1": None}, {"b1": [(0, 99)]}, {"title": [(5, 5)]}])
def test_what_is_not_there_is_an_error(cuts):
    with pytest.raises(ValueError, match="No "):
        without(post("text"), cuts)


@given(markdown().map(normalise_source), st.data())
def test_whole_blocks_are_gone_afterwards(source, data):
    """However the blocks lie in each other, none of those taken out is left, and nothing new appears."""
    texts = parse(source).texts()
    keys = [key for key in texts if key.startswith("b")]
    assume(keys)
    cuts = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
    after = bodies(without(post(source), dict.fromkeys(cuts)))
    before = [texts[key] for key in keys]
    assert len(after) <= len(before) - len(cuts)
    for key in cuts:
        assert after.count(texts[key]) < before.count(texts[key])
    assert set(after) <= set(before)
