"""One voice per team: who counts as one. Source: docs/adr/0021-one-voice-per-team.md."""

from collections.abc import Hashable, Iterable, Mapping

TEAMS = "teams"
PEOPLE = "people"


def voice_mode(active_people: Mapping[int | None, int]) -> str:
    """Return whether teams or people are counted.

    active_people: number of active people by team id; None is "no team".
    Returns "people" where there are fewer than three teams or most active people have none, else "teams".
    """
    teams = sum(1 for team, people in active_people.items() if team is not None and people > 0)
    teamless = active_people.get(None, 0)
    most_have_none = 2 * teamless > sum(active_people.values())
    return PEOPLE if teams < 3 or most_have_none else TEAMS


def active_voices(active_people: Mapping[int | None, int], mode: str) -> int:
    """Return how many voices were active: people, or teams with those of no team as one more."""
    if mode == PEOPLE:
        return sum(active_people.values())
    return sum(1 for people in active_people.values() if people > 0)


def voice(*, person_id: int | None, team_id: int | None, mode: str) -> Hashable:
    """Return whose voice a testimony is: the same value for everybody who counts as one.

    person_id: None for an account that was erased; where people are counted, all of those are one.
    """
    if mode == PEOPLE:
        return ("person", person_id)
    return ("team", team_id)


def voices(testimonies: Iterable[tuple[int, int | None]], mode: str) -> int:
    """Return how many voices (person id, team id at the time) pairs are."""
    return len({voice(person_id=person, team_id=team, mode=mode) for person, team in testimonies})
