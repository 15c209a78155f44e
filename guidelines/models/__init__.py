"""Guidelines: pages of the CMS, and the lasting record of what was in force."""

from guidelines.models.acknowledgements import Acknowledgement
from guidelines.models.blame import PartBlame
from guidelines.models.coediting import EditBase, MergedEdit, SavedText, UnmergedEdit
from guidelines.models.gates import (
    Endorsement,
    LazyConsensusTask,
    Objection,
    PeerEndorsementTask,
    PendingPublication,
    RuleChange,
)
from guidelines.models.imports import ImportedVersion
from guidelines.models.pages import GuidelineIndexPage, GuidelinePage
from guidelines.models.proposals import Proposal, ProposalSupport
from guidelines.models.records import GuidelineAddress, GuidelineRecord
from guidelines.models.versions import GuidelineVersion, Leaf, LeafCover, Origin
from guidelines.models.watches import Watch
from guidelines.models.withdrawals import Withdrawal
from guidelines.models.wordings import Wording, WordingWord

__all__ = [
    "Acknowledgement",
    "EditBase",
    "Endorsement",
    "GuidelineAddress",
    "GuidelineIndexPage",
    "GuidelinePage",
    "GuidelineRecord",
    "GuidelineVersion",
    "ImportedVersion",
    "LazyConsensusTask",
    "Leaf",
    "LeafCover",
    "MergedEdit",
    "Objection",
    "Origin",
    "PartBlame",
    "PeerEndorsementTask",
    "PendingPublication",
    "Proposal",
    "ProposalSupport",
    "RuleChange",
    "SavedText",
    "UnmergedEdit",
    "Watch",
    "Withdrawal",
    "Wording",
    "WordingWord",
]
