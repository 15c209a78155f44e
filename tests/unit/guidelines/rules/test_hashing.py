"""Hashes: every fact of a version counts, and they never change."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from guidelines.rules.hashing import LeafRef, leaf_hash, version_hash

DATE = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
LEAVES = [LeafRef("title", "", "cd"), LeafRef("clause", "x", "ef")]
FACTS: dict[str, Any] = {
    "page_id": 3,
    "number": 2,
    "date": DATE,
    "person_id": 7,
    "origin": "edit",
    "material": False,
    "parent_hash": "ab",
    "leaves": LEAVES,
}


def test_hashes_stay_what_they_are():
    """A change of the recipe would break every chain ever written."""
    assert leaf_hash(salt="00ff", content="Ünïcode") == (
        "d32545b9edc9e3ab24fba504c71d5e5114156506d504fae71dc1819a6e98c268"
    )
    assert version_hash(**FACTS) == "2bbaaca80dfd3e964bd8368686c305f0c31d98a0556377bd60a7d52a3cab093a"


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("page_id", 4),
        ("number", 3),
        ("date", DATE + timedelta(microseconds=1)),
        ("person_id", None),
        ("origin", "import"),
        ("material", True),
        ("parent_hash", ""),
        ("leaves", LEAVES[::-1]),
        ("leaves", LEAVES[:1]),
    ],
)
def test_every_fact_is_covered(fact, value):
    """Whatever somebody changes in a row, its hash tells."""
    assert version_hash(**{**FACTS, fact: value}) != version_hash(**FACTS)


def test_the_time_zone_a_date_is_written_in_does_not_count():
    """The same moment gives the same hash wherever it is read."""
    elsewhere = DATE.astimezone(timezone(timedelta(hours=5)))
    assert version_hash(**{**FACTS, "date": elsewhere}) == version_hash(**FACTS)


def test_a_date_without_a_time_zone_is_refused():
    """It would mean another moment on another machine."""
    with pytest.raises(ValueError, match="time zone"):
        version_hash(**{**FACTS, "date": datetime(2026, 1, 2)})


def test_the_salt_counts():
    """Equal content in two leaves does not show."""
    assert leaf_hash(salt="00", content="a") != leaf_hash(salt="01", content="a")


def test_leaves_read_back_from_json_hash_alike():
    """Rows hold leaves as lists, code as named tuples."""
    assert version_hash(**{**FACTS, "leaves": [list(leaf) for leaf in LEAVES]}) == version_hash(**FACTS)
