"""Which people a query finds: by name, username, headline and team, which everybody who signed in may see."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Lower

from people.models import PersonEntry, User
from people.rules.searching import Query

SHOWN_FIELDS = frozenset({"username", "display_name", "headline", "team"})
"""Fields of a person that they are found by."""


def shown_text(person: User) -> str:
    """Return what a person is found by."""
    team = person.team.name if person.team else ""
    return "\n".join([person.shown_name, person.username, person.headline, team])


def index_people(people: Iterable[User]) -> int:
    """Index these people anew; return how many they are."""
    return PersonEntry.objects.index((person.pk, shown_text(person)) for person in people)


def rebuild_people() -> int:
    """Index all people anew; return how many they are."""
    return index_people(User.objects.select_related("team").iterator())


def search_people(query: Query, viewer: User) -> QuerySet[User]:
    """Return the people a query finds, by name; none for somebody who has not signed in."""
    if not viewer.is_authenticated:
        return User.objects.none()
    found = User.objects.filter(pk__in=PersonEntry.objects.matching(query).values("pk"))
    return found.select_related("team").order_by(Lower("display_name"), "username")
