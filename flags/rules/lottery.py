"""The draw of a panel: commit and reveal, so that anybody can check the order and nobody can choose the moment.

When a case opens, the hash of its secret seed is logged. When a panel is drawn, everybody eligible gets a fresh
alias, their team too, and the hash of that list is logged. Who is asked first follows SHA-256(seed + alias), one
of each team before a second of any. After the end the seed is logged, and whoever has the list computes the order
again.
Source: docs/adr/0032-panel-by-lot.md.
"""

import hashlib
import hmac
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

SEED_BYTES = 32
_ALIAS_DIGITS = 16


class Ticket(NamedTuple):
    """One eligible person in a draw, without a name: both aliases are hexadecimal and of this draw only."""

    alias: str
    team: str


def seed_hash(seed: bytes) -> str:
    """Return what is logged of a seed while it is secret."""
    return hashlib.sha256(seed).hexdigest()


def tickets(key: bytes, people: Iterable[tuple[int, Hashable]]) -> dict[Ticket, int]:
    """Return everybody's ticket, with the person's id.

    key: random, of this draw alone. people: ids, each with the voice the person counts as one with.
    """
    teams: dict[Hashable, str] = {}
    keyed = hmac.new(key, digestmod=hashlib.sha256)
    drawn = {}
    for person, voice in people:
        if voice not in teams:
            teams[voice] = _alias(keyed, f"voice {voice!r}")
        drawn[Ticket(_alias(keyed, f"person {person}"), teams[voice])] = person
    return drawn


def _alias(keyed: hmac.HMAC, name: str) -> str:
    alias = keyed.copy()
    alias.update(name.encode())
    return alias.hexdigest()[:_ALIAS_DIGITS]


def list_hash(tickets: Iterable[Ticket]) -> str:
    """Return the hash of a list of tickets, whatever their order: SHA-256 of "alias team" lines, sorted."""
    lines = sorted(f"{one.alias} {one.team}\n" for one in tickets)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def order(tickets: Iterable[Ticket], seed: bytes) -> list[Ticket]:
    """Return the tickets in the order in which their people are asked.

    Each team's people follow SHA-256(seed + alias); the first of every team come before the second of any.
    """
    by_team: dict[str, list[tuple[str, Ticket]]] = {}
    for one in tickets:
        lot = hashlib.sha256(seed + one.alias.encode()).hexdigest()
        by_team.setdefault(one.team, []).append((lot, one))
    ranked = [(rank, lot, one) for drawn in by_team.values() for rank, (lot, one) in enumerate(sorted(drawn))]
    return [one for _rank, _lot, one in sorted(ranked)]


def follows_order(asked: Sequence[str], ordered: Sequence[Ticket]) -> bool:
    """Tell whether the aliases that were asked come in the order drawn; some may have been passed over."""
    place = {one.alias: number for number, one in enumerate(ordered)}
    places = [place.get(alias) for alias in asked]
    known = [number for number in places if number is not None]
    return len(known) == len(places) and known == sorted(set(known))
