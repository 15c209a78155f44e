"""Prints find a passage again, and hold nothing of it."""

import pytest

from flags.rules import prints
from flags.rules.prints import PrintFinder, Prints

KEY = b"k" * 32
PASSAGE = "goes out to Northwind in the ninth week"


def cuts(text, passage=PASSAGE, key=KEY):
    finder = PrintFinder((prints.take(passage, KEY),), key)
    found = finder.cuts({"b1": text}).get("b1", [])
    return found if found is None else [text[span.start : span.end] for span in found]


def test_the_whole_passage_is_found_with_its_punctuation():
    assert cuts(f"It {PASSAGE}, they say.") == [f"{PASSAGE},"]


def test_disguises_make_no_difference():
    disguised = PASSAGE.upper().replace("NORTH", "N\u200b\u041eRTH")
    assert cuts(f"It {disguised}.") == [f"{disguised}."]


def test_where_only_a_part_stands_the_whole_block_goes():
    assert cuts("It goes out to Northwind in May.") is None


@pytest.mark.parametrize(
    ("passage", "found"),
    [("Nightfall", ["Nightfall"]), ("12 %", ["12"]), ("***", []), ("\u6771\u4eac\u99c5", ["\u6771\u4eac\u99c5"])],
    ids=["name", "number", "no-words", "no-spaces"],
)
def test_short_passages_are_found_by_their_words(passage, found):
    assert cuts(f"So {passage} it is.", passage) == found


def test_other_text_is_left_alone():
    assert cuts("Nothing of the kind.") == []


def test_without_the_key_nothing_is_found():
    assert cuts(PASSAGE, key=b"x" * 32) == []


def test_no_word_is_left_in_the_prints():
    kept = prints.take(PASSAGE, KEY)
    assert all(len(run) == 32 and int(run, 16) >= 0 for run in kept.runs)
    assert list(kept.runs) == sorted(kept.runs)
    assert Prints.from_data(kept.to_data()) == kept


@pytest.mark.parametrize("data", [{}, {"needed": "9", "runs": []}, {"needed": 9, "runs": [1]}])
def test_damaged_prints_are_refused(data):
    with pytest.raises(ValueError, match="prints"):
        Prints.from_data(data)
