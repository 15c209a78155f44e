"""Stored text as seals change it: one column of one row at a time, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Change:
    """What a seal did to one column of one row.

    model: its label, "posts.post". version: of the target, None where the row belongs to none. before, after:
    values of the column; `before` is never stored but in a locked box.
    """

    model: str
    pk: int | str
    field: str
    before: Any
    after: Any
    version: int | None = None

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Change":
        """Return what `to_data` wrote."""
        return cls(**data)


def write(changes: Iterable[Change]) -> None:
    """Write the new values past save() and history: a seal makes no version."""
    for change in changes:
        _row(change).update(**{change.field: change.after})


def write_back(changes: Iterable[Change]) -> int:
    """Write the old values back where the new ones still stand; return how many columns that were."""
    return sum(
        _row(change).filter(**{change.field: change.after}).update(**{change.field: change.before})
        for change in changes
    )


def _row(change: Change) -> Any:
    return apps.get_model(change.model)._base_manager.filter(pk=change.pk)
