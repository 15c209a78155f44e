"""Everything flags keeps: cases and their log."""

from flags.models.cases import (
    AppealSide,
    Case,
    CaseAuthor,
    CaseState,
    Category,
    CounterReason,
    FlaggedTarget,
    Place,
    Testimony,
    freeze,
)
from flags.models.codenames import CodeName
from flags.models.log import LogEntry, LogOpening

__all__ = [
    "AppealSide",
    "Case",
    "CaseAuthor",
    "CaseState",
    "Category",
    "CodeName",
    "CounterReason",
    "FlaggedTarget",
    "LogEntry",
    "LogOpening",
    "Place",
    "Testimony",
    "freeze",
]
