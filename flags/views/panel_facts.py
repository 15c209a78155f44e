"""What a party of a case may know and do about its panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flags.models import Advice, Case, Seat
from flags.panel_forms import AdvisorForm
from flags.rules import lifecycle
from flags.rules.lifecycle import Side


@dataclass(frozen=True)
class PanelFacts:
    """For the case page. reasons: of the last panel that decided, in no order that tells who came first."""

    can_contest: bool
    can_appeal: bool
    can_appeal_until: datetime | None
    appeal_until: datetime | None
    reasons: Sequence[Seat]
    advisor_form: AdvisorForm | None


def panel_facts(case: Case, side: Side, now: datetime) -> PanelFacts:
    """Return the facts for a party on one side; reasons only once the case has ended."""
    is_author = side is Side.AUTHORS
    life = case.life
    decided = Seat.objects.filter(panel__case=case, panel__ended_at__isnull=False).decided()
    last = decided.order_by("-panel__number").values_list("panel", flat=True).first() if case.ended_at else None
    may_name = is_author and life.panel_sits and not Advice.objects.filter(case=case).exists()
    return PanelFacts(
        can_contest=is_author and case.is_open and life.contested_at is None,
        can_appeal=lifecycle.may_appeal(life, side, now),
        can_appeal_until=lifecycle.appeal_open_until(life),
        appeal_until=life.appeal_until,
        reasons=sorted(decided.filter(panel=last), key=lambda seat: (seat.verdict, seat.alias)) if last else [],
        advisor_form=AdvisorForm() if may_name else None,
    )
