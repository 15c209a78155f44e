"""What can be talked about. Apps above, and this one for guidelines, register it in `AppConfig.ready()`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from discussions.rules.places import Place
from people.models import User


class UnknownKindError(LookupError):
    """No app has registered this kind of subject."""


def _unknown_language(place: Place) -> str:
    """Return that the language is not known."""
    return ""


def _nothing_to_do(place: Place, now: datetime) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Subject:
    """How discussions knows one kind of thing that people talk about.

    kind: a short name, "post". noun: what people call it, translatable, "post".
    visible(person, places): those of some places of this kind that the person may see; in a number of queries
    that does not grow with them. Whoever sees a place may read and write there; nobody else knows of it.
    readers(place, people): those of some people who may see a place, which exists; no query a person.
    authors(place): ids of who hears of new comments because it is theirs.
    address(place): the page it is shown on, its thread included.
    titles(places, viewer): what to call each place on a list, as far as the viewer may see it; places that they
    may not see can be left out.
    commented(place, now): called in the transaction that stores a new comment.
    language(place): code of the language it is written in, "" if nobody knows.
    """

    kind: str
    noun: str
    visible: Callable[[User, Collection[Place]], Collection[Place]]
    readers: Callable[[Place, Collection[User]], Collection[User]]
    authors: Callable[[Place], Collection[int]]
    address: Callable[[Place], str]
    titles: Callable[[Collection[Place], User], Mapping[Place, str]]
    commented: Callable[[Place, datetime], object] = _nothing_to_do
    language: Callable[[Place], str] = _unknown_language

    def may_see(self, person: User, place: Place) -> bool:
        """Return whether the person may read and write at a place."""
        return place in self.visible(person, [place])


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Add a kind of subject; a second registration under the kind replaces the first."""
    _subjects[subject.kind] = subject


def get(kind: str) -> Subject:
    """Return the subject registered under `kind`; UnknownKindError if there is none."""
    try:
        return _subjects[kind]
    except KeyError:
        raise UnknownKindError(f"kind: nothing is registered as {kind!r}") from None


def may_see(person: User, place: Place) -> bool:
    """Return whether a person may read and write at a place; False for a kind that nobody registered."""
    return place.kind in _subjects and _subjects[place.kind].may_see(person, place)


def language(place: Place) -> str:
    """Return the language of what stands at a place; "" if nobody knows."""
    return _subjects[place.kind].language(place) if place.kind in _subjects else ""


def visible(person: User, places: Collection[Place]) -> set[Place]:
    """Return those of some places that a person may see, asking each kind once."""
    kinds = {place.kind for place in places} & _subjects.keys()
    return {
        place
        for kind in kinds
        for place in _subjects[kind].visible(person, [each for each in places if each.kind == kind])
    }


def titles(places: Collection[Place], viewer: User) -> dict[Place, str]:
    """Return what to call some places, as far as the viewer may see them, asking each kind once."""
    found: dict[Place, str] = {}
    for kind in {place.kind for place in places} & _subjects.keys():
        found |= _subjects[kind].titles([each for each in places if each.kind == kind], viewer)
    return found
