"""How long words are one's own to change, and what shows nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions.rules.editing import may_still_edit, shows_something

WRITTEN = datetime(2026, 6, 1, 9, tzinfo=UTC)


@given(st.integers(0, 1440), st.integers(-100_000, 100_000))
def test_the_time_begins_with_the_comment_and_ends_once(minutes, seconds):
    now = WRITTEN + timedelta(seconds=seconds)
    assert may_still_edit(WRITTEN, now, minutes=minutes) == (0 <= seconds < 60 * minutes)


@pytest.mark.parametrize(
    ("text", "shows"), [("", False), (" \n", False), ("\u200b\u00ad", False), ("a", True), ("\U0001f600", True)]
)
def test_what_shows_nothing_is_no_comment(text, shows):
    assert shows_something(text) is shows
