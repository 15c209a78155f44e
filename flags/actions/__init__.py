"""Every write about flags: one verb each, keyword-only, one transaction, typed errors."""

from flags.actions.answering import answer
from flags.actions.deadlines import end_overdue
from flags.actions.errors import (
    BadMarkError,
    CaseEndedError,
    ChangedAccountError,
    FlagError,
    NoteRepeatsPassageError,
    NotYoursError,
    OwnTextError,
    PassageHiddenError,
    StaleTextError,
    StillThereError,
    TooLateError,
    TooManyMarksError,
    UnknownTargetError,
)
from flags.actions.settling import Edited, record_edit, settle, take_out
from flags.actions.testifying import Citation, Mark, testify, withdraw
from flags.actions.undoing import undo

__all__ = [
    "BadMarkError",
    "CaseEndedError",
    "ChangedAccountError",
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
    "TooLateError",
    "TooManyMarksError",
    "UnknownTargetError",
    "answer",
    "end_overdue",
    "record_edit",
    "settle",
    "take_out",
    "testify",
    "undo",
    "withdraw",
]
