"""What changed between two versions of a text."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.textdiff import Block, Summary, apply, as_data, diff
from guidelines.rules.tokens import tokenise
from tests.samples.edits import edited_text
from tests.samples.markup import any_markup, two_versions

keys = st.sampled_from([None, None, "a", "b", "c"])
blocks = st.lists(st.builds(Block, keys, any_markup(10)), max_size=8)


@st.composite
def two_texts(draw):
    """Return blocks, and the same with some reworded, some elsewhere, some gone, some new."""
    drawn = draw(st.lists(st.tuples(keys, two_versions()), max_size=6))
    new = [Block(key, versions[1]) for key, versions in drawn]
    new = draw(st.permutations(new))[: draw(st.integers(0, len(new)))] + draw(blocks)[:2]
    return [Block(key, versions[0]) for key, versions in drawn], new


def paragraphs(*texts, keyed=True):
    """Return a block for each text, keyed by its first word or not at all."""
    return [Block(text.split()[0] if keyed else None, f"<p>{text}</p>") for text in texts]


def kinds(changes):
    """Return what became of each block, with its key."""
    return [(change.kind, change.key) for change in changes.changes]


# What holds for every text


@given(two_texts())
def test_applying_a_diff_to_the_old_text_gives_the_new_one(texts):
    old, new = texts
    made = apply(diff(old, new), old)
    assert [block.key for block in made] == [block.key for block in new]
    assert [tokenise(block.html) for block in made] == [tokenise(block.html) for block in new]


@given(blocks)
def test_a_text_does_not_differ_from_itself(text):
    assert diff(text, text).is_empty
    assert diff(text, text).summary == Summary()


@given(two_texts())
def test_every_block_is_told_of_once(texts):
    old, new = texts
    changes = diff(old, new).changes
    assert sorted(c.old_index for c in changes if c.old_index is not None) == list(range(len(old)))
    assert [c.new_index for c in changes if c.new_index is not None] == list(range(len(new)))


@given(two_texts())
def test_the_data_is_json_and_tells_of_every_word(texts):
    old, new = texts
    changes = diff(old, new)
    data = json.loads(json.dumps(as_data(changes)))
    assert [len(clause["tokens"]) for clause in data["clauses"]] == [
        sum(len(span.tokens) for span in change.spans) for change in changes.changes
    ]


@given(two_texts())
def test_a_diff_fits_no_other_text(texts):
    old, new = texts
    changes = diff(old, new)
    if any(change.spans and change.kind in {"reworded", "formatted", "removed"} for change in changes.changes):
        with pytest.raises(ValueError, match="was not made from this text"):
            apply(changes, [Block(block.key, f"{block.html}<hr><p>another ending</p>") for block in old])


# Precision


@pytest.mark.parametrize("keyed", [True, False], ids=["with ids", "without ids"])
@pytest.mark.parametrize("seed", range(5))
def test_a_long_text_is_marked_as_it_was_edited(seed, keyed):
    """Two hundred paragraphs; 19 edits, 5 insertions, 4 deletions, 5 moves and 4 new looks: all are found."""
    sample = edited_text(Random(seed))
    names = {block.html: block.key for block in sample.old + sample.new}
    sample = sample if keyed else sample.without_keys()
    changes = diff(sample.old, sample.new)

    def told(kind):
        return {names[change.new_html or change.old_html] for change in changes.changes if change.kind == kind}

    assert told("moved") == sample.truth.moved
    assert told("formatted") == sample.truth.formatted
    assert told("added") == sample.truth.added
    assert told("removed") == sample.truth.removed
    assert told("reworded") == sample.truth.reworded
    marked = sum(
        len([token for token in span.tokens if not token.place])
        for change in changes.changes
        for span in change.spans
        if span.op in {"insert", "delete"}
    )
    assert marked == pytest.approx(sample.truth.tokens, rel=0.02)


# Blocks


def test_each_kind_of_change_has_its_name():
    old = paragraphs("a stays", "b goes", "c is reworded", "d is bold", "e moves", "f stays", "g stays")
    new = paragraphs("a stays", "e moves", "c was reworded", "d is <b>bold</b>", "f stays", "n is new", "g stays")
    assert kinds(diff(old, new)) == [
        ("same", "a"),
        ("removed", "b"),
        ("moved", "e"),
        ("reworded", "c"),
        ("formatted", "d"),
        ("same", "f"),
        ("added", "n"),
        ("same", "g"),
    ]


def test_a_block_that_moved_and_was_reworded_is_both():
    changes = diff(paragraphs("a one", "b two", "c three"), paragraphs("c 3", "a one", "b two"))
    first = changes.changes[0]
    assert (first.kind, first.moved) == ("reworded", True)
    assert (changes.summary.reworded, changes.summary.moved) == (1, 1)


def test_as_few_blocks_as_possible_are_called_moved():
    old = paragraphs(*"abcdefgh")
    new = paragraphs(*"bcdefgha")
    assert [change.key for change in diff(old, new).changes if change.moved] == ["a"]


def test_words_are_counted_and_punctuation_is_not():
    summary = diff(paragraphs("a word."), paragraphs("a fine, new word!")).summary
    assert (summary.words_inserted, summary.words_deleted) == (2, 0)


def test_a_key_that_stands_twice_is_paired_in_turn():
    changes = diff(
        [Block("a", "one"), Block("a", "two")], [Block("a", "one"), Block("a", "two"), Block("a", "three")]
    )
    assert kinds(changes) == [("same", "a"), ("same", "a"), ("added", "a")]


def test_a_keyed_block_is_never_taken_for_another():
    text = "<p>the very same words</p>"
    assert kinds(diff([Block("a", text)], [Block("b", text)])) == [("removed", "a"), ("added", "b")]


def test_blocks_without_keys_are_known_by_their_words():
    old = paragraphs("Own your words and say who you are.", "Speak as yourself, not for us.", keyed=False)
    new = paragraphs("Speak only as yourself, not for us.", "Own your words and say who you are.", keyed=False)
    changes = diff(old, new)
    assert {(change.old_index, change.new_index) for change in changes.changes} == {(0, 1), (1, 0)}
    assert changes.summary == Summary(reworded=1, moved=1, words_inserted=1)


def test_blocks_that_share_little_are_a_removed_and_an_added_one():
    old = paragraphs("Own your words and say who you are.", keyed=False)
    new = paragraphs("Disclose the interests that you hold.", keyed=False)
    assert kinds(diff(old, new)) == [("removed", None), ("added", None)]


def test_html_written_otherwise_is_no_change():
    assert diff([Block("a", "<p><b>x</b> y</p>")], [Block("a", "<p><strong>x</strong>\ny")]).is_empty


@pytest.mark.parametrize(
    ("old", "new"),
    [([], []), ([Block("a", "")], [Block("a", "")]), ([Block(None, "<p></p>")], [Block(None, " ")])],
)
def test_nothing_differs_from_nothing(old, new):
    assert diff(old, new).is_empty


def test_a_text_that_begins_is_all_added_and_one_that_ends_all_removed():
    text = paragraphs("a word", "b word")
    assert diff([], text).summary == Summary(added=2, words_inserted=4)
    assert diff(text, []).summary == Summary(removed=2, words_deleted=4)


# Data


def test_the_data_says_what_happened_to_each_token():
    old = [Block("a", '<p>See <a href="/a">this</a> page.</p>')]
    new = [Block("a", '<p>See <a href="/b">this</a> new page.</p>')]
    data = as_data(diff(old, new))
    assert data["summary"] == {
        "added": 0,
        "removed": 0,
        "reworded": 1,
        "moved": 0,
        "formatted": 0,
        "words_inserted": 1,
        "words_deleted": 0,
    }
    assert data["clauses"] == [
        {
            "id": "a",
            "kind": "reworded",
            "moved": False,
            "old": 1,
            "new": 1,
            "tokens": [
                {"op": "equal", "block": "p", "within": []},
                {"op": "equal", "text": " See"},
                {
                    "op": "format",
                    "text": " this",
                    "link": {"href": "/b"},
                    "was": {"text": " this", "link": {"href": "/a"}},
                },
                {"op": "insert", "text": " new"},
                {"op": "equal", "text": " page"},
                {"op": "equal", "text": "."},
            ],
        }
    ]
