"""Choosing the moment does not choose the jury: who disagrees sooner or later draws from an urn nobody looks into.

The order follows the seed, which is fixed and hidden since the case was opened, and aliases that are made when the
panel is drawn; neither the moment nor anything its author can do comes into it.
"""

import secrets
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from flags import actions
from flags.models import LogOpening, Panel
from flags.rules import lottery
from tests.integration.flags.conftest import Company
from tests.integration.flags.panels import BODY, LEAK, case_of

pytestmark = pytest.mark.django_db
MOMENTS = [timedelta(minutes=minutes) for minutes in (0, 7, 23, 51)]
SEED = bytes(range(32))


@pytest.fixture
def company():
    """Sixty colleagues in twelve teams."""
    big = Company(12)
    big.people += [big.join(team) for _round in range(4) for team in big.teams]
    return big


@pytest.fixture
def case(boards, company, flagging):
    """A case that was opened just now, with a seed we know."""
    board = boards.add(company.people[0], b1=BODY)
    opened = case_of(flagging(board).by(company.people[1], LEAK, category="personal_data"))
    Panel.objects.filter(case=opened).update(seed=SEED)
    return opened


def drawn_at(case, company, later: timedelta) -> tuple[list[int], list[str], bytes]:
    """Let the author disagree at a moment and undo it; return who was asked in order, and their aliases, and key.

    What was asked is compared with the order that seed and aliases give, without any clock.
    """
    with transaction.atomic():
        actions.contest(person=company.people[0], case=case, reason="public", note="", now=timezone.now() + later)
        panel = Panel.objects.get(case=case)
        seats = list(panel.asked.order_by("pk").values_list("person", "alias"))
        tickets = panel.tickets()
        assert bytes(panel.seed) == SEED
        expected = lottery.order(tickets, SEED)[: len(seats)]
        assert [alias for _person, alias in seats] == [one.alias for one in expected]
        assert [person for person, _alias in seats] == [tickets[one] for one in expected]
        key = bytes(panel.alias_key)
        transaction.set_rollback(True)
    return [person for person, _alias in seats], [alias for _person, alias in seats], key


def test_the_order_follows_the_seed_and_fresh_aliases_at_every_moment(case, company):
    draws = [drawn_at(case, company, later) for later in [*MOMENTS, *MOMENTS]]
    people, aliases, keys = zip(*draws, strict=True)
    assert {len(some) for some in people} == {15}
    assert len(set(keys)) == len({alias for some in aliases for alias in some}) // 15 == len(draws)
    assert len({tuple(some) for some in people}) == len(draws)


def test_with_the_same_aliases_every_moment_draws_the_same_jury(case, company, monkeypatch):
    monkeypatch.setattr(secrets, "token_bytes", lambda size=32: b"\x07" * (size or 32))
    draws = [drawn_at(case, company, later) for later in MOMENTS]
    assert draws == [draws[0]] * len(MOMENTS)


def test_nobody_can_tell_the_jury_before_it_is_drawn_not_even_with_the_seed(case, company):
    panel = Panel.objects.get(case=case)
    assert not panel.alias_key
    assert not panel.entrants
    assert not panel.tickets()
    names = [(person.pk, ("team", person.team_id)) for person in company.people[2:]]
    keys = [b"", SEED, case.pk.bytes]
    guesses = [
        [drawn[one] for one in lottery.order(drawn, SEED)][:15]
        for drawn in (lottery.tickets(key, names) for key in keys)
    ]
    people, _aliases, _key = drawn_at(case, company, timedelta(0))
    assert people not in guesses


def test_the_log_says_nothing_of_the_draw_but_a_hash_of_the_seed_before_it(boards, company, flagging):
    case = case_of(flagging(boards.add(company.people[0], b1=BODY)).by(company.people[1], LEAK))
    seed = bytes(Panel.objects.get(case=case).seed)
    logged = [row.payload for row in LogOpening.objects.all()]
    assert [payload["seed_hash"] for payload in logged if "seed_hash" in payload] == [lottery.seed_hash(seed)]
    assert not any(seed.hex() in str(payload) for payload in logged)
