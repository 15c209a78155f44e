"""Where a passage stands in a later version, failing closed."""

from hypothesis import given
from hypothesis import strategies as st

from flags.rules.anchoring import Place, left_over, places
from flags.rules.passages import Span

LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody."
SPAN = Span(15, 15 + len(LEAK))
OLD = {"title": "Plans", "b1": BODY, "b2": "Something about the weather and the garden."}


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


def test_a_passage_split_over_two_paragraphs_covers_what_holds_a_run_of_it():
    new = {
        "title": "Plans",
        "b1": "We like cakes. Project Nightfall ships",
        "b2": "in March to nobody.",
        "b3": OLD["b2"],
    }
    assert _covered(new)["b1"] is None


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
