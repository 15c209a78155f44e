"""What one reader has read of guidelines, for the pages that show it beside what is the same for everybody."""

from dataclasses import dataclass

from django.http import HttpRequest

from guidelines.models import Acknowledgement, GuidelineRecord, GuidelineVersion
from guidelines.rules.acknowledging import Changes, changes_for


@dataclass(frozen=True, slots=True)
class ForReader:
    """What a guideline's page says to a person who signed in.

    changes: None for whoever never said they read it.
    """

    changes: Changes | None


def for_reader(request: HttpRequest, guideline: GuidelineRecord, version: GuidelineVersion) -> ForReader | None:
    """Return what a guideline in force, in its newest version, says to its reader; one query.

    None for those who did not sign in, and for a guideline that nobody needs to follow any more.
    """
    if not (request.user.is_authenticated and guideline.in_force):
        return None
    last_read = Acknowledgement.objects.of(request.user).on(guideline.page_id).last_read().get(guideline.page_id)
    if last_read is None:
        return ForReader(None)
    return ForReader(changes_for(last_read, number=version.number, leaves=version.leaves))


def changes_of_all(request: HttpRequest, versions: list[GuidelineVersion]) -> dict[int, Changes]:
    """Return what changed for the reader in each guideline they read, by page id; one query, none for strangers.

    versions: the newest of each guideline.
    """
    if not request.user.is_authenticated:
        return {}
    read = Acknowledgement.objects.of(request.user).last_read()
    return {
        version.page_id: changes_for(read[version.page_id], number=version.number, leaves=version.leaves)
        for version in versions
        if version.page_id in read
    }
