"""The arithmetic of the log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags.rules.logchain import GENESIS, Fault, Opening, chain, commit, digest, make_entry, verify

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _log(length=5):
    entries, openings = [], {}
    for number in range(1, length + 1):
        opening = Opening(
            case=f"case {number % 2}", payload={"event": "testimony", "voices": number}, salt=f"s{number}"
        )
        at = NOW + timedelta(minutes=number)
        last = entries[-1] if entries else None
        entries.append(make_entry(last=last, at=at, commitment=commit(opening), salt=f"e{number}"))
        openings[number] = opening
    return entries, openings


@given(st.integers(0, 8))
def test_a_log_as_written_is_sound_with_and_without_its_openings(length):
    entries, openings = _log(length)
    assert verify(entries, openings) == []
    assert verify(entries, {}) == []


@pytest.mark.parametrize("index", range(5))
@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW},
        {"commitment": "0" * 64},
        {"salt": "other"},
        {"previous": "1" * 64},
        {"hash": "2" * 64},
        {"sequence": 99},
    ],
)
def test_any_changed_field_of_any_entry_is_found(index, change):
    entries, openings = _log()
    entries[index] = replace(entries[index], **change)
    assert verify(entries, openings)


@pytest.mark.parametrize("index", range(4))
def test_a_removed_entry_is_found(index):
    entries, _openings = _log()
    del entries[index]
    assert Fault(index + 2, "gap") in verify(entries, {})


def test_a_last_entry_cut_off_is_found_by_its_opening():
    entries, openings = _log()
    assert verify(entries[:-1], openings) == [Fault(5, "stray")]


def test_a_changed_opening_is_found():
    entries, openings = _log()
    openings[3] = replace(openings[3], payload={"event": "testimony", "voices": 1})
    assert verify(entries, openings) == [Fault(3, "opening")]


def test_anybody_can_check_the_chain_from_what_is_public():
    previous = GENESIS
    for entry in _log()[0]:
        public = digest(salt=entry.salt, at=entry.at, commitment=entry.commitment)
        assert entry.hash == chain(sequence=entry.sequence, previous=previous, digest=public)
        previous = entry.hash


def test_entries_of_one_case_with_the_same_payload_look_unlike():
    same = {"case": "one", "payload": {"event": "opened"}}
    assert commit(Opening(**same, salt="a")) != commit(Opening(**same, salt="b"))


def test_the_hash_is_the_one_the_log_page_explains():
    plain = "\n".join(["1", "0" * 64, "d"])
    assert chain(sequence=1, previous=GENESIS, digest="d") == sha256(plain.encode()).hexdigest()
