"""A private look at what somebody is writing, before it is posted; an app above registers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from people.models import User


@dataclass(frozen=True)
class PrivateLook:
    """What tells writers, and them alone, what they may not want to post; nothing is stored or held back.

    template: stands in a form; it is given `fields`, the names of the form's texts with a space between, and
    `checked`, what look(texts, writer, now) found in them, None where nobody asked. address(): the page on which
    any text can be looked through.
    """

    template: str
    address: Callable[[], str]
    look: Callable[[Sequence[str], User, datetime], object]


_looks: list[PrivateLook] = []


def register(look: PrivateLook) -> None:
    """Add the look; a second registration replaces the first."""
    _looks[:] = [look]


def private_look() -> PrivateLook | None:
    """Return the look, None where no app has registered one."""
    return _looks[0] if _looks else None
