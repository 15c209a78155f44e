"""What a person's page shows of the guidelines they wrote on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from people import person_page
from people.models import User


@dataclass(frozen=True, slots=True)
class Share:
    """How many versions of a guideline somebody wrote, and when the last; `title` is "" when it was taken out."""

    guideline: GuidelineRecord
    title: str
    versions: int
    last: datetime


def read(person: User, viewer: User) -> Mapping[str, Any]:
    """Return what the person wrote of each guideline in force, the one they wrote on last on top."""
    written = GuidelineVersion.objects.written_by(person).shares()
    records = list(GuidelineRecord.objects.in_force().filter(page_id__in=written))
    readings = Leaf.objects.read([record.current for record in records], kinds={"title"})
    shares = [
        Share(record, reading.guideline.title, *written[record.page_id])
        for record, reading in zip(records, readings, strict=True)
    ]
    return {"shares": sorted(shares, key=lambda share: share.last, reverse=True)}


def register() -> None:
    """Let a person's page show what they wrote of guidelines."""
    person_page.register(person_page.Section("guidelines", 20, "guidelines/includes/of_person.html", read))
