"""Everything flags keeps: cases and their log."""

from flags.models.cases import (
    AppealSide,
    Case,
    CaseAuthor,
    CaseState,
    Category,
    CounterReason,
    FlaggedTarget,
    FormerAuthor,
    Place,
    Quotation,
    Testimony,
    freeze,
)
from flags.models.codenames import CodeName
from flags.models.log import LogEntry, LogOpening
from flags.models.panels import Advice, DeclineReason, Panel, Seat, VerdictChoice
from flags.models.pieces import GuidelinePiece, NoteEdition
from flags.models.seals import Seal
from flags.models.settlements import Answer, Settlement

__all__ = [
    "Advice",
    "Answer",
    "AppealSide",
    "Case",
    "CaseAuthor",
    "CaseState",
    "Category",
    "CodeName",
    "CounterReason",
    "DeclineReason",
    "FlaggedTarget",
    "FormerAuthor",
    "GuidelinePiece",
    "LogEntry",
    "LogOpening",
    "NoteEdition",
    "Panel",
    "Place",
    "Quotation",
    "Seal",
    "Seat",
    "Settlement",
    "Testimony",
    "VerdictChoice",
    "freeze",
]
