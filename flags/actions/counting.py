"""Whose flags count towards hiding words, and as whose voice.

Source: docs/adr/0021-one-voice-per-team.md and docs/adr/0036-guards.md.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta

from flags.models import Case, Testimony
from flags.rules import guards, teams
from people.models import User


def counts(*, person: User, case: Case, now: datetime) -> bool:
    """Tell whether a flag that this person makes now counts; settled when it is made, and never looked at again.

    It does not if the account is too young, if it was made, or changed by somebody else (its team, its password),
    after the case opened, or if too many of the person's last cases were cleared.
    """
    numbers = case.frozen
    if now < person.date_joined + timedelta(days=numbers.new_account_days):
        return False
    if max(person.date_joined, person.changed_by_staff_at or person.date_joined) > case.opened_at:
        return False
    ends = [guards.Ended(at, cleared) for at, cleared in Case.objects.ends_for(person)]
    until = guards.quiet_until(
        ends,
        cleared=numbers.quiet_cleared,
        of_last=numbers.quiet_of_last,
        quiet=timedelta(days=numbers.quiet_days),
    )
    return until is None or until <= now


def voices(*, case: Case, now: datetime) -> list[tuple[Testimony, Hashable]]:
    """Return the standing testimonies that count, each with the voice it belongs to."""
    counted = list(case.testimonies.standing().filter(counts=True))
    by_person = {one.person_id: one for one in counted if one.person_id is not None}
    speaks = _speakers(case, list(by_person), now)
    speakers = [by_person[speaks[one.person_id]] if one.person_id is not None else one for one in counted]
    return [(one, _voice(speaker, case)) for one, speaker in zip(counted, speakers, strict=True)]


def _voice(testimony: Testimony, case: Case) -> Hashable:
    return teams.voice(person_id=testimony.person_id, team_id=testimony.team_id, mode=case.frozen.voices)


def _speakers(case: Case, people: Sequence[int], now: datetime) -> dict[int, int]:
    """Return who speaks for each person: themselves, or somebody before who keeps flagging the same."""
    numbers = case.frozen
    since = now - timedelta(days=numbers.together_days)
    cases_of: dict[int, set[object]] = {}
    for person, flagged in Testimony.objects.cases_by_person(people, since):
        cases_of.setdefault(person, set()).add(flagged)
    pairs = guards.acting_together(cases_of, cases=numbers.together_cases, share=numbers.together_percent)
    return guards.speakers(people, pairs)
