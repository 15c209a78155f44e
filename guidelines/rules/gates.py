"""Whether a text of a guideline may be published now: endorsements, teams, authors and clock make the decision.

Nobody approves by office. A gate asks for endorsements of exactly one text by colleagues who did not write it, or
for some days in which nobody objects, or for nothing at all.
Source: docs/adr/0013-publishing-without-approvers.md.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rules' numbers in force in this house.

    silence_days: what a rule of silence starts from. reverts, revert_hours, calm_days: so many returns to earlier
    words within so many hours make every change wait for objections for so many days. loosen_days: how long a rule
    still holds after somebody loosened it. active_days: who was here within so many days is asked.
    """

    silence_days: int = 3
    reverts: int = 3
    revert_hours: int = 24
    calm_days: int = 3
    loosen_days: int = 3
    active_days: int = 30

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense, by name."""
        for name in self.__slots__:
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: must be at least 1")


DEFAULTS = Numbers()


@dataclass(frozen=True, slots=True)
class Gate:
    """What a text has to pass; nothing at all by default.

    endorsements: colleagues, none of them an author. teams: different teams these are of; people of no team are
    one team. other_team: one of them is of a team that no author is of. days: without an unanswered objection.
    """

    endorsements: int = 0
    teams: int = 0
    days: int = 0
    other_team: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it asks for nothing: edit and publish."""
        return not (self.endorsements or self.teams or self.days or self.other_team)

    def is_looser_than(self, other: "Gate") -> bool:
        """Whether something passes this gate that does not pass the other one."""
        return strictest((self, other)) != self


OPEN = Gate()


def strictest(gates: Iterable[Gate]) -> Gate:
    """Return the gate that whatever passes it passes all of these; OPEN for none."""
    several = [OPEN, *gates]
    return Gate(
        endorsements=max(gate.endorsements for gate in several),
        teams=max(gate.teams for gate in several),
        days=max(gate.days for gate in several),
        other_team=any(gate.other_team for gate in several),
    )


class Voice(NamedTuple):
    """A person and their team by id, None for no team."""

    person: int
    team: int | None


def material_gate(authors: Collection[Voice], active: Iterable[Voice]) -> Gate:
    """Return what a change of what people may or must do has to pass: one colleague of another team.

    active: people who were here lately. Where none of them is of a team that no author is of, any second person
    will do; where there is no second person, nobody is asked.
    """
    writing = {author.person for author in authors}
    others = [voice for voice in active if voice.person not in writing]
    if not others:
        return OPEN
    teams = {author.team for author in authors}
    return Gate(endorsements=1, other_team=any(voice.team not in teams for voice in others))


class Edition(NamedTuple):
    """A version, as far as returns are concerned: when, whether restored, and a key equal for equal words."""

    at: datetime
    restored: bool
    words: object


def reverts(editions: Sequence[Edition]) -> list[datetime]:
    """Return when a guideline returned to earlier words, in order.

    editions: all of one guideline, oldest first. Saying once more what the version before said is no return.
    """
    seen: set[object] = set()
    found = []
    for before, after in pairwise(editions):
        seen.add(before.words)
        if after.words != before.words and (after.restored or after.words in seen):
            found.append(after.at)
    return found


def calm_until(moments: Iterable[datetime], numbers: Numbers = DEFAULTS) -> datetime | None:
    """Return until when changes wait because people returned to earlier words too often; None for never.

    moments: when they did.
    """
    ordered = sorted(moments)
    within = timedelta(hours=numbers.revert_hours)
    runs = zip(ordered, ordered[numbers.reverts - 1 :], strict=False)
    last = [end for start, end in runs if end - start <= within]
    return last[-1] + timedelta(days=numbers.calm_days) if last else None


def text_hash(*, page_id: int, parent_hash: str, leaves: Sequence[Sequence[str]], material: bool) -> str:
    """Return what an endorsement is given to, in hexadecimal: SHA-256 of canonical JSON of all arguments.

    parent_hash: of the version that would be replaced, "" for none. leaves: kind, clause id and content of each,
    in order, change note included. The parent is in it, so that what was endorsed once can't be published once
    more after other words took its place; the page, so that it opens no gate of another guideline.
    """
    facts = {
        "page": page_id,
        "parent": parent_hash,
        "leaves": [list(leaf) for leaf in leaves],
        "material": material,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Endorsed(NamedTuple):
    """Somebody, and the hash of the text they endorse."""

    voice: Voice
    text: str


class Objected(NamedTuple):
    """An objection to a text: when it was answered, None for not yet."""

    text: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that somebody wants to publish.

    text: its hash. authors: everybody who wrote it. at: when it was asked for. not_before: the moment it is
    planned for, None for as soon as may be.
    """

    text: str
    authors: frozenset[Voice]
    at: datetime
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a text has come through its gate.

    endorsers: ids of the people whose endorsement counts. endorsements, teams: how many more are needed.
    other_team: whether one of another team is. objections: how many wait for an answer. opens_at: when the days of
    silence and the wait until the planned moment are over, None for now.
    """

    endorsers: frozenset[int]
    endorsements: int
    teams: int
    other_team: bool
    objections: int
    opens_at: datetime | None

    @property
    def is_endorsed(self) -> bool:
        """Whether no endorsement is missing."""
        return not (self.endorsements or self.teams or self.other_team)

    def may_publish(self, now: datetime) -> bool:
        """Whether the text may be published now."""
        return self.is_endorsed and not self.objections and (self.opens_at is None or self.opens_at <= now)


def standing(
    gate: Gate, asked: Asked, endorsements: Iterable[Endorsed], objections: Iterable[Objected]
) -> Standing:
    """Return how far a text has come through a gate.

    Endorsements of other texts and by authors do not count, nor do several by one person; objections count where
    the gate asks for silence, and each answer starts its days anew.
    """
    authors = {author.person for author in asked.authors}
    fitting = (each.voice for each in endorsements if each.text == asked.text)
    counted = {voice.person: voice for voice in fitting if voice.person not in authors}
    teams = {voice.team for voice in counted.values()}
    answers = [each.answered_at for each in objections if each.text == asked.text] if gate.days else []
    starts = max([asked.at, *(moment for moment in answers if moment)])
    waits = [starts + timedelta(days=gate.days)] if gate.days else []
    if asked.not_before:
        waits.append(asked.not_before)
    return Standing(
        endorsers=frozenset(counted),
        endorsements=max(0, gate.endorsements - len(counted)),
        teams=max(0, gate.teams - len(teams)),
        other_team=gate.other_team and teams <= {author.team for author in asked.authors},
        objections=sum(1 for moment in answers if moment is None),
        opens_at=max(waits, default=None),
    )
