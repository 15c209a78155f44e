"""Drawing a panel by lot, asking people, and revealing the seed after the end."""

import secrets
from datetime import datetime
from itertools import islice

from flags import mailing
from flags.actions import telling
from flags.actions.log import record
from flags.jury import eligible_people, still_eligible
from flags.models import Case, Panel, Seat
from flags.rules import lottery
from flags.rules.eligibility import seats_for
from flags.rules.lottery import Ticket


def prepare(case: Case, *, side: str = "") -> str:
    """Choose the secret seed of the case's next panel, and return its hash for the log; nobody is drawn yet."""
    seed = secrets.token_bytes(lottery.SEED_BYTES)
    Panel.objects.create(case=case, number=case.panels.count() + 1, side=side, seed=seed)
    return lottery.seed_hash(seed)


def sitting_panel(case: Case) -> Panel | None:
    """Return the panel that sits on a case, or None."""
    return case.panels.sitting().select_related("case").last()


def convene(case: Case, now: datetime) -> None:
    """Draw the prepared panel of a locked case and ask the first people; does nothing if it sits already.

    A case from before there were panels has none prepared, and goes without.
    """
    panel = case.panels.filter(convened_at=None, ended_at=None).last()
    if panel is None:
        return
    panel.case = case
    people = eligible_people(panel, now)
    panel.alias_key = secrets.token_bytes(lottery.SEED_BYTES)
    panel.pack([(one.id, one.team) for one in people])
    panel.seats = seats_for(len(people), case.frozen)
    panel.convened_at = now
    panel.save()
    tickets = panel.tickets()
    record(
        case=case,
        event="drawn",
        now=now,
        panel=panel.number,
        eligible=len(people),
        list_hash=lottery.list_hash(tickets),
    )
    ask(panel, now, tickets)


def ask(panel: Panel, now: datetime, tickets: dict[Ticket, int] | None = None) -> None:
    """Ask the next people in the order drawn; when there is nobody else, those who have not answered once more.

    Whoever is not eligible any more is passed over. Empty seats are drawn anew a day after people have heard.
    """
    numbers = panel.case.frozen
    drawn = panel.tickets() if tickets is None else tickets
    chosen = _next_in_order(panel, drawn, now)
    told_at = telling.moment_for(panel.case, now)
    Seat.objects.bulk_create(
        Seat(panel=panel, person_id=drawn[one], alias=one.alias, team_alias=one.team, invited_at=told_at)
        for one in chosen
    )
    again = [] if chosen else list(panel.asked.free_to_take().values_list("alias", flat=True))
    panel.rounds += 1
    panel.next_draw_at = told_at + numbers.seat_time
    panel.save(update_fields=["rounds", "next_draw_at"])
    asked = panel.asked.filter(alias__in=[one.alias for one in chosen] or again)
    telling.tell_jurors(asked.select_related("person"), at=told_at)
    if told_at <= now:
        mailing.send_invitations.enqueue()
    record(
        case=panel.case,
        event="asked",
        now=now,
        panel=panel.number,
        round=panel.rounds,
        aliases=" ".join(one.alias for one in chosen),
    )


def _next_in_order(panel: Panel, drawn: dict[Ticket, int], now: datetime) -> list[Ticket]:
    """Return the next who are to be asked and may be; more and more people are looked at until they are enough."""
    wanted = panel.case.frozen.invited
    known = set(panel.asked.values_list("alias", flat=True))
    left = (one for one in lottery.order(drawn, bytes(panel.seed)) if one.alias not in known)
    chosen: list[Ticket] = []
    size = 2 * wanted
    while len(chosen) < wanted and (some := list(islice(left, size))):
        still = still_eligible(panel, [drawn[one] for one in some], now)
        chosen += [one for one in some if drawn[one] in still]
        size *= 4
    return chosen[:wanted]


def draw_anew(panel: Panel, now: datetime) -> None:
    """Free the seats of a locked case that nobody used in time, and ask further people if any is empty."""
    numbers = panel.case.frozen
    panel.asked.taken().filter(verdict="", opened_at__lte=now - numbers.seat_time).update(lost_at=now)
    if panel.asked.taken().count() < panel.seats and has_openings(panel):
        ask(panel, now)
        return
    panel.next_draw_at = now + numbers.seat_time
    panel.save(update_fields=["next_draw_at"])


def has_openings(panel: Panel) -> bool:
    """Tell whether one more person may open the case: only so many ever see a passage because of a panel."""
    return panel.asked.filter(opened_at__isnull=False).count() < panel.case.frozen.openings


def enlarge(panel: Panel, now: datetime) -> None:
    """Add seats to a panel that could not decide, once; those already asked may take them too."""
    panel.seats += panel.case.frozen.seats_added
    panel.enlarged = True
    panel.save(update_fields=["seats", "enlarged"])
    record(case=panel.case, event="enlarged", now=now, panel=panel.number, seats=panel.seats)
    ask(panel, now)


def dismiss_later(case: Case, moment: datetime | None) -> None:
    """Have the ticker end the panels of a locked case at that moment; None: not any more, they go on."""
    case.panels.filter(ended_at=None).update(ends_at=moment)


def dismiss(case: Case, now: datetime) -> None:
    """End the panels of a locked case and reveal their seeds, whether anybody was drawn or not."""
    for panel in case.panels.filter(ended_at=None):
        panel.ended_at, panel.next_draw_at, panel.ends_at = now, None, None
        panel.save(update_fields=["ended_at", "next_draw_at", "ends_at"])
        telling.take_back_from_jurors(panel.asked.filter(opened_at=None), now=now)
        record(case=case, event="revealed", now=now, panel=panel.number, seed=bytes(panel.seed).hex())
