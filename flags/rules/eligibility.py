"""Who may sit on a panel. Source: docs/adr/0032-panel-by-lot.md."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flags.rules.house import Numbers
from flags.rules.teams import voice
from people.rules.languages import knows


class Colleague(NamedTuple):
    """Somebody who works here and was here lately; team None for none. seats: taken within seven days."""

    id: int
    team: int | None
    languages: tuple[str, ...]
    seats: int = 0


@dataclass(frozen=True)
class Parties:
    """Who has to do with a case, as (person, team) pairs; heard: people who sat on an earlier panel or advise."""

    authors: Collection[tuple[int, int | None]]
    witnesses: Collection[tuple[int, int | None]]
    heard: Collection[int] = ()


def eligible(
    colleagues: Iterable[Colleague], parties: Parties, numbers: Numbers, *, language: str = ""
) -> Iterator[Colleague]:
    """Yield those who may be asked: never an author, an author's team, a witness, or one of an earlier panel.

    Teams of witnesses are left out only where enough teams are active (needed + witness_margin). language: of the
    text, "" if it is not known; who named no language at all is asked too.
    """
    people = {person for person, _team in (*parties.authors, *parties.witnesses)} | set(parties.heard)
    apart = list(parties.authors)
    if numbers.active >= numbers.needed + numbers.witness_margin:
        apart += parties.witnesses
    voices = {voice(person_id=person, team_id=team, mode=numbers.voices) for person, team in apart}
    for one in colleagues:
        own = voice(person_id=one.id, team_id=one.team, mode=numbers.voices)
        if one.id in people or own in voices or one.seats >= numbers.seats_a_week:
            continue
        if not language or not one.languages or knows(one.languages, language):
            yield one


def pool(
    colleagues: Collection[Colleague], parties: Parties, numbers: Numbers, *, language: str
) -> list[Colleague]:
    """Return who may be asked about a text in a language, in the order given.

    Its author says which language that is. Where so few know it that they would make a small panel, everybody is
    asked: by naming a rare language nobody gets rid of a panel, or picks one.
    """
    knowing = list(eligible(colleagues, parties, numbers, language=language))
    if language and len(knowing) < numbers.small_panel_below:
        return list(eligible(colleagues, parties, numbers))
    return knowing


def seats_for(people: int, numbers: Numbers) -> int:
    """Return how many seats a panel has, drawn from so many eligible people."""
    return numbers.seats_small if people < numbers.small_panel_below else numbers.seats


def seats_of_one_voice(*, seats: int, voices: int, rounds: int) -> int:
    """Return how many seats people of one team may take: as few as fill the panel, one more for each later round.

    voices: teams among the eligible. rounds: how often people were asked, from 1. Where there are several teams,
    none gets so many that it could decide alone.
    """
    fair = -(-seats // max(1, min(voices, seats)))
    return fair if voices < 2 else min(fair + rounds - 1, max(fair, seats // 2))
