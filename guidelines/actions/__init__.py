"""Every write of guidelines' record: one verb each, in one transaction."""

from guidelines.actions.acknowledging import acknowledge_clause, acknowledge_version
from guidelines.actions.errors import (
    AddressTakenError,
    GateClosedError,
    NoContainerError,
    NoteMissingError,
    PlannedError,
    RecordingError,
    UnknownClauseError,
    UnknownVersionError,
)
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
from guidelines.actions.schedule import publish_due
from guidelines.actions.taking_out import take_out_leaf
from guidelines.actions.withdrawing import withdraw

__all__ = [
    "AddressTakenError",
    "Bringer",
    "Change",
    "GateClosedError",
    "NoContainerError",
    "NoteMissingError",
    "PlannedError",
    "RecordingError",
    "UnknownClauseError",
    "UnknownVersionError",
    "acknowledge_clause",
    "acknowledge_version",
    "draft_beside",
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
    "take_out_leaf",
    "what_is_planned",
    "withdraw",
]
