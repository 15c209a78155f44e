"""Every write about flags: one verb each, keyword-only, one transaction, typed errors."""

from flags.actions.answering import answer
from flags.actions.contesting import advise, appeal, contest, name_advisor
from flags.actions.deadlines import draw_empty_seats_anew, end_overdue
from flags.actions.errors import (
    BadMarkError,
    CaseEndedError,
    ChangedAccountError,
    ClearedError,
    FlagError,
    MayNotSitError,
    NoteRepeatsPassageError,
    NothingToDecideError,
    NotYoursError,
    OwnTextError,
    OwnWordsError,
    PassageHiddenError,
    SeatTakenError,
    StaleTextError,
    StillThereError,
    TooLateError,
    TooManyMarksError,
    UnknownAdvisorError,
    UnknownTargetError,
)
from flags.actions.judging import decline, give_verdict, take_seat
from flags.actions.leaving import leave_cases
from flags.actions.settling import Edited, record_edit, settle, take_out
from flags.actions.testifying import Citation, Mark, testify, withdraw
from flags.actions.undoing import undo

__all__ = [
    "BadMarkError",
    "CaseEndedError",
    "ChangedAccountError",
    "Citation",
    "ClearedError",
    "Edited",
    "FlagError",
    "Mark",
    "MayNotSitError",
    "NotYoursError",
    "NoteRepeatsPassageError",
    "NothingToDecideError",
    "OwnTextError",
    "OwnWordsError",
    "PassageHiddenError",
    "SeatTakenError",
    "StaleTextError",
    "StillThereError",
    "TooLateError",
    "TooManyMarksError",
    "UnknownAdvisorError",
    "UnknownTargetError",
    "advise",
    "answer",
    "appeal",
    "contest",
    "decline",
    "draw_empty_seats_anew",
    "end_overdue",
    "give_verdict",
    "leave_cases",
    "name_advisor",
    "record_edit",
    "settle",
    "take_out",
    "take_seat",
    "testify",
    "undo",
    "withdraw",
]
