"""Ten thousand brigades against one post after another: how many veils they get, by the rules as they stand."""

from collections.abc import Sequence
from random import Random

from flags.rules.guards import acting_together, speakers
from flags.rules.house import DEFAULTS
from flags.rules.passages import Span, shared
from flags.rules.teams import TEAMS, voice

BRIGADES = 10_000
ATTACKS = 6
"""Posts each brigade goes against, one after another, within 90 days."""

TEXT = "Project Nightfall ships in March"
KNOWN_AFTER = DEFAULTS.together_cases
"""The attack from which on a pair is known."""


def main() -> None:
    """Print for each kind of brigade how often it hid a passage, before and after a pair is known."""
    urgent, other = DEFAULTS.veil_voices_urgent, DEFAULTS.veil_voices
    print(f"{BRIGADES:,} brigades of each kind, {ATTACKS} attacks each; teams of 20, nobody else flags")
    print(f"{'':50}{'needed':>7}{'veils, first 4':>16}{'veils, later':>14}")
    for needed in (urgent, other):
        _row("one team, 2 to 50 people", needed, lambda rng: [(person, 1) for person in range(rng.randint(2, 50))])
        _row("a pair of two teams", needed, _pair)
        _row("a pair of two teams, with colleagues of one", needed, _pair_with_mates)
        _row("a pair that also flags 1 to 3 others each time", needed, _pair, others=3, one_of_them=True)
    print("\nWhat the rules do not stop, for comparison")
    _row("a pair, both flagging 1 to 3 others each time", urgent, _pair, others=3)
    _row("three people of three teams", other, lambda rng: [(1, 1), (2, 2), (3, 3)])


def _pair(rng: Random) -> list[tuple[int, int]]:
    return [(1, 1), (2, 2)]


def _pair_with_mates(rng: Random) -> list[tuple[int, int]]:
    """Return a pair whose second one is helped by colleagues of the first one's team."""
    return [(1, 1), (2, 2), *((person, 1) for person in range(3, rng.randint(4, 20)))]


def _row(name: str, needed: int, members, *, others: int = 0, one_of_them: bool = False) -> None:
    first, later = 0, 0
    for seed in range(BRIGADES):
        veils = _attack(Random(seed), members, needed, others, one_of_them)
        first += sum(veils[: KNOWN_AFTER - 1])
        later += sum(veils[KNOWN_AFTER - 1 :])
    print(f"{name:50}{needed:7}{first:16,}{later:14,}")


def _attack(rng: Random, members, needed: int, others: int, one_of_them: bool) -> list[bool]:
    """Let one brigade go against one post after another; return which attacks hid the passage."""
    people = members(rng)
    cases_of: dict[int, list[object]] = {person: [] for person, _team in people}
    veils = []
    for attack in range(ATTACKS):
        for place, (person, _team) in enumerate(people):
            cases_of[person].append(attack)
            besides = rng.randint(1, others) if others and (place == 0 or not one_of_them) else 0
            cases_of[person] += [(person, attack, number) for number in range(besides)]
        veils.append(_veiled(people, cases_of, needed))
    return veils


def _veiled(people: Sequence[tuple[int, int]], cases_of: dict[int, list[object]], needed: int) -> bool:
    """Tell whether these people, all of whom marked the same words, hide them."""
    pairs = acting_together(cases_of, cases=DEFAULTS.together_cases, share=DEFAULTS.together_percent)
    team_of = dict(people)
    speaks = speakers([person for person, _team in people], pairs)
    marks = [
        (Span(0, len(TEXT)), voice(person_id=speaks[person], team_id=team_of[speaks[person]], mode=TEAMS))
        for person, _team in people
    ]
    return bool(shared(TEXT, marks, needed))


if __name__ == "__main__":
    main()
