"""Chains of versions: each way of breaking one is named."""

from dataclasses import dataclass, field, replace

import pytest

from guidelines.rules.chain import chain_faults, current_faults

LEAVES = {"aa": (1, "title", ""), "bb": (1, "clause", "x"), "cc": (2, "title", "")}


@dataclass(frozen=True)
class Version:
    """A version whose hash is its own name."""

    page_id: int
    number: int
    parent_hash: str
    leaves: list = field(default_factory=lambda: [["title", "", "aa"], ["clause", "x", "bb"]])
    name: str = ""

    @property
    def hash(self):
        return self.name or f"{self.page_id}-{self.number}"

    def computed_hash(self):
        return f"{self.page_id}-{self.number}"


WHOLE = [
    Version(1, 1, ""),
    Version(1, 2, "1-1"),
    Version(1, 3, "1-2"),
    Version(2, 1, "", leaves=[["title", "", "cc"]]),
]


def test_a_whole_chain_has_no_faults():
    """Several guidelines, one after the other."""
    assert list(chain_faults(WHOLE, LEAVES)) == []


@pytest.mark.parametrize(
    ("versions", "fault"),
    [
        (WHOLE[1:], "Version 2 of guideline 1 is the first there is"),
        ([WHOLE[0], WHOLE[2]], "Version 3 of guideline 1 does not follow version 1"),
        ([WHOLE[0], replace(WHOLE[1], parent_hash="other")], "does not point at the version before it"),
        ([replace(WHOLE[0], parent_hash="other")], "does not point at the version before it"),
        ([replace(WHOLE[0], name="other")], "Version 1 of guideline 1 was changed"),
        ([replace(WHOLE[0], leaves=[["title", "", "zz"]])], "lacks its title (leaf zz)"),
        ([replace(WHOLE[0], leaves=[["clause", "y", "bb"]])], "lacks its clause y (leaf bb)"),
        ([replace(WHOLE[0], leaves=[["title", "", "cc"]])], "lacks its title (leaf cc)"),
    ],
)
def test_each_break_is_named(versions, fault):
    """What is wrong is said first, with its guideline and number."""
    assert fault in next(chain_faults(versions, LEAVES))


@pytest.mark.parametrize("current", [{1: 2}, {1: None}, {}, {1: 3, 2: 1}])
def test_the_version_in_force_is_the_newest(current):
    """A pointer that was turned back is found."""
    assert list(current_faults({1: 3}, {1: 3})) == []
    assert len(list(current_faults(current, {1: 3}))) == 1
