"""What a person's page shows besides their profile. Apps above register their part in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from people.models import User


@dataclass(frozen=True)
class Section:
    """One part of a person's page.

    name: a short name, "posts". order: lower numbers stand further up. template: is given what `read` returns as
    `content`, and `person`. read(person, viewer): what the viewer may see, in a number of queries that does not
    grow with what there is.
    """

    name: str
    order: int
    template: str
    read: Callable[[User, User], Mapping[str, Any]]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a part; a second registration under the name replaces the first."""
    _sections[section.name] = section


def sections_of(person: User, viewer: User) -> list[tuple[str, Mapping[str, Any]]]:
    """Return template and content of every part of a person's page, in their order."""
    ordered = sorted(_sections.values(), key=lambda section: section.order)
    return [(section.template, section.read(person, viewer)) for section in ordered]
