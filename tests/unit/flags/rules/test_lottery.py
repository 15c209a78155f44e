"""The draw: nobody can choose the jury, everybody can check it."""

import hashlib
import hmac
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from flags.rules import lottery
from flags.rules.lottery import Ticket, follows_order, list_hash, order, seed_hash

seeds = st.binary(min_size=32, max_size=32)
houses = st.lists(st.integers(0, 6), min_size=1, max_size=60)


def _tickets(teams, key=b"k" * 32):
    return list(lottery.tickets(key, ((number, ("team", team)) for number, team in enumerate(teams))))


def test_aliases_are_made_with_the_key_of_the_draw_and_lead_back_to_people():
    key = b"k" * 32
    [(only, person)] = lottery.tickets(key, [(7, ("team", 2))]).items()
    assert only.alias == hmac.digest(key, b"person 7", "sha256").hex()[:16]
    assert only.team == hmac.digest(key, b"voice ('team', 2)", "sha256").hex()[:16]
    assert person == 7


@given(houses, seeds)
def test_everybody_eligible_is_drawn_once(teams, seed):
    tickets = _tickets(teams)
    assert Counter(order(tickets, seed)) == Counter(tickets)


@given(houses, seeds, st.randoms(use_true_random=False))
def test_the_order_depends_on_nothing_but_aliases_and_seed(teams, seed, chance):
    tickets = _tickets(teams)
    shuffled = chance.sample(tickets, len(tickets))
    assert order(shuffled, seed) == order(tickets, seed)
    assert list_hash(shuffled) == list_hash(tickets)


@given(houses, seeds)
def test_one_of_every_team_comes_before_a_second_of_any(teams, seed):
    drawn = order(_tickets(teams), seed)
    several = len(set(teams))
    assert len({one.team for one in drawn[:several]}) == several


def test_anybody_can_compute_the_order_with_a_hash_function_alone():
    tickets, seed = _tickets([0, 0, 0]), b"s" * 32
    by_hand = sorted(tickets, key=lambda one: hashlib.sha256(seed + one.alias.encode()).hexdigest())
    assert order(tickets, seed) == by_hand
    assert seed_hash(seed) == hashlib.sha256(seed).hexdigest()


def test_another_seed_draws_another_jury_and_every_place_is_as_likely():
    tickets = _tickets(range(8))
    first = Counter(order(tickets, number.to_bytes(32, "big"))[0] for number in range(4000))
    assert len(first) == 8
    assert max(first.values()) < 1.3 * min(first.values())


def test_aliases_of_two_draws_have_nothing_in_common():
    one, other = _tickets(range(50)), _tickets(range(50), key=b"o" * 32)
    assert not {each.alias for each in one} & {each.alias for each in other}
    assert not {each.team for each in one} & {each.team for each in other}


def test_a_list_with_somebody_left_out_has_another_hash():
    tickets = _tickets(range(5))
    assert list_hash(tickets[1:]) != list_hash(tickets)


def test_people_may_be_passed_over_but_not_preferred():
    drawn = order(_tickets(range(6)), b"s" * 32)
    aliases = [one.alias for one in drawn]
    assert follows_order(aliases[:3] + aliases[4:], drawn)
    assert not follows_order([aliases[1], aliases[0]], drawn)
    assert not follows_order([aliases[0], aliases[0]], drawn)
    assert not follows_order([Ticket("somebody", "else").alias], drawn)
    assert follows_order([], drawn)
