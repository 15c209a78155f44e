"""Who may answer for a text that was flagged."""

from datetime import datetime

from flags import registry
from flags.actions import errors
from flags.models import Case
from people.models import User


def require_author(person: User, case: Case, now: datetime) -> None:
    """Raise NotYoursError unless the person may answer for the text a locked case is about.

    They have to have been an author when it was flagged, to be one still, and to have been told. An account
    that an administrator changed since (its team, its password) answers for nothing that was open then:
    nobody reaches a case by signing in as somebody else.
    """
    is_author = person.pk in registry.get(case.target_kind).authors(case.target_id)
    if case.told_at > now or not is_author or not case.authors.filter(person=person).exists():
        raise errors.NotYoursError("person: is not an author, or was none when the text was flagged")
    if person.changed_by_staff_at and person.changed_by_staff_at > case.opened_at:
        raise errors.ChangedAccountError("person: an administrator changed the account after the case opened")
