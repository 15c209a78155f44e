"""Every write of guidelines' record: one verb each, in one transaction."""

from guidelines.actions.acknowledging import acknowledge_clause, acknowledge_version
from guidelines.actions.covering import cover_leaves
from guidelines.actions.errors import (
    AddressTakenError,
    GateClosedError,
    HiddenError,
    NoContainerError,
    NoteMissingError,
    PlannedError,
    RecordingError,
    UnknownClauseError,
    UnknownVersionError,
)
from guidelines.actions.forgetting import forget_piece
from guidelines.actions.programs import Bringer, publish_guideline
from guidelines.actions.recording import Change, record_published, record_unchanged, record_version
from guidelines.actions.restoring import (
    draft_beside,
    has_draft_beside,
    keep_beside,
    reopen_page,
    restore_version,
    restored_page,
    what_is_planned,
)
from guidelines.actions.rewording import PUT_BACK, TAKEN_OUT, reword
from guidelines.actions.schedule import publish_due
from guidelines.actions.taking_out import bring_back_leaf, forget_remarks, take_out_leaf
from guidelines.actions.withdrawing import withdraw

__all__ = [
    "PUT_BACK",
    "TAKEN_OUT",
    "AddressTakenError",
    "Bringer",
    "Change",
    "GateClosedError",
    "HiddenError",
    "NoContainerError",
    "NoteMissingError",
    "PlannedError",
    "RecordingError",
    "UnknownClauseError",
    "UnknownVersionError",
    "acknowledge_clause",
    "acknowledge_version",
    "bring_back_leaf",
    "cover_leaves",
    "draft_beside",
    "forget_piece",
    "forget_remarks",
    "has_draft_beside",
    "keep_beside",
    "publish_due",
    "publish_guideline",
    "record_published",
    "record_unchanged",
    "record_version",
    "reopen_page",
    "restore_version",
    "restored_page",
    "reword",
    "take_out_leaf",
    "what_is_planned",
    "withdraw",
]
