"""What pages of guidelines show besides the record. Apps above register their part in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from guidelines.models import GuidelineRecord

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Slot:
    """One part of two pages: of a clause, and of the guideline it stands in.

    name: a short name, "cited by". Each template is given `content`, and `guideline`. of_clause(guideline, clause
    id, viewer), of_guideline(guideline, viewer): what the viewer may see, None for nothing; in a number of queries
    that does not grow with what there is. The viewer may be a stranger where guidelines are public.
    """

    name: str
    clause_template: str
    guideline_template: str
    of_clause: Callable[[GuidelineRecord, str, Any], Content | None]
    of_guideline: Callable[[GuidelineRecord, Any], Content | None]


_slots: dict[str, Slot] = {}


def register(slot: Slot) -> None:
    """Add a part; a second registration under the name replaces the first."""
    _slots[slot.name] = slot


def on_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> list[tuple[str, Content]]:
    """Return template and content of every part of a clause's page."""
    read = ((slot.clause_template, slot.of_clause(guideline, clause_id, viewer)) for slot in _slots.values())
    return [(template, content) for template, content in read if content is not None]


def on_guideline(guideline: GuidelineRecord, viewer: Any) -> list[tuple[str, Content]]:
    """Return template and content of every part of a guideline's page."""
    read = ((slot.guideline_template, slot.of_guideline(guideline, viewer)) for slot in _slots.values())
    return [(template, content) for template, content in read if content is not None]
