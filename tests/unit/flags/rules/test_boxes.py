"""Boxes open with their key and name, and with nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules import boxes
from flags.rules.boxes import BoxError

KEY, NONCE, ONCE, PRIVATE = b"k" * 32, b"n" * 12, b"o" * 32, b"p" * 32


@given(st.binary(max_size=200))
def test_what_was_locked_comes_out_again(data):
    assert boxes.unlock(boxes.lock(data, key=KEY, nonce=NONCE, name="case 1"), key=KEY, name="case 1") == data


@pytest.mark.parametrize(
    ("key", "name", "spoilt"),
    [(b"x" * 32, "case 1", 0), (KEY, "case 2", 0), (KEY, "case 1", 1)],
    ids=["another-key", "another-name", "changed"],
)
def test_nothing_else_opens_a_box(key, name, spoilt):
    box = boxes.lock(b"words", key=KEY, nonce=NONCE, name="case 1")
    box = box[:-1] + bytes([box[-1] ^ spoilt])
    with pytest.raises(BoxError):
        boxes.unlock(box, key=key, name=name)


def test_the_holder_opens_with_both_halves_and_not_with_one():
    first, second = boxes.halves(PRIVATE, b"r" * 32)
    public = boxes.public_of(PRIVATE)
    box = boxes.lock_for_holder(b"words", public=public, once=ONCE, nonce=NONCE, name="case 1")
    assert b"words" not in box
    assert boxes.unlock_as_holder(box, private=boxes.joined(second, first), name="case 1") == b"words"
    for half in (first, second):
        with pytest.raises(BoxError):
            boxes.unlock_as_holder(box, private=half, name="case 1")


def test_halves_of_two_keys_are_refused():
    with pytest.raises(BoxError):
        boxes.joined(b"abc", b"ab")


def test_a_derived_key_needs_secret_salt_and_purpose():
    keys = {boxes.derived(s, salt, p) for s in (b"a", b"b") for salt in (b"c", b"d") for p in ("prints", "box")}
    assert len(keys) == 8
