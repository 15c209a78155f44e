"""The contents of a guideline."""

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.outline import Entry, outline

headings = st.lists(
    st.tuples(st.uuids().map(str), st.sampled_from(["", "Rule", "Aim"]), st.sampled_from([2, 3, 4]))
)


def test_deeper_headings_stand_below_the_one_before_them():
    contents = outline([("a", "One", 2), ("b", "Part", 3), ("c", "Detail", 4), ("d", "Two", 2)])
    assert contents == (
        Entry("a", "One", (Entry("b", "Part"), Entry("c", "Detail"))),
        Entry("d", "Two"),
    )


def test_a_deeper_heading_with_nothing_above_it_is_an_entry_of_its_own():
    assert outline([("a", "Deep", 4), ("b", "Top", 2)]) == (Entry("a", "Deep"), Entry("b", "Top"))


def test_text_without_a_heading_is_left_out():
    assert outline([("a", "", 2), ("b", "One", 2), ("c", "", 3)]) == (Entry("b", "One"),)


@given(headings)
def test_every_heading_stands_in_the_contents_once_and_in_order(clauses):
    flat = [each for top in outline(clauses) for each in (top, *top.children)]
    assert [(each.clause_id, each.heading) for each in flat] == [
        (clause_id, heading) for clause_id, heading, _level in clauses if heading
    ]
