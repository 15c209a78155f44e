"""Flags as Web Annotations (W3C Recommendation of 23 February 2017), for whoever takes their own along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flags.rules.passages import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'


@dataclass(frozen=True)
class Flag:
    """One flag. id, source: addresses, of the flag and of the text. span: in code points of the block.

    exact: the words themselves, or None where they must not leave: they are hidden from this person, or sealed.
    """

    id: str
    source: str
    block: str
    span: Span
    category: str
    note: str
    created: datetime
    withdrawn: datetime | None
    exact: str | None


def collection(*, address: str, label: str, creator: str, flags: Sequence[Flag]) -> dict[str, Any]:
    """Return the flags of one person as an AnnotationCollection of one page, ready for JSON.

    address: of the collection. creator: what the person is called.
    """
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(flags),
        "first": {
            "id": f"{address}#page",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [_annotation(flag, creator) for flag in flags],
        },
    }


def _annotation(flag: Flag, creator: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": flag.id,
        "type": "Annotation",
        "motivation": "assessing",
        "creator": {"type": "Person", "name": creator},
        "created": flag.created.isoformat(),
        "body": [_body("classifying", flag.category)],
        "target": {
            "type": "SpecificResource",
            "source": flag.source,
            "state": {"type": "TimeState", "sourceDate": flag.created.isoformat()},
            "selector": _selectors(flag),
        },
    }
    if flag.note:
        data["body"].append(_body("commenting", flag.note))
    if flag.withdrawn:
        data["modified"] = flag.withdrawn.isoformat()
        data["body"].append(_body("tagging", "withdrawn"))
    return data


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _selectors(flag: Flag) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": flag.span.start, "end": flag.span.end}
    selectors: list[dict[str, Any]] = [{"type": "FragmentSelector", "value": flag.block, "refinedBy": position}]
    if flag.exact is not None:
        selectors.append({"type": "TextQuoteSelector", "exact": flag.exact})
    return selectors
