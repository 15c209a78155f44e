"""Likely leaks in a text: credentials by their form, code names by keyed hashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.leaks import MAX_WORDS, candidates, digest, hints, name_form

KEY = b"k" * 32
TOKEN = "AKIA" + "IOSFODNN7EXAMPLE"


def _found(text: str, *on_the_list: str) -> list[tuple[str, str]]:
    known = {digest(KEY, name_form(name)) for name in on_the_list}
    return [
        (hint.kind, text[hint.start : hint.end]) for hint in hints(text, names=candidates(text, KEY), known=known)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The Nightfall ships.",
        "The NIGHTFALL ships.",
        "The Night Fall ships.",
        "The night-fall ships.",
        "The Níghtfall ships.",
        "The Nіghtfаll ships.",
        "The Night\u200bfall ships.",
    ],
)
def test_a_code_name_is_found_however_it_is_written(text):
    [(kind, _words)] = _found(text, "Nightfall")
    assert kind == "code name"


def test_only_the_longest_of_names_within_each_other_is_told():
    assert _found("Our Project Nightfall ships", "Nightfall", "Project Nightfall") == [
        ("code name", "Project Nightfall")
    ]


def test_a_credential_is_found_by_its_form_alone():
    assert _found(f"Our key is {TOKEN}, use it") == [("credential", f"{TOKEN},")]


def test_long_numbers_and_hashes_are_no_credentials():
    assert _found("Order 4111111111111111 has the digest 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b") == []


@pytest.mark.parametrize("name", ["", "abc", "a b c", "one two three four five", "!!!"])
def test_a_name_that_stands_in_every_text_or_none_is_refused(name):
    with pytest.raises(ValueError, match="name: needs"):
        name_form(name)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=30), st.data())
def test_every_run_of_up_to_four_words_is_a_candidate(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    run = words[first : first + data.draw(st.integers(1, MAX_WORDS))]
    form = "".join(run)
    assert (digest(KEY, form) in candidates(" ".join(words), KEY)) or len(form) < 4


def test_without_the_key_a_hash_says_nothing():
    assert digest(KEY, "nightfall") != digest(b"x" * 32, "nightfall")
