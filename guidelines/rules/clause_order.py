"""Two orders of clauses that were made from one brought together, by the ids of the clauses."""

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Literal

from guidelines.rules.matching import moved, pair_by_key

Side = Literal["mine", "theirs"]
Decide = Callable[[str, str, str, str], Side]
"""Called with the id of a clause that both sides moved, each elsewhere, and with the ids it stands after in base,
mine and theirs ("" for none); says whose place it gets."""


def merge_orders(
    base: list[str], mine: list[str], theirs: list[str], *, kept: Iterable[str], decide: Decide
) -> list[str]:
    """Return the ids of the clauses that stay, `kept`, in an order that has the moves of both sides.

    Each of `kept` stands in mine or in theirs. What both added at one place stands there one after the other.
    """
    keep = set(kept)
    return [key for key in _Order(base, mine, theirs).merged(decide) if key in keep]


class _Order:
    """Those that both sides left where they were are the frame, the others go into it.

    Which clauses stay is not asked here, for that may be in conflict: the order must not depend on how it ends.
    """

    def __init__(self, base: list[str], mine: list[str], theirs: list[str]) -> None:
        self._sides = {"base": base, "mine": mine, "theirs": theirs}
        moves = _moved(base, mine), _moved(base, theirs)
        self._moved = {"mine": moves[0], "theirs": moves[1]}
        left = (set(mine) & set(theirs)) - moves[0] - moves[1]
        self._frame = [key for key in base if key in left]

    def merged(self, decide: Decide) -> list[str]:
        """Return all ids in order."""
        slots = {side: self._slots(side) for side in ("mine", "theirs")}
        owners = self._owners(slots, decide)
        order: list[str] = []
        for slot in ["", *self._frame]:
            order += [slot] if slot else []
            lists = [
                [key for key in slots[side].get(slot, []) if owners[key] in {side, "both"}]
                for side in ("mine", "theirs")
            ]
            order += _interleaved(*lists)
        return order

    def _slots(self, side: str) -> dict[str, list[str]]:
        """Return what one side moved or added, by the clause of the frame after which it stands."""
        frame = set(self._frame)
        slots: dict[str, list[str]] = {}
        slot = ""
        for key in self._sides[side]:
            if key in frame:
                slot = key
            else:
                slots.setdefault(slot, []).append(key)
        return slots

    def _owners(
        self,
        slots: Mapping[str, Mapping[str, list[str]]],
        decide: Decide,
    ) -> dict[str, str]:
        """Return whose place each clause outside the frame gets: "mine", "theirs", or "both" if it is the same."""
        base = set(self._sides["base"])
        where = {side: {key: slot for slot, keys in slots[side].items() for key in keys} for side in slots}
        placed = {
            side: {key for key in where[side] if key in self._moved[side] or key not in base} for side in slots
        }
        owners = dict.fromkeys(where["theirs"], "theirs") | dict.fromkeys(where["mine"], "mine")
        owners |= dict.fromkeys(placed["theirs"], "theirs") | dict.fromkeys(
            placed["mine"] - placed["theirs"], "mine"
        )
        both = placed["mine"] & placed["theirs"]
        for key in (key for key in self._sides["mine"] if key in both):
            ranks = [self._rank(slots[side], where[side][key], key, both) for side in ("mine", "theirs")]
            if ranks[0] == ranks[1]:
                owners[key] = "both"
            else:
                owners[key] = decide(
                    key, *(_before(self._sides[side], key) for side in ("base", "mine", "theirs"))
                )
        return owners

    def _rank(
        self, slots: Mapping[str, list[str]], slot: str, key: str, both: set[str]
    ) -> tuple[str, tuple[str, ...]]:
        """Return where one side put a clause, as far as the other can have put it there too."""
        together = [other for other in slots[slot] if other in both]
        return slot, tuple(together[: together.index(key)])


def _moved(base: list[str], side: list[str]) -> set[str]:
    """Return the ids that changed places, as few as can be."""
    return {side[index] for index in moved(pair_by_key(base, side))}


def _before(order: list[str], key: str) -> str:
    """Return the id a clause stands after; "" for the first, and for one that is not there."""
    return next((one for one, other in pairwise(order) if other == key), "")


def _interleaved(mine: list[str], theirs: list[str]) -> list[str]:
    """Return two lists as one: what both have in their order, the rest between in an order that asks no side."""
    shared = [key for key in mine if key in set(theirs)]
    order: list[str] = []
    for key in [*shared, ""]:
        cuts = [side.index(key) if key else len(side) for side in (mine, theirs)]
        pieces = sorted(piece for piece in (mine[: cuts[0]], theirs[: cuts[1]]) if piece)
        order += [each for piece in pieces for each in piece] + ([key] if key else [])
        mine, theirs = mine[cuts[0] + 1 :], theirs[cuts[1] + 1 :]
    return order
