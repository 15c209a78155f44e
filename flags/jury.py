"""Who may be asked to sit on the panel of a case, as the database knows it."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import cache

from django.db.models import TextField
from django.db.models.functions import Cast

from flags import registry
from flags.conf import house
from flags.models import Advice, Case, Panel, Seat
from flags.rules.eligibility import Colleague, Parties, eligible, pool
from flags.rules.teams import voice
from people.models import Employment, User

WEEK = timedelta(days=7)
"""The time in which somebody takes so many seats at most (`seats_a_week`)."""


def eligible_people(panel: Panel, now: datetime) -> list[Colleague]:
    """Return the colleagues who may be asked now, by id; four queries."""
    case = panel.case
    language = registry.get(case.target_kind).language(case.target_id, case.target_version)
    return pool(list(_colleagues(now)), _parties(panel), case.frozen, language=language)


def still_eligible(panel: Panel, people: Collection[int], now: datetime) -> set[int]:
    """Return who of these may be asked now, all of them in the draw, which settled who knows the language."""
    return {one.id for one in eligible(_colleagues(now, people), _parties(panel), panel.case.frozen)}


def may_sit(panel: Panel, person: User, now: datetime) -> bool:
    """Tell whether somebody who was asked may still take a seat: parties and teams change, and weeks fill up."""
    seats = Seat.objects.filter(person=person).taken_since(now - WEEK).get(person.pk, 0)
    colleague = Colleague(person.pk, person.team_id, tuple(person.languages), seats)
    return person.works_here and any(eligible([colleague], _parties(panel), panel.case.frozen))


def voices_of(panel: Panel) -> int:
    """Return how many voices there are among the eligible."""
    mode = panel.case.frozen.voices
    return len({voice(person_id=person, team_id=team, mode=mode) for person, team in panel.entrants})


def _colleagues(now: datetime, among: Collection[int] | None = None) -> Iterator[Colleague]:
    """Yield those who work here and were here lately; among: ids of those to look at, None for everybody.

    What they speak is read as text, and only once for all who speak the same: of 50,000 people that is most of
    the time a draw takes.
    """
    since = (now - timedelta(days=house().active_days)).date()
    active = User.objects.filter(is_active=True, employment=Employment.EMPLOYEE, last_active_on__gte=since)
    recent = Seat.objects.all()
    if among is not None:
        active, recent = active.filter(pk__in=among), recent.filter(person__in=among)
    seats, spoken = recent.taken_since(now - WEEK), cache(_languages)
    rows = active.order_by("pk").values_list("pk", "team_id", Cast("languages", TextField()))
    for person, team, languages in rows:
        yield Colleague(person, team, spoken(languages), seats.get(person, 0))


def _languages(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def _parties(panel: Panel) -> Parties:
    """Return those who have to do with a case: authors of then and now with their teams, and witnesses."""
    case = panel.case
    authors = set(case.authors.values_list("person", flat=True))
    authors |= set(case.former_authors.values_list("person", flat=True))
    authors |= set(registry.get(case.target_kind).authors(case.target_id)) if _is_there(case) else set()
    heard = set(Seat.objects.of_earlier_panels(panel).values_list("person", flat=True))
    heard |= set(Advice.objects.filter(case=case).values_list("person", flat=True))
    return Parties(
        authors=list(User.objects.filter(pk__in=authors).values_list("pk", "team_id")),
        witnesses=[pair for pair in case.testimonies.values_list("person", "team_id") if pair[0] is not None],
        heard=heard,
    )


def _is_there(case: Case) -> bool:
    return registry.get(case.target_kind).current_version(case.target_id) is not None
