"""Cursors of keyset pagination."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.rules.cursors import CursorError, decode, encode


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 2**63 - 1))
def test_a_cursor_comes_back_as_it_went(published_at, pk):
    assert decode(encode(published_at, pk)) == (published_at, pk)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "%%%",
        "é",
        "a" * 5000,
        "MjAyNi0wMS0wMXwx",
        "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMHwtMQ",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(CursorError):
        decode(text)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    try:
        decode(text)
    except CursorError:
        return
