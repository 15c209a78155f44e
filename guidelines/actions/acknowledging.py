"""Remembering what people have read."""

from datetime import datetime

from django.db import transaction

from guidelines.actions.errors import UnknownClauseError
from guidelines.actions.finding import version_numbered
from guidelines.models import Acknowledgement, GuidelineVersion
from guidelines.rules.hashing import LeafRef
from people.models import User


@transaction.atomic
def acknowledge_version(*, person: User, page_id: int, number: int, now: datetime) -> bool:
    """Remember that somebody has read a version; return whether that is news.

    It is none when they have read this one or a newer one already. Raises UnknownVersionError.
    """
    return _remember_read(person, version_numbered(page_id, number), LeafRef("", "", ""), now)


@transaction.atomic
def acknowledge_clause(*, person: User, page_id: int, number: int, clause_id: str, now: datetime) -> bool:
    """Remember that somebody has read one clause of a version; return whether that is news.

    It is none when they have read it in this version or a newer one already. Raises UnknownVersionError and
    UnknownClauseError.
    """
    version = version_numbered(page_id, number)
    found = [leaf for leaf in version.leaf_refs if leaf.kind == "clause" and leaf.clause_id == clause_id]
    if not found:
        raise UnknownClauseError(clause_id)
    return _remember_read(person, version, found[0], now)


def _remember_read(person: User, version: GuidelineVersion, part: LeafRef, now: datetime) -> bool:
    """Move somebody's acknowledgement on to a version, never back; `part` is a clause, or empty for a whole.

    The person's row is held meanwhile, so that two clicks at once are one.
    """
    User.objects.select_for_update().get(pk=person.pk)
    known = Acknowledgement.objects.of(person).on(version.page_id).select_related("version")
    row = known.filter(clause_id=part.clause_id).first()
    if row is None:
        row = Acknowledgement(person=person, page_id=version.page_id, clause_id=part.clause_id)
    elif row.version.number >= version.number:
        return False
    row.version, row.leaf_hash, row.at = version, part.leaf_hash, now
    row._history_user, row._history_date = person, now
    row.save()
    return True
