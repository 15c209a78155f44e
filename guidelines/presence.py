"""Who has a guideline open in the CMS, and which clause they are in: told to each other, kept nowhere.

Wagtail's editing sessions say who is there; its own list shows them. Which clause a session is in stands in the
cache alone, for seconds. Nobody is seen who does not want to be, nor anybody where the house does without
(SHOW_WHO_EDITS): their sessions end as soon as Wagtail has begun them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from wagtail.admin.models import EditingSession
from wagtail.models import get_default_page_content_type

from people.models import User

KEPT_FOR = 30
"""Seconds without a sign after which nobody is in a clause any more; an open editor gives one every ten."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who has the same guideline open. clause_id: of the clause they are in; "" for none."""

    name: str
    clause_id: str


def is_seen(person: User) -> bool:
    """Whether colleagues are shown that somebody is editing."""
    return settings.SHOW_WHO_EDITS and person.is_seen_editing


def leaving_no_trace(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that begins or renews an editing session; it ends at once for who is not to be seen."""

    @wraps(view)
    def decorated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated and not is_seen(request.user):
            EditingSession.objects.filter(user=request.user).delete()
        return response

    return decorated


def be_in(*, person: User, page_id: int, session_id: int, clause_id: str) -> None:
    """Remember for KEPT_FOR seconds in which clause somebody's editor is; "" for none.

    A session that is not theirs, or of another page, says nothing; nor does that of somebody who is not to be
    seen.
    """
    if is_seen(person) and _sessions(page_id).filter(pk=session_id, user=person).exists():
        cache.set(_key(session_id), clause_id, KEPT_FOR)


def colleagues_of(*, person: User, page_id: int) -> list[Colleague]:
    """Return who else has a page open and gave a sign lately, in the order they came; one query.

    Who has it open twice is in the clause of the later one.
    """
    others = _sessions(page_id).exclude(user=person).select_related("user").order_by("pk")
    sessions = [session for session in others if is_seen(session.user)]
    places = cache.get_many(_keys(sessions))
    here = {
        session.user_id: Colleague(session.user.shown_name, places[_key(session.pk)])
        for session in sessions
        if _key(session.pk) in places
    }
    return list(here.values())


def forget_stale(now: datetime) -> int:
    """Delete sessions of editors that gave no sign for an hour; return how many. Wagtail waits for the next."""
    stale = EditingSession.objects.filter(last_seen_at__lt=now - EditingSession.STALE_TIMEOUT)
    deleted, _by_model = stale.delete()
    return deleted


def _sessions(page_id: int) -> Any:
    sessions = EditingSession.objects.available()
    return sessions.filter(content_type=get_default_page_content_type(), object_id=str(page_id))


def _keys(sessions: Iterable[EditingSession]) -> list[str]:
    return [_key(session.pk) for session in sessions]


def _key(session_id: int) -> str:
    return f"guidelines.in-clause.{session_id}"
