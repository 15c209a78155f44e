"""Projection P1."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from flags.rules.markdown.projection import (
    Mark,
    Run,
    normalise_code,
    normalise_runs,
    normalise_source,
    normalise_text,
)

BOLD = (Mark("strong"),)


def texts(runs):
    return [run.text for run in runs]


def test_white_space_of_every_kind_becomes_one_space():
    assert normalise_text(" a\u00a0\t\n b\u2003c ") == "a b c"


def test_white_space_is_collapsed_over_the_edge_of_two_runs():
    assert texts(normalise_runs([Run("a "), Run(" b", BOLD)])) == ["a ", "b"]


def test_white_space_at_the_ends_of_a_block_goes():
    assert texts(normalise_runs([Run(" "), Run(" a "), Run(" ", BOLD)])) == ["a"]


def test_a_combining_character_in_the_next_run_joins_its_letter():
    assert normalise_runs([Run("e", BOLD), Run("\u0301t")]) == (Run("é", BOLD), Run("t"))


def test_a_run_of_nothing_but_a_combining_character_leaves_no_empty_run():
    assert normalise_runs([Run("e", BOLD), Run("\u0301")]) == (Run("é", BOLD),)


def test_marks_in_runs_of_their_own_are_put_in_order():
    assert texts(normalise_runs([Run("\u0301", BOLD), Run("\u0301"), Run("\u0323")])) == ["\u0323\u0301\u0301"]


def test_hangul_letters_in_two_runs_become_one_syllable():
    assert "".join(texts(normalise_runs([Run("\u1100", BOLD), Run("\u1161")]))) == "\uac00"


@given(st.lists(st.builds(Run, st.text(alphabet="ae \u0301\u0323\u1100\u1161\u00a0😀", max_size=4)), max_size=6))
def test_runs_put_together_are_p1(runs):
    """However the text is cut into runs, the whole is NFC with single spaces."""
    whole = "".join(texts(normalise_runs(runs)))
    assert unicodedata.is_normalized("NFC", whole)
    assert whole == " ".join(whole.split())
    assert whole == normalise_text("".join(run.text for run in runs))


def test_code_keeps_its_line_ends_and_indentation():
    assert normalise_code("if x:\r\n    y\n\n") == "if x:\n    y"


def test_the_source_has_one_kind_of_line_end():
    assert normalise_source("a\r\nb\rc") == "a\nb\nc"


def test_characters_that_html_cannot_hold_are_replaced():
    assert normalise_text("a\x00b\ufffe\U0001ffff") == "a\ufffdb\ufffd\ufffd"
