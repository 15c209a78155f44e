"""Whom a text calls by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.mentions import MOST_MENTIONED, mentioned

NAMES = st.from_regex(r"[a-zåäö0-9_]([a-zåäö0-9_.+@\-]{0,20}[a-zåäö0-9_])?", fullmatch=True)


@given(NAMES, st.sampled_from(["", ".", ",", "?", ":", ")", "’s", "...", " "]))
def test_whoever_is_called_by_name_is_found_whatever_follows(name, after):
    assert mentioned(f"See (@{name}{after}") == (name,)


@pytest.mark.parametrize("text", ["ann@peerline.example", "a@b", "@", "@ ann", "mail+@ann", "x/@ann", ""])
def test_a_sign_that_does_not_begin_a_word_calls_nobody(text):
    assert mentioned(text) == ()


def test_each_is_called_once_and_no_more_than_a_few_at_once():
    crowd = " ".join(f"@p{number} @p0" for number in range(40))
    assert mentioned(crowd) == tuple(f"p{number}" for number in range(MOST_MENTIONED))
