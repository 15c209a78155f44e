"""What the votes of a panel do to its case."""

from datetime import datetime

from flags import citations
from flags.actions import telling
from flags.actions.drawing import dismiss, enlarge
from flags.actions.ending import conclude
from flags.actions.living import store
from flags.actions.log import record
from flags.actions.veiling import cover
from flags.models import Panel
from flags.rules import lifecycle, tally
from flags.rules.lifecycle import Event, State
from flags.rules.tally import Verdict


def decide_if_enough(panel: Panel, now: datetime) -> None:
    """Let the votes decide a locked case, or add seats if they cannot any more."""
    votes = [seat.vote for seat in panel.asked.decided()]
    decided = tally.decision(votes, seats=panel.seats, enlarged=panel.enlarged)
    if decided:
        leak = sum(vote.verdict is Verdict.LEAK for vote in votes)
        _decide(panel, decided, {"leak": leak, "no_leak": len(votes) - leak}, now)
    elif tally.must_enlarge(votes, seats=panel.seats, enlarged=panel.enlarged):
        enlarge(panel, now)


def _decide(panel: Panel, verdict: Verdict, votes: dict[str, int], now: datetime) -> None:
    """End the case by a verdict. A leak that no rule forbade when it was written ends without one."""
    case, life = panel.case, panel.case.life
    record(case=case, event="decided", now=now, panel=panel.number, **votes)
    if verdict is Verdict.LEAK and not citations.can_be_upheld(case):
        given_up = lifecycle.give_up(life, now)
        if life.appeal is None:
            conclude(case=case, life=given_up, event=Event.TIME_OVER, now=now)
            return
        store(case, given_up)
        dismiss(case, now)
        telling.tell_of_end(case, now=now)
        record(case=case, event=Event.APPEAL_OVER.value, now=now)
        return
    event = Event.UPHELD if verdict is Verdict.LEAK else Event.CLEARED
    ended = lifecycle.decide(life, event, now)
    if ended.state is State.UPHELD:
        cover(case, now)
    conclude(case=case, life=ended, event=event, now=now)
