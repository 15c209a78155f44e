"""Words that somebody answered for as an author, before they left the text."""

from collections.abc import Iterator, Mapping

from flags.models import Case
from flags.registry import TargetType
from flags.rules.passages import LEFT_OVER_RUN, repeats
from people.models import User


def answered_for(target: TargetType, target_id: int, person: User, passage: str) -> bool:
    """Tell whether a former author answered for 20 characters of a passage, or for all of a shorter one.

    They did so for what stood in the text when they saved it last, and when it was flagged while they were an
    author. What came in after they had left is not theirs.
    """
    return any(
        repeats(text, passage, LEFT_OVER_RUN)
        for blocks in _versions_of(target, target_id, person)
        for text in blocks.values()
    )


def _versions_of(target: TargetType, target_id: int, person: User) -> Iterator[Mapping[str, str]]:
    left = Case.objects.on(target.kind, target_id).filter(former_authors__person=person)
    flagged = left.order_by().values_list("target_version", flat=True).distinct()
    last = target.last_saved_by(person, target_id)
    for version in {*flagged, *([last] if last else [])}:
        yield target.blocks(target_id, version)
