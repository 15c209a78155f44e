"""Adding a code name to the list, and taking it off."""

from datetime import datetime

from django.db import transaction

from flags.leakcheck import digest, may_change_names
from flags.models import CodeName
from people.models import User


class TooManyNamesError(Exception):
    """The person's changes for a day are used up."""


class UnfitNameError(ValueError):
    """The name is too short or too long to be looked for."""


@transaction.atomic
def add_name(*, person: User, name: str, now: datetime) -> None:
    """Put a code name on the list; one that is there already stays. Nobody is told which of the two it was.

    Raises TooManyNamesError, UnfitNameError.
    """
    CodeName.objects.get_or_create(digest=_digest(person, name, now), defaults={"added_on": now.date()})


@transaction.atomic
def remove_name(*, person: User, name: str, now: datetime) -> None:
    """Take a code name off the list; nobody is told whether it was there. Raises as `add_name` does."""
    CodeName.objects.filter(digest=_digest(person, name, now)).delete()


def _digest(person: User, name: str, now: datetime) -> str:
    if not may_change_names(person=person, now=now):
        raise TooManyNamesError("person: has changed enough names today")
    try:
        return digest(name)
    except ValueError as error:
        raise UnfitNameError(str(error)) from error
