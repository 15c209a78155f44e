"""Marks, what they share, and when a text repeats a passage."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flags.rules.passages import (
    Span,
    fingerprint,
    fold,
    length_class,
    merge,
    note_repeats,
    occurrences,
    overlap,
    overlaps_by_half,
    repeats,
    sentences,
    shared,
    snap,
    subtract,
    tokens,
    trimmed,
    words,
)

TEXT = "We sell Nightfall in March, for 12 %, to nobody."
texts = st.text(alphabet=st.sampled_from("ab c.\nπé🎉東京\u200b\u0301"), max_size=60)
spans = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(
    "copy", ["nightfall", "NIGHTFALL", "Níghtfàll", "Night\u200bfall", "Nightfa\u00adll", "Νightfall", "Nіghtfаll"]
)
def test_accents_capitals_zero_width_and_look_alike_letters_do_not_make_another_word(copy):
    assert fold(copy) == "nightfall"
    assert repeats(f"It is {copy}!", "Nightfall", 12)


@given(texts)
def test_every_character_but_spaces_belongs_to_exactly_one_token(text):
    assert "".join(text[span.start : span.end] for span in tokens(text)) == "".join(text.split())


@given(texts, texts, st.sampled_from(["b", "é🎉", "東", "a b"]), texts)
def test_a_mark_is_widened_to_whole_tokens_and_never_narrowed(before, inside, word, after):
    text = f"{before}{inside}{word}{after}"
    start, end = len(before), len(before) + len(inside) + len(word)
    span = snap(text, start, end)
    assert text[span.start : span.end] == text[span.start : span.end].strip()
    assert "".join(text[start:end].split()) in "".join(text[span.start : span.end].split())
    assert snap(text, *span) == span


@pytest.mark.parametrize(("start", "end"), [(2, 3), (5, 5), (6, 5), (-1, 3), (0, 99)])
def test_a_mark_of_nothing_or_outside_the_text_is_refused(start, end):
    with pytest.raises(ValueError, match="start, end"):
        snap(TEXT, start, end)


def test_words_of_unspaced_scripts_are_single_characters():
    assert len(tokens("東京は")) == 3


@given(spans, spans)
def test_overlap_by_half_of_both_is_mutual_and_needs_half_of_the_longer(first, second):
    assert overlaps_by_half(first, second) == overlaps_by_half(second, first)
    assert overlaps_by_half(first, second) == (overlap(first, second) * 2 >= max(first.length, second.length))


def test_a_mark_of_everything_does_not_join_a_mark_of_one_word():
    assert not overlaps_by_half(Span(0, 1000), Span(10, 20))


@given(st.lists(st.tuples(spans, st.integers(1, 4)), max_size=6), st.integers(1, 4))
def test_what_is_shared_is_marked_by_enough_voices_and_all_of_it_is(marks, needed):
    found = shared(TEXT, marks, needed)
    for token in tokens(TEXT):
        voices = {voice for span, voice in marks if span.start <= token.start and token.end <= span.end}
        covered = any(span.start <= token.start and token.end <= span.end for span in found)
        assert covered == (len(voices) >= needed)


@given(st.lists(spans, max_size=6), st.integers(2, 4))
def test_one_voice_alone_shares_nothing_however_often_it_marks(marks, needed):
    assert shared(TEXT, [(span, "same") for span in marks], needed) == ()


def test_less_than_one_voice_is_an_error():
    with pytest.raises(ValueError, match="needed: 0"):
        shared(TEXT, [], 0)


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_subtracting_leaves_exactly_what_was_not_taken(kept, taken):
    left = {point for span in subtract(kept, taken) for point in range(*span)}
    points = {point for span in kept for point in range(*span)} - {
        point for span in taken for point in range(*span)
    }
    assert left == points


@given(st.lists(spans, max_size=8))
def test_merging_keeps_every_point_and_leaves_gaps_between(several):
    merged = merge(several)
    assert {p for span in merged for p in range(*span)} == {p for span in several for p in range(*span)}
    assert all(first.end < second.start for first, second in pairwise(merged))


def test_spans_are_trimmed_of_spaces_and_empty_ones_dropped():
    assert trimmed("a  bc d", [Span(1, 6), Span(1, 3)]) == (Span(3, 5),)


@given(texts)
def test_sentences_hold_every_letter_of_the_text(text):
    inside = "".join(text[span.start : span.end] for span in sentences(text))
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("note", "passage", "repeated"),
    [
        ("They sell nightfall", "We sell Nightfall in March", True),
        ("It is about sell and March", "We sell Nightfall in March", False),
        ("secret", "The secret", False),
        ("THE SECRET!", "The secret", True),
        ("s e l l n i g h t f a l l", "We sell Nightfall in March", True),
        ("It was in 2012", "12", False),
        ("Only 12 of them", "12 %", True),
        ("Party 🎉", "🎉", True),
        ("", "We sell Nightfall in March", False),
    ],
)
def test_a_note_may_not_repeat_twelve_characters_of_whole_words(note, passage, repeated):
    assert note_repeats(note, passage) is repeated


@given(texts, texts, texts)
def test_a_note_that_holds_the_whole_passage_always_repeats_it(before, passage, after):
    assume(words(passage))
    assert note_repeats(f"{before} {passage} {after}", passage)


def test_occurrences_are_whole_words_wherever_they_stand():
    text = "In March we sell. IN MARCH, we sell! In marching order."
    assert [text[span.start : span.end] for span in occurrences(text, "in March")] == ["In March", "IN MARCH,"]


def test_lengths_are_told_only_coarsely():
    assert [length_class("word " * count) for count in (1, 6, 7, 30, 31)] == [
        "words", "words", "sentence", "sentence", "sentences",
    ]  # fmt: skip


@given(texts, texts)
def test_fingerprints_agree_on_the_same_words_and_on_nothing_under_another_key(passage, other):
    same = [word.folded for word in words(passage)] == [word.folded for word in words(other)]
    assume(words(passage) and words(other))
    assert (fingerprint(b"k", passage) == fingerprint(b"k", other)) == same
    assert fingerprint(b"k", passage) != fingerprint(b"l", passage)
