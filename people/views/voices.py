"""The directory of voices: who writes and reads here, to be found by name, team, language or what they do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.forms import VoicesForm
from people.models import User
from people.querysets import VoiceQuerySet
from people.rules.searching import read_query
from people.searching import search_people

PAGE_SIZE = 48


@dataclass(frozen=True)
class Page:
    """One page of people by name, with the addresses of its neighbours; empty where there are none."""

    people: list[User]
    previous_url: str
    next_url: str


@require_safe
def voices(request):
    """List people by name, page by page."""
    form = VoicesForm(request.GET)
    valid = form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    page = _page(_found(request.user, form.cleaned_data), request) if valid else Page([], "", "")
    context = {"form": form, "page": page, "chosen": chosen}
    return render(request, "people/voices.html", context, status=200 if valid else 400)


def _found(viewer: User, wanted: dict[str, Any]) -> VoiceQuerySet:
    found = User.voices.visible_to(viewer).select_related("team")
    if not wanted["former"]:
        found = found.working_here()
    if wanted["language"]:
        found = found.speaking(wanted["language"])
    if wanted["q"]:
        found = found.filter(pk__in=search_people(read_query(wanted["q"]), viewer).values("pk"))
    return found.by_name()


def _page(found: VoiceQuerySet, request: HttpRequest) -> Page:
    """Return the page behind (`after`) or before (`before`) a person; the first where there is no such person."""
    if last := _named(request.GET.get("after", "")):
        rows = list(found.after(last)[: PAGE_SIZE + 1])
        people, has_previous, has_next = rows[:PAGE_SIZE], True, len(rows) > PAGE_SIZE
    elif first := _named(request.GET.get("before", "")):
        rows = list(found.before(first)[: PAGE_SIZE + 1])
        people, has_previous, has_next = rows[:PAGE_SIZE][::-1], len(rows) > PAGE_SIZE, True
    else:
        rows = list(found[: PAGE_SIZE + 1])
        people, has_previous, has_next = rows[:PAGE_SIZE], False, len(rows) > PAGE_SIZE
    return Page(
        people,
        previous_url=_neighbour(request, "before", people[0]) if has_previous and people else "",
        next_url=_neighbour(request, "after", people[-1]) if has_next and people else "",
    )


def _named(username: str) -> User | None:
    if not username or "\0" in username:  # PostgreSQL would refuse to look for it
        return None
    return User.voices.by_name().filter(username=username).first()


def _neighbour(request: HttpRequest, name: str, person: User) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    query[name] = person.username
    return f"?{query.urlencode()}"
