"""Who may be asked to sit on the panel of a case, as the database knows it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

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


def may_sit(panel: Panel, person: User, now: datetime) -> bool:
    """Tell whether somebody who was asked may still take a seat: parties and teams change, and weeks fill up."""
    seats = Seat.objects.filter(person=person).taken_since(now - WEEK).get(person.pk, 0)
    colleague = Colleague(person.pk, person.team_id, tuple(person.languages), seats)
    return person.works_here and any(eligible([colleague], _parties(panel), panel.case.frozen))


def voices_of(panel: Panel) -> int:
    """Return how many voices there are among the eligible."""
    mode = panel.case.frozen.voices
    return len({voice(person_id=person, team_id=team, mode=mode) for person, team in panel.entrants})


def _colleagues(now: datetime) -> Iterator[Colleague]:
    since = (now - timedelta(days=house().active_days)).date()
    active = User.objects.filter(is_active=True, employment=Employment.EMPLOYEE, last_active_on__gte=since)
    seats = Seat.objects.taken_since(now - WEEK)
    for person, team, languages in active.order_by("pk").values_list("pk", "team_id", "languages"):
        yield Colleague(person, team, tuple(languages), seats.get(person, 0))


def _parties(panel: Panel) -> Parties:
    """Return those who have to do with a case: authors of then and now with their teams, and witnesses."""
    case = panel.case
    authors = set(case.authors.values_list("person", flat=True))
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
