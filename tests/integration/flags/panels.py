"""What tests of panels share: a flag that is contested, and jurors who answer."""

from flags.models import Case, Panel, Seat
from tests.integration.flags.conftest import signed_in

LEAK = "Project Nightfall ships in March"
BODY = f"We like cakes. {LEAK} to nobody. The end."
CONTEST = {"reason": "not_proprietary", "note": "I made it up.", "advisor": ""}
SAY = {
    "leak": {"verdict": "leak", "counter_reason": "", "reason": "Nobody outside knows."},
    "no_leak": {"verdict": "no_leak", "counter_reason": "public", "reason": "It was in the news."},
}


def case_of(answer) -> Case:
    """Return the case that an answer leads to."""
    return Case.objects.get(pk=answer.url.rstrip("/").rsplit("/", 1)[-1])


def contested(board, company, flagging, **changes) -> Panel:
    """Flag a board of the first person and let them disagree; return the panel that sits."""
    answer = flagging(board).by(company.people[1], LEAK, **({"category": "personal_data"} | changes))
    case = case_of(answer)
    assert signed_in(company.people[0]).post(f"{case.get_absolute_url()}contest/", CONTEST).status_code == 302
    return case.panels.get()


def take(seat: Seat):
    """Take a seat as its person; return the answer."""
    return signed_in(seat.person).post(f"{seat.get_absolute_url()}take/")


def say(seat: Seat, verdict: str):
    """Take a seat and give a verdict; return the answer."""
    take(seat)
    return signed_in(seat.person).post(f"{seat.get_absolute_url()}verdict/", SAY[verdict])


def judge(panel: Panel, *verdicts: str) -> None:
    """Let the first who were asked and can take a seat say these, one after the other."""
    waiting = iter(list(panel.asked.free_to_take().order_by("pk")))
    for verdict in verdicts:
        while take(seat := next(waiting)).status_code != 302:
            continue
        assert say(seat, verdict).status_code == 302
