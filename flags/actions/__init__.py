"""Every write about flags: one verb each, keyword-only, one transaction, typed errors."""

from flags.actions.deadlines import end_overdue
from flags.actions.errors import (
    BadMarkError,
    CaseEndedError,
    FlagError,
    NoteRepeatsPassageError,
    NotYoursError,
    OwnTextError,
    PassageHiddenError,
    StaleTextError,
    StillThereError,
    TooManyMarksError,
    UnknownTargetError,
)
from flags.actions.settling import Edited, record_edit, settle, take_out
from flags.actions.testifying import Citation, Mark, testify, withdraw

__all__ = [
    "BadMarkError",
    "CaseEndedError",
    "Citation",
    "Edited",
    "FlagError",
    "Mark",
    "NotYoursError",
    "NoteRepeatsPassageError",
    "OwnTextError",
    "PassageHiddenError",
    "StaleTextError",
    "StillThereError",
    "TooManyMarksError",
    "UnknownTargetError",
    "end_overdue",
    "record_edit",
    "settle",
    "take_out",
    "testify",
    "withdraw",
]
