"""What a seal finds: disguised, moved, repeated, in part; and what it leaves alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.house import House
from flags.rules.lifecycle import Life, Side, State, freeze
from flags.rules.passages import Span, repeats
from flags.rules.sealing import PassageFinder, Sought, due_at, moved

ENDED = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSAGE = "goes out to Northwind in the ninth week"
BLOCK = f"Cakes first. The spring release {PASSAGE}, they say."


def finder(passage=PASSAGE, block=BLOCK, beside=()):
    start = block.index(passage)
    return PassageFinder((Sought(block, Span(start, start + len(passage)), frozenset(beside)),))


def left(text, passage=PASSAGE, block=BLOCK, beside=()):
    """The text without what is to go; None where all of it goes."""
    spans = finder(passage, block, beside).cuts({"b1": text}).get("b1", [])
    if spans is None:
        return None
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    return text


def _life(**changes) -> Life:
    """A case of a house in which a settlement can be undone for 25 minutes."""
    house = House(undo_minutes=25)
    numbers = freeze(voices="teams", active=5, urgent=False, recognised=False, author_away=False, house=house)
    return replace(Life(State.FIXED, ENDED, numbers, veiled_at=ENDED, ended_at=ENDED), **changes)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, timedelta(minutes=25)),
        ({"protected": True}, timedelta(minutes=25)),
        ({"state": State.UPHELD}, timedelta(days=30)),
        ({"state": State.UPHELD, "protected": True}, None),
        ({"state": State.UPHELD, "appeal": Side.AUTHORS}, None),
        ({"state": State.CLEARED}, None),
        ({"state": State.LAPSED}, None),
        ({"state": State.NOTED, "ended_at": None}, None),
    ],
)
def test_a_seal_is_due_when_nobody_can_undo_or_appeal_by_the_numbers_of_the_case(changes, after):
    assert due_at(_life(**changes)) == (after and ENDED + after)


def test_the_passage_goes_and_the_rest_of_its_block_stays():
    assert left(BLOCK) == "Cakes first. The spring release  they say."


@pytest.mark.parametrize(
    "disguised",
    [
        PASSAGE.upper(),
        PASSAGE.replace("Northwind", "North\u00adwind"),
        PASSAGE.replace("Northwind", "N\u200bo\u200brth\u2060wind"),
        PASSAGE.replace("o", "\u043e").replace("e", "\u0435"),
        PASSAGE.replace(" ", "  "),
        PASSAGE.replace(" ", "\u00a0"),
        PASSAGE.replace("Northwind", "No\u0308rthwind"),
    ],
    ids=["capitals", "soft-hyphen", "zero-width", "look-alikes", "spaces", "hard-spaces", "accents"],
)
def test_disguises_make_no_difference(disguised):
    assert left(f"Elsewhere: it {disguised}.") == "Elsewhere: it "


def test_a_passage_spelt_out_takes_its_whole_block():
    assert left("N-o-r-t-h-w-i-n-d it is", "Northwind", "To Northwind.") is None


def test_where_only_a_part_stands_the_whole_block_goes():
    assert left("Somebody said: out to Northwind in the spring.") is None


def test_a_reworded_block_that_may_hold_it_goes_whole():
    assert left(BLOCK.replace("the ninth week", "week nine")) is None


def test_every_copy_in_a_block_goes():
    assert left(f"It {PASSAGE}. Yes, it {PASSAGE}.") == "It  Yes, it "


def test_what_stood_beside_a_short_passage_unmarked_stays():
    assert left("Northwind is a wind.", "Northwind", "To Northwind.", beside={"Northwind is a wind."}) == (
        "Northwind is a wind."
    )


def test_a_short_number_is_looked_for_in_its_own_block_alone():
    block = "The price falls by 12 % in May."
    assert left(block, "12 %", block) == "The price falls by  in May."
    assert (
        left("We are 12 people, and none of us bakes.", "12 %", block) == "We are 12 people, and none of us bakes."
    )
    assert left("The price falls by 12 % in June.", "12 %", block) == "The price falls by  in June."


def test_a_name_that_was_moved_to_a_title_is_found():
    assert left("All about Northwind", "Northwind", "To Northwind.") == "All about "


def test_text_that_shares_nothing_is_left_alone():
    assert finder().cuts({"b1": "Bread, buns, and the ninth week of the year.", "b2": ""}) == {}


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_of_the_passage_is_left_whatever_stands_around_it(before, after):
    rest = left(f"{before} {PASSAGE} {after}")
    assert rest is None or not repeats(rest, PASSAGE, 20)


OLD = {"b1": "First.", "b2": "Keep the secret word and this mark here.", "b3": "Last words of all."}


@pytest.mark.parametrize(
    ("new", "block", "span", "where"),
    [
        (OLD, "b2", (29, 33), ("b2", (29, 33))),
        ({"b1": "First.", "b2": "Last words of all."}, "b3", (0, 4), ("b2", (0, 4))),
        (OLD | {"b2": "Keep the and this mark here."}, "b2", (25, 34), ("b2", (13, 22))),
        (OLD | {"b2": "Keep the and this mark here."}, "b2", (9, 29), ("b2", (9, 17))),
        ({"b1": "First.", "b2": "Last words of all."}, "b2", (25, 34), None),
    ],
    ids=["unchanged", "counted-anew", "moved-up", "cut-into", "gone"],
)
def test_marks_of_others_keep_their_words(new, block, span, where):
    found = moved(OLD, new, block, Span(*span))
    assert found == (where and (where[0], Span(*where[1])))
