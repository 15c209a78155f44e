"""Where a passage stands in a later version, failing closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.anchoring import Place, carried, left_over, places, successor
from flags.rules.passages import Span

LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody."
SPAN = Span(15, 15 + len(LEAK))
OLD = {"title": "Plans", "b1": BODY, "b2": "Something about the weather and the garden."}


def _span_of(words, text):
    return Span(text.index(words), text.index(words) + len(words))


def _text_at(place, blocks):
    return blocks[place.block][place.span.start : place.span.end]


def _covered(new):
    return {place.block: place.span for place in places(OLD, "b1", [SPAN], new)}


def test_an_unchanged_text_is_covered_where_it_was():
    assert places(OLD, "b1", [SPAN], OLD) == (Place("b1", SPAN),)


def test_a_moved_paragraph_takes_its_cover_along():
    assert _covered({"title": "Plans", "b1": OLD["b2"], "b2": BODY}) == {"b2": SPAN}


def test_every_copy_of_the_paragraph_is_covered():
    assert _covered(OLD | {"b3": BODY}) == {"b1": SPAN, "b3": SPAN}


def test_a_reworded_paragraph_is_covered_whole():
    assert _covered(OLD | {"b1": "We like cakes. Nightfall comes in spring to nobody."}) == {"b1": None}


def test_a_paragraph_that_only_changed_around_the_passage_is_covered_exactly():
    assert _covered(OLD | {"b1": f"We hate cakes, but {LEAK} to nobody."}) == {"b1": Span(19, 19 + len(LEAK))}


def test_a_split_passage_covers_both_halves_of_its_paragraph():
    new = {
        "title": "Plans",
        "b1": "We like cakes. Project Nightfall ships",
        "b2": "in March to nobody.",
        "b3": OLD["b2"],
    }
    assert _covered(new) == {"b1": None, "b2": None}


def test_a_split_paragraph_that_leaves_the_passage_whole_covers_it_exactly():
    new = {"title": "Plans", "b1": "We like cakes.", "b2": f"{LEAK} to nobody.", "b3": OLD["b2"]}
    assert _covered(new) == {"b2": Span(0, len(LEAK))}


def test_a_merged_paragraph_covers_the_passage_exactly():
    assert _covered({"title": "Plans", "b1": f"{BODY} {OLD['b2']}"}) == {"b1": SPAN}


def test_a_paragraph_merged_into_the_next_one_and_reworded_covers_that_one():
    merged = f"Something ships in the third month. {OLD['b2']}"
    assert _covered({"title": "Plans", "b1": merged}) == {"b1": None}


def test_a_look_alike_passage_is_not_mistaken_for_a_reworded_one():
    old = {"b1": "We sold more. Sales grew by 12 % in the north. Everybody is happy about it."}
    spans = [_span_of("Sales grew by 12 % in the north.", old["b1"])]
    new = {
        "b1": "We sold more. Sales grew by twelve percent in the north. Everybody is happy about it.",
        "b2": "Sales grew by 12 % in the south.",
    }
    assert {place.block: place.span for place in places(old, "b1", spans, new)} == {"b1": None, "b2": None}


def test_words_put_in_the_place_of_its_first_ones_belong_to_the_passage():
    old = {"b1": "All is well. 12 % more than in the last quarter of the last year was sold here."}
    passage = "12 % more than in the last quarter of the last year"
    new = {"b1": old["b1"].replace("12 %", "Twelve percent")}
    [place] = places(old, "b1", [_span_of(passage, old["b1"])], new)
    assert _text_at(place, new).startswith("Twelve percent more than")


def test_a_rival_passage_beside_it_covers_the_whole_paragraph():
    old = {"b1": "Nightfall ships in the first week of March."}
    new = {"b1": f"{old['b1']} Nightfall ships in the third week of March."}
    assert places(old, "b1", [Span(0, len(old["b1"]) - 1)], new) == (Place("b1", None),)


def test_swapped_passages_cover_the_one_that_was_marked():
    first, second = "Nightfall ships in March.", "The garden party is in June."
    old, new = {"b1": f"{first} {second}"}, {"b1": f"{second} {first}"}
    [place] = places(old, "b1", [Span(0, len(first))], new)
    assert place.span is None or _text_at(place, new) == first


def test_swapped_paragraphs_take_their_covers_along():
    old = {"b1": "Nightfall ships in March.", "b2": "Daylight ships in March."}
    assert places(old, "b1", [Span(0, 9)], {"b1": old["b2"], "b2": old["b1"]}) == (Place("b2", Span(0, 9)),)


def test_duplicated_passages_are_covered_each():
    new = OLD | {"b1": f"{BODY} And again: {LEAK}."}
    covered = places(OLD, "b1", [SPAN], new)
    assert [_text_at(place, new).rstrip(".") for place in covered] == [LEAK, LEAK]


def test_of_two_paragraphs_that_were_alike_the_one_that_was_reworded_is_followed_too():
    old = {"b1": BODY, "b2": "The weather.", "b3": BODY}
    new = old | {"b3": "We like cakes. Nightfall comes in spring to nobody."}
    covered = {place.block: place.span for place in places(old, "b1", [SPAN], new)}
    assert covered == {"b1": SPAN, "b3": None}


@pytest.mark.parametrize(
    "disguised",
    [
        pytest.param(LEAK.replace("Night", "Ni\u200bght"), id="zero-width"),
        pytest.param(LEAK.replace("Night", "Ni\u00adght"), id="soft hyphen"),
        pytest.param(LEAK.replace("a", "\u0430").replace("o", "\u03bf"), id="homoglyphs"),
    ],
)
def test_zero_width_and_homoglyph_characters_do_not_hide_a_passage(disguised):
    new = OLD | {"b1": f"We like tea and cakes. {disguised} to nobody."}
    [place] = places(OLD, "b1", [SPAN], new)
    assert _text_at(place, new) == disguised
    assert left_over(OLD, "b1", LEAK, {"title": "Plans", "b1": "Gone.", "b2": disguised}) == ("b2",)


@pytest.mark.parametrize("key", ["title", "summary", "tags", "alt1", "link1", "b9"])
def test_a_leak_moved_elsewhere_is_covered_there_and_left_over(key):
    new = OLD | {"b1": "We like cakes, and nothing else.", key: LEAK}
    assert Place(key, Span(0, len(LEAK))) in places(OLD, "b1", [SPAN], new) or Place(key, None) in places(
        OLD, "b1", [SPAN], new
    )
    assert left_over(OLD, "b1", LEAK, new) == (key,)


def test_going_back_to_an_older_version_covers_the_passage_where_it_was():
    assert places(OLD, "b1", [SPAN], dict(OLD)) == (Place("b1", SPAN),)


@pytest.mark.parametrize(
    ("edited", "is_certain"),
    [("aaaa bbbb cccc dddd zzzz", True), ("aaaa bbbb cccc zzzz", False), ("aaaa bbbb zzzz dddd zzzz", False)],
    ids=["four fifths", "three fifths", "with a hole"],
)
def test_four_fifths_of_the_passage_have_to_be_kept(edited, is_certain):
    passage = "aaaa bbbb cccc dddd eeee"
    old = {"b1": f"We like cakes. {passage} to nobody at all."}
    new = {"b1": old["b1"].replace(passage, edited)}
    assert (carried(old, "b1", _span_of(passage, old["b1"]), new) is not None) is is_certain


def test_a_mark_is_carried_there_and_back_again():
    new = {"title": "Plans", "b1": "New first paragraph.", "b2": f"We hate cakes. {LEAK} to nobody."}
    there = carried(OLD, "b1", SPAN, new)
    assert there == ("b2", Span(15, 15 + len(LEAK)))
    assert carried(new, *there, OLD) == ("b1", SPAN)


def test_what_was_written_in_the_place_of_a_passage_is_found():
    new = OLD | {"b1": "We like cakes. Something will come one day to nobody."}
    place = successor(OLD, "b1", SPAN, new)
    assert _text_at(place, new) == "Something will come one day"


def test_a_paragraph_written_anew_stands_in_the_place_of_the_old_one():
    new = {"title": "Plans", "b1": "Quite another thing stands here instead.", "b2": OLD["b2"]}
    assert _text_at(successor(OLD, "b1", SPAN, new), new) == "Quite another thing stands here instead."


def test_where_a_passage_was_cut_nothing_stands_in_its_place():
    assert successor(OLD, "b1", SPAN, OLD | {"b1": "We like cakes. to nobody."}) == Place("b1", None)
    assert successor(OLD, "b1", SPAN, {"title": "Plans", "b2": OLD["b2"]}) is None


def test_a_passage_that_is_gone_with_its_paragraph_covers_nothing():
    assert _covered({"title": "Plans", "b1": OLD["b2"]}) == {}


def test_a_look_alike_sentence_is_not_mistaken_for_the_passage_while_the_paragraph_stands():
    new = OLD | {"b3": "We like cakes. Project Daylight ships in June to everybody."}
    assert _covered(new) == {"b1": SPAN}


@given(st.lists(st.sampled_from([BODY, OLD["b2"], "Plans", f"{LEAK}!", f"So: {LEAK}"]), max_size=5))
def test_wherever_the_whole_passage_stands_it_is_covered(bodies):
    new = {f"b{number}": text for number, text in enumerate(bodies, start=1)}
    covered = _covered(new)
    for key, text in new.items():
        if LEAK in text:
            start = text.index(LEAK)
            span = covered[key] or Span(0, len(text))
            assert span.start <= start
            assert start + len(LEAK) <= span.end


def test_left_over_names_the_blocks_that_hold_part_of_it():
    new = {"title": "Nightfall ships in March?", "b1": "We like cakes."}
    assert left_over(OLD, "b1", LEAK, new) == ("title",)
    assert left_over(OLD, "b1", LEAK, OLD) == ("b1",)
    assert left_over(OLD, "b1", LEAK, {"b1": "Project and March and ships"}) == ()


def test_words_that_were_only_moved_apart_are_left_over():
    leak = "Kingfisher goes out in the spring"
    assert left_over({"b1": f"{leak}."}, "b1", leak, {"b1": "Kingfisher will go out in the spring."}) == ("b1",)
    assert left_over({"b1": f"{leak}."}, "b1", leak, {"b1": "We have plans for the year."}) == ()


def test_a_short_run_elsewhere_is_a_coincidence_where_it_stood_before():
    leak, song = "Kingfisher goes out in the spring", "We sing out in the spring."
    old = {"b1": leak, "b2": song}
    assert left_over(old, "b1", leak, {"b1": "Gone.", "b2": song}) == ()


def test_a_short_passage_elsewhere_is_a_coincidence_only_where_it_stood_before():
    old = {"b1": "Growth was 12 % this year.", "b2": "Buy 12 % vinegar."}
    assert left_over(old, "b1", "12 %", {"b1": "Growth.", "b2": "Buy 12 % vinegar."}) == ()
    assert left_over(old, "b1", "12 %", {"b1": "Growth.", "b2": "Buy vinegar, we grew 12 %."}) == ("b2",)
