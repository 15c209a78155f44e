"""Repeating seals after a backup was restored: the words are back, their prints find them again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from flags import originals, registry
from flags.actions.locking import lock_target
from flags.models import Case, Place, Seal
from flags.registry import TargetType
from flags.rules.prints import PrintFinder, Prints


class BadRecordError(ValueError):
    """A line of the file is no record of a seal; the message says why."""


@dataclass(frozen=True)
class Record:
    """What is needed to repeat one seal: no word of the passage, and worth nothing without SEALS_KEY."""

    case: UUID
    kind: str
    target_id: int
    sealed_at: datetime
    salt: bytes
    prints: tuple[Prints, ...]
    places: tuple[tuple[int, str], ...]

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
    target.lock(record.target_id)
    lock_target(record.kind, record.target_id)
    if target.seal is None or target.current_version(record.target_id) is None:
        return None
    finder = PrintFinder(record.prints, originals.prints_key(record.salt), _texts_at(target, record))
    changes = target.seal(record.target_id, finder)
    _remember(record, {change.version for change in changes if change.version is not None})
    target.visibility_changed(record.target_id)
    return bool(changes)


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
