"""Writing down what the rules made of a case."""

from flags.models import Case
from flags.rules import sealing
from flags.rules.lifecycle import Life, Side

FIELDS = (
    "state",
    "told_at",
    "ends_at",
    "veiled_at",
    "contested_at",
    "panel_until",
    "ended_at",
    "seals_at",
    "appeal_side",
    "appeal_until",
    "authors_appealed",
    "witnesses_appealed",
)


def store(case: Case, life: Life, *more: str) -> None:
    """Write a life into its case, in the caller's transaction and lock; more: further fields to save."""
    put(life, case)
    case.save(update_fields=[*FIELDS, *more])


def put(life: Life, case: Case) -> None:
    """Copy a life into the fields of its case; nothing is saved."""
    case.state = life.state.value
    case.told_at = life.told_at
    case.ends_at, case.ended_at = life.ends_at, life.ended_at
    case.seals_at = sealing.due_at(life)
    case.veiled_at, case.contested_at = life.veiled_at, life.contested_at
    case.panel_until = life.panel_until
    case.appeal_side, case.appeal_until = (life.appeal or ""), life.appeal_until
    case.authors_appealed = Side.AUTHORS in life.appealed
    case.witnesses_appealed = Side.WITNESSES in life.appealed
