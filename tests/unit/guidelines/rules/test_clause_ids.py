"""Clause ids through a history: a clause keeps its id while its heading or most of its text stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.clause_ids import carry_ids
from guidelines.rules.content import Clause, Part, clause_text

PROSE = {
    "own": "Say who you are and own your words when you write about the company or its products in public places",
    "ask": "Ask a customer before you name them anywhere and keep the answer where colleagues find it later",
    "law": "Do not comment on a lawsuit that is still open whoever asks you for an opinion or a quote about it",
    "err": "Correct mistakes openly and quickly and leave the first wording readable for those who saw it before",
}


def clause(heading: str, text: str = "", clause_id: str = "") -> Clause:
    rule = (Part("text", html=f"<p>{PROSE.get(text, text)}</p>"),) if text else ()
    return Clause(id=clause_id, heading=heading, rule=rule)


def ids_of(old: list[Clause], new: list[Clause], gone: tuple[Clause, ...] = ()) -> list[str]:
    return [each.id for each in carry_ids(old, new, gone=gone, new_id="new-{}".format)]


OWN, ASK, LAW = clause("Own", "own", "1"), clause("Ask", "ask", "2"), clause("Law", "law", "3")


def test_unchanged_clauses_keep_their_ids_in_whatever_order():
    assert ids_of([OWN, ASK, LAW], [LAW, OWN, ASK]) == ["3", "1", "2"]


def test_the_first_version_has_new_ids_by_place():
    assert ids_of([], [OWN, ASK]) == ["new-0", "new-1"]


def test_a_clause_with_the_same_heading_and_another_text_keeps_its_id():
    assert ids_of([OWN, ASK], [clause("Own", "err"), ASK]) == ["1", "2"]


def test_a_clause_with_another_heading_and_most_of_its_text_keeps_its_id():
    mostly = PROSE["ask"].replace("anywhere", "by name in any place at all")
    assert ids_of([OWN, ASK], [OWN, clause("Customers", mostly)]) == ["1", "2"]


def test_a_clause_with_another_heading_and_another_text_is_new():
    assert ids_of([OWN, ASK], [OWN, clause("Mistakes", "err")]) == ["1", "new-1"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("4. Usage limits", "5. Usage limits"),
        ("4.Usage limits", "4. Usage limits"),
        ("1.2 Usage limits", "1.3 Usage limits"),
        ("(b) Usage limits", "Usage limits"),
        ("iv) Usage limits", "v) Usage limits"),
        ("Usage limits", "Usage Limits*"),
    ],
)
def test_numbers_and_signs_do_not_make_another_heading(before, after):
    assert ids_of([clause(before, "own", "1")], [clause(after, "err")]) == ["1"]


def test_a_heading_of_signs_alone_is_not_the_text_before_the_first_heading():
    assert ids_of([clause("", "own", "1")], [clause("***", "err")]) == ["new-0"]


def test_the_text_before_the_first_heading_keeps_its_id():
    assert ids_of([clause("", "own", "1"), ASK], [clause("", "err"), ASK]) == ["1", "2"]


def test_a_text_that_gets_or_loses_its_heading_keeps_its_id():
    assert ids_of([clause("", "own", "1")], [clause("Own", "own")]) == ["1"]
    assert ids_of([clause("Own", "own", "1")], [clause("", "own")]) == ["1"]


def test_a_text_kept_whole_counts_more_than_a_heading():
    assert ids_of([OWN, ASK], [clause("Own", "ask"), clause("Ask", "own")]) == ["2", "1"]


def test_of_clauses_with_the_same_heading_the_text_decides():
    old = [clause("Examples", "own", "1"), clause("Examples", "ask", "2")]
    assert ids_of(old, [clause("Examples", "ask"), clause("Examples", "own")]) == ["2", "1"]


def test_equal_clauses_keep_their_order():
    old = [clause("Examples", "own", "1"), ASK, clause("Examples", "own", "3")]
    assert ids_of(old, [clause("Examples", "own"), ASK, clause("Examples", "own")]) == ["1", "2", "3"]


def test_a_text_that_grew_to_several_times_its_length_keeps_its_id():
    grown = " ".join([PROSE["law"], PROSE["own"], PROSE["err"], PROSE["own"]])
    assert ids_of([OWN, ASK], [OWN, clause("All of it", PROSE["ask"] + " " + grown)]) == ["1", "2"]


def test_words_scattered_through_a_longer_text_are_no_clause_that_grew():
    scattered = " x y z w v u t s ".join(PROSE["ask"].split())
    assert ids_of([ASK], [clause("Other", scattered)]) == ["new-0"]


def test_a_clause_that_comes_back_gets_its_id_back():
    assert ids_of([OWN], [OWN, clause("Ask", "ask")], gone=(ASK,)) == ["1", "2"]


def test_a_clause_with_the_heading_of_one_that_had_gone_is_new():
    assert ids_of([OWN], [OWN, clause("Ask", "err")], gone=(ASK,)) == ["1", "new-1"]


def test_the_version_before_comes_before_what_had_gone():
    gone = replace(OWN, id="0")
    assert ids_of([OWN], [clause("Own", "own")], gone=(gone,)) == ["1"]


def test_an_id_that_is_taken_is_refused():
    with pytest.raises(ValueError, match="id that another one has"):
        carry_ids([OWN], [OWN, ASK], new_id=lambda place: "1")


words = st.sampled_from(["own", "ask", "law", "err", "say it", "do not", ""])
several = st.lists(st.builds(clause, st.sampled_from(["", "A", "B", "2. A", "***"]), words), max_size=6)


@given(several, several, several)
def test_ids_are_given_once_and_contents_stay(old, new, past):
    known = [replace(each, id=f"old-{place}") for place, each in enumerate(old)]
    gone = tuple(replace(each, id=f"gone-{place}") for place, each in enumerate(past))
    carried = carry_ids(known, new, gone=gone, new_id="new-{}".format)
    assert len({each.id for each in carried}) == len(new)
    assert [replace(each, id="") for each in carried] == new


@given(several)
def test_carrying_to_the_same_text_keeps_every_id(clauses):
    known = [replace(each, id=f"old-{place}") for place, each in enumerate(clauses)]
    assert carry_ids(known, clauses, new_id="new-{}".format) == tuple(known)


unnumbered = st.lists(st.builds(clause, st.sampled_from(["", "A", "B"]), words), max_size=6)


@given(unnumbered, st.randoms(use_true_random=False))
def test_carrying_to_the_same_text_in_another_order_keeps_each_text_with_its_ids(clauses, rng):
    known = [replace(each, id=f"old-{place}") for place, each in enumerate(clauses)]
    shuffled = rng.sample(clauses, len(clauses))
    carried = carry_ids(known, shuffled, new_id="new-{}".format)
    assert sorted((each.id, clause_text(each)) for each in carried) == sorted(
        (each.id, clause_text(each)) for each in known
    )
