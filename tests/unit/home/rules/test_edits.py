"""Small edits land where they were meant, or nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.rules.edits import ContentFileError, replace_all_once, replace_once


def test_words_that_stand_once_are_replaced():
    assert replace_once("a cup of tea", "cup", "pot", where="note") == "a pot of tea"


@pytest.mark.parametrize(("old", "times"), [("pot", 0), ("c", 2), ("", 0)])
def test_words_that_do_not_stand_exactly_once_are_refused(old, times):
    with pytest.raises(ContentFileError, match=f"note: .* not {times} times"):
        replace_once("a cup of cocoa"[:10], old, "x", where="note")


@given(st.text(), st.text(min_size=1), st.text(), st.text())
def test_an_edit_changes_only_its_words(before, old, new, after):
    text = before + old + after
    if text.count(old) == 1:
        assert replace_once(text, old, new, where="note") == before + new + after


def test_later_edits_see_what_earlier_ones_wrote():
    changes = [{"old": "cup", "new": "pot"}, {"old": "pot of tea", "new": "samovar"}]
    assert replace_all_once("a cup of tea", changes, where="note") == "a samovar"
