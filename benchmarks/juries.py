"""Panels simulated: how often they are right, how often nobody decides, and whether choosing the moment helps."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from time import perf_counter

from flags.rules import lottery, tally
from flags.rules.eligibility import Colleague, Parties, eligible, seats_for, seats_of_one_voice
from flags.rules.house import House, Numbers
from flags.rules.lifecycle import freeze, veil_threshold
from flags.rules.tally import Verdict, Vote
from flags.rules.teams import active_voices, voice, voice_mode

ACCURACY = 0.8
ANSWERS = 0.5
"""How likely somebody who is asked, or asked again, opens the case within the day."""
DAYS = 7
FIRMS = {10: 5, 40: 7, 200: 20, 50_000: 2_000}
"""Teams by people."""
RUNS = {10: 2_000, 40: 2_000, 200: 1_000, 50_000: 20}
MOMENTS = 2_000
FRIENDS = 20


@dataclass
class Sitting:
    """How one panel went: its verdict (None: nobody decided) and how many people opened the case."""

    verdict: Verdict | None
    openings: int


def main() -> None:
    """Print tables; the seed is fixed, so that they come out the same."""
    print(f"jurors right {ACCURACY:.0%} of the time, {ANSWERS:.0%} of those asked answer each day, {DAYS} days")
    print(f"{'people':>8}{'teams':>7}{'panels':>8}{'lapsed':>9}{'right':>9}{'opened':>8}{'ms a draw':>11}")
    for people, teams in FIRMS.items():
        _firm(people, teams, Random(people))
    _moments(Random(1))


def _firm(people: int, teams: int, chance: Random) -> None:
    runs = RUNS[people]
    sittings, seconds = [], 0.0
    for _run in range(runs):
        sitting, took = _sit(people, teams, chance)
        sittings.append(sitting)
        seconds += took
    decided = [one for one in sittings if one.verdict]
    lapsed = 1 - len(decided) / runs
    right = sum(one.verdict is Verdict.LEAK for one in decided) / max(len(decided), 1)
    opened = sum(one.openings for one in sittings) / runs
    print(f"{people:>8}{teams:>7}{runs:>8}{lapsed:>9.2%}{right:>9.2%}{opened:>8.1f}{1000 * seconds / runs:>11.1f}")


def _numbers(people: int, teams: int) -> Numbers:
    by_team: dict[int | None, int] = {team: len(range(team, people, teams)) for team in range(teams)}
    mode = voice_mode(by_team)
    active = active_voices(by_team, mode)
    return freeze(voices=mode, active=active, urgent=False, recognised=False, author_away=False, house=House())


def _sit(people: int, teams: int, chance: Random) -> tuple[Sitting, float]:
    """Let one panel sit where the first person wrote and the next teams flagged; the truth is "a leak"."""
    numbers = _numbers(people, teams)
    voices = veil_threshold(numbers.active, urgent=False)
    parties = Parties([(0, 0)], [(number, number % teams) for number in range(1, voices + 1)])
    began = perf_counter()
    house = [Colleague(number, number % teams, ()) for number in range(people)]
    key, seed = chance.randbytes(32), chance.randbytes(32)
    drawn = list(eligible(house, parties, numbers))
    own = [voice(person_id=one.id, team_id=one.team, mode=numbers.voices) for one in drawn]
    tickets = lottery.tickets(key, zip((one.id for one in drawn), own, strict=True))
    order = lottery.order(tickets, seed)
    took = perf_counter() - began
    return _days(order, numbers, len(set(own)), chance), took


def _days(order: list[lottery.Ticket], numbers: Numbers, voices: int, chance: Random) -> Sitting:
    seats, enlarged, openings = seats_for(len(order), numbers), False, 0
    votes: list[Vote] = []
    rest = iter(order)
    asked: list[lottery.Ticket] = []
    for day in range(1, DAYS + 1):
        asked += _next(rest, numbers.invited)
        for one in [each for each in asked if chance.random() < ANSWERS]:
            most = seats_of_one_voice(seats=seats, voices=voices, rounds=day)
            taken = sum(vote.voice == one.team for vote in votes)
            if len(votes) >= seats or openings >= numbers.openings or taken >= most:
                continue
            asked.remove(one)
            openings += 1
            votes.append(Vote(Verdict.LEAK if chance.random() < ACCURACY else Verdict.NO_LEAK, one.team))
            decided = tally.decision(votes, seats=seats, enlarged=enlarged)
            if decided:
                return Sitting(decided, openings)
            if tally.must_enlarge(votes, seats=seats, enlarged=enlarged):
                seats, enlarged = seats + numbers.seats_added, True
    return Sitting(None, openings)


def _next(rest: Iterator[lottery.Ticket], count: int) -> list[lottery.Ticket]:
    return [one for _number, one in zip(range(count), rest, strict=False)]


def _moments(chance: Random) -> None:
    """Compare friends among the first five: at any moment, and at those somebody chose who sees only hashes."""
    tickets = lottery.tickets(b"k" * 32, ((number, ("team", number)) for number in range(200)))
    friends = {one.alias for one, number in tickets.items() if number < FRIENDS}
    seeds = [chance.randbytes(32) for _moment in range(MOMENTS)]
    counts = [sum(one.alias in friends for one in lottery.order(tickets, seed)[:5]) for seed in seeds]
    chosen = [count for seed, count in zip(seeds, counts, strict=True) if lottery.seed_hash(seed)[0] == "0"]
    anyhow, picked = sum(counts) / len(counts), sum(chosen) / len(chosen)
    print(f"\nfriends among five jurors, {FRIENDS} of 200 being friends: {anyhow:.3f} at any moment,")
    print(f"{picked:.3f} at the {len(chosen)} moments whose seed hash the author liked best")
