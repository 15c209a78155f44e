"""Everything flags keeps: cases and their log."""

from flags.models.cases import (
    Case,
    CaseAuthor,
    CaseState,
    Category,
    FlaggedTarget,
    Place,
    Testimony,
    freeze,
)
from flags.models.log import LogEntry, LogOpening

__all__ = [
    "Case",
    "CaseAuthor",
    "CaseState",
    "Category",
    "FlaggedTarget",
    "LogEntry",
    "LogOpening",
    "Place",
    "Testimony",
    "freeze",
]
