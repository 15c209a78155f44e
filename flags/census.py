"""Who is active in this house, and what follows for the voices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from flags.conf import house
from flags.rules import teams
from people.models import Employment, User


@dataclass(frozen=True)
class Census:
    """Whether teams or people count as voices here now, and how many are active."""

    mode: str
    active: int


def take_census(now: datetime) -> Census:
    """Count the colleagues active in the last 30 days (`active_days`); one query."""
    since = (now - timedelta(days=house().active_days)).date()
    active = User.objects.filter(is_active=True, employment=Employment.EMPLOYEE, last_active_on__gte=since)
    rows = active.order_by().values_list("team").annotate(people=Count("pk"))
    by_team: Mapping[int | None, int] = dict(rows)
    mode = teams.voice_mode(by_team)
    return Census(mode=mode, active=teams.active_voices(by_team, mode))


def all_away(person_ids: Iterable[int], now: datetime) -> bool:
    """Tell whether none of these people was here in the last 14 days (`away_days`), or works here at all."""
    since = (now - timedelta(days=house().away_days)).date()
    here = User.objects.filter(
        pk__in=list(person_ids), is_active=True, employment=Employment.EMPLOYEE, last_active_on__gte=since
    )
    return not here.exists()
