"""Repeating seals after a backup was restored: the words are back, their prints find them again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from flags import originals, registry
from flags.actions import quoting
from flags.actions.locking import lock_seals, lock_target
from flags.models import Case, Place, Quotation, Seal
from flags.registry import TargetType
from flags.rules.passages import LEFT_OVER_RUN
from flags.rules.prints import PrintFinder, Prints
from flags.stored import Change


class BadRecordError(ValueError):
    """A line of the file is no record of a seal; the message says why."""


@dataclass(frozen=True)
class Record:
    """What is needed to repeat one seal: no word of the passage, and worth nothing without SEALS_KEY.

    before: what was written about the text until then may quote it; None in a file of an older release.
    """

    case: UUID
    kind: str
    target_id: int
    sealed_at: datetime
    salt: bytes
    prints: tuple[Prints, ...]
    places: tuple[tuple[int, str], ...]
    before: datetime | None = None

    def to_data(self) -> dict[str, object]:
        """Return it as plain data, for a line of JSON."""
        return {
            "case": str(self.case),
            "kind": self.kind,
            "id": self.target_id,
            "sealed_at": self.sealed_at.isoformat(),
            "salt": self.salt.hex(),
            "prints": [one.to_data() for one in self.prints],
            "places": [list(place) for place in self.places],
            "before": self.before.isoformat() if self.before else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Record":
        """Return what `to_data` wrote. Raises BadRecordError."""
        try:
            return cls(
                case=UUID(data["case"]),
                kind=str(data["kind"]),
                target_id=int(data["id"]),
                sealed_at=datetime.fromisoformat(data["sealed_at"]),
                salt=bytes.fromhex(data["salt"]),
                prints=tuple(Prints.from_data(one) for one in data["prints"]),
                places=tuple((int(version), str(block)) for version, block in data["places"]),
                before=datetime.fromisoformat(data["before"]) if data.get("before") else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadRecordError(f"no record of a seal: {error}") from error


def records() -> Iterator[Record]:
    """Yield a record of every seal that holds, oldest first."""
    for seal in Seal.objects.filter(put_back_at=None).select_related("case"):
        yield Record(
            case=seal.case_id,
            kind=seal.case.target_kind,
            target_id=seal.case.target_id,
            sealed_at=seal.sealed_at,
            salt=bytes(seal.salt),
            prints=tuple(Prints.from_data(one) for one in seal.prints),
            places=tuple((version, block) for version, block, _start, _end in seal.places),
            before=seal.case.hidden_since,
        )


def reseal(*, seals: Iterable[Record]) -> tuple[int, int]:
    """Repeat seals in the order they were made, each in a transaction of its own.

    Returns how many took something out, and how many concern a text that is not there. Safe to run twice.
    """
    outcomes = [_reseal_one(record) for record in sorted(seals, key=lambda record: record.sealed_at)]
    return outcomes.count(True), outcomes.count(None)


@transaction.atomic
def _reseal_one(record: Record) -> bool | None:
    """Repeat one seal; return whether there was something to take out, None for a text that is not there."""
    try:
        target = registry.get(record.kind)
    except registry.UnknownKindError:
        return None
    lock_seals()
    target.lock(record.target_id)
    lock_target(record.kind, record.target_id)
    if target.seal is None or target.current_version(record.target_id) is None:
        return None
    finder = PrintFinder(record.prints, originals.prints_key(record.salt), _texts_at(target, record))
    own, others = target.seal(record.target_id, finder), _reseal_quotations(record)
    _remember(record, {change.version for change in own if change.version is not None})
    target.visibility_changed(record.target_id)
    return bool(own or others)


def _reseal_quotations(record: Record) -> list[Change]:
    """Take the passage out of what quoted it, and uncover what the backup had covered there."""
    covered = Quotation.objects.filter(case=record.case)
    texts = dict.fromkeys(covered.values_list("kind", "target_id"))
    long = tuple(one for one in record.prints if one.needed >= LEFT_OVER_RUN)
    finder = PrintFinder(long, originals.prints_key(record.salt))
    if long and record.before:
        found = quoting.texts(record.kind, record.target_id, finder, record.before)
        texts |= dict.fromkeys((text.kind, text.id) for text in found)
    covered.delete()
    return [change for kind, target_id in texts for change in _reseal_quotation(kind, target_id, finder)]


def _reseal_quotation(kind: str, target_id: int, finder: PrintFinder) -> Sequence[Change]:
    target = registry.get(kind)
    if target.seal is None:
        return []
    target.lock(target_id)
    lock_target(kind, target_id)
    changes = target.seal(target_id, finder)
    target.visibility_changed(target_id)
    return changes


def _texts_at(target: TargetType, record: Record) -> frozenset[str]:
    """Return the blocks in which the passage stood; a short one is looked for nowhere else."""
    known = set(target.versions(record.target_id))
    by_version = {
        version: target.blocks(record.target_id, version) for version, _block in record.places if version in known
    }
    return frozenset(by_version.get(version, {}).get(block, "") for version, block in record.places)


def _remember(record: Record, versions: set[int]) -> None:
    """Note the seal with its case, if the backup has that: its versions say again that something was taken out."""
    case = Case.objects.filter(pk=record.case).first()
    if case is None or Seal.objects.filter(case=case).exists():
        return
    Seal.objects.create(
        case=case,
        sealed_at=record.sealed_at,
        salt=record.salt,
        prints=[one.to_data() for one in record.prints],
        places=[[version, block, None, None] for version, block in record.places],
    )
    case.places.all().delete()
    Place.objects.bulk_create(Place(case=case, version=version) for version in sorted(versions))
