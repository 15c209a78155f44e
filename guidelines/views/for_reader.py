"""What one reader has read of guidelines, for the pages that show it beside what is the same for everybody."""

from dataclasses import dataclass

from django.http import HttpRequest

from guidelines.models import Acknowledgement, GuidelineRecord
from guidelines.rules.acknowledging import Changes


@dataclass(frozen=True, slots=True)
class ForReader:
    """What a guideline's page says to a person who signed in.

    changes: None for whoever never said they read it.
    """

    changes: Changes | None


def for_reader(request: HttpRequest, guideline: GuidelineRecord) -> ForReader | None:
    """Return what a guideline in force, in its newest version, says to its reader; one query.

    None for those who did not sign in, and for a guideline that nobody needs to follow any more.
    """
    if not (request.user.is_authenticated and guideline.in_force):
        return None
    last_read = Acknowledgement.objects.of(request.user).on(guideline.page_id).last_read().get(guideline.page_id)
    if last_read is None:
        return ForReader(None)
    return ForReader(guideline.changes_since(last_read))


def changes_of_all(request: HttpRequest, records: list[GuidelineRecord]) -> dict[int, Changes]:
    """Return what changed for the reader in each guideline they read, by page id; one query, none for strangers.

    records: of guidelines with their newest version.
    """
    if not request.user.is_authenticated:
        return {}
    read = Acknowledgement.objects.of(request.user).last_read()
    return {
        record.page_id: record.changes_since(read[record.page_id]) for record in records if record.page_id in read
    }
