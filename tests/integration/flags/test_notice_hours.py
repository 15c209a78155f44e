"""Notice hours: what is not urgent, and every end, is told at four fixed hours of the house's own time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flags import actions
from flags.models import Case, Seat
from flags.rules.lifecycle import Side
from flags.rules.tally import Verdict
from people import ticker
from people.models import Notice
from tests.integration.flags.conftest import Company
from tests.integration.flags.panels import BODY, LEAK

pytestmark = pytest.mark.django_db
HOUSE = ZoneInfo("Europe/Stockholm")
HOURS = (8, 11, 14, 17)


def at(text: str) -> datetime:
    """Return a moment of the house's own time."""
    return datetime.fromisoformat(text).replace(tzinfo=HOUSE)


def next_hour(moment: datetime) -> datetime:
    """Return the first fixed hour behind a moment, by trying minute after minute."""
    minute = moment.astimezone(HOUSE).replace(second=0, microsecond=0) + timedelta(minutes=1)
    while (minute.hour, minute.minute) not in [(hour, 0) for hour in HOURS]:
        minute = (minute.astimezone(ZoneInfo("UTC")) + timedelta(minutes=1)).astimezone(HOUSE)
    return minute


class Told:
    """What was told since it was last asked for."""

    def __init__(self) -> None:
        self._known: set[int] = set()

    def news(self) -> dict[str, set[datetime]]:
        """Return when people are told of what is new, by kind."""
        fresh = [notice for notice in Notice.objects.all() if notice.pk not in self._known]
        self._known |= {notice.pk for notice in fresh}
        found: dict[str, set[datetime]] = {}
        for notice in fresh:
            found.setdefault(notice.kind, set()).add(notice.deliver_at)
        return found


@pytest.fixture
def company(settings):
    """Twelve teams of two, in a house in Stockholm, of whom all were here on the days of these tests."""
    settings.TIME_ZONE = "Europe/Stockholm"
    twelve = Company(12)
    twelve.people += [twelve.join(team) for team in twelve.teams]
    for person in twelve.people:
        person.last_active_on = at("2026-11-24").date()
        person.save()
    return twelve


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], b1=BODY)


def flag(board, person, now: datetime, category: str = "strategy", words: str = LEAK) -> Case:
    """Flag words of a board at a moment."""
    start = BODY.index(words)
    mark = actions.Mark("board", board.id, 1, "b1", start, start + len(words))
    return actions.testify(person=person, mark=mark, category=category, note="", citation=None, now=now).case


def verdicts(case: Case, now: datetime) -> None:
    """Let four people say that it is no leak."""
    said = 0
    for seat in Seat.objects.filter(panel__case=case, invited_at__lte=now).order_by("pk"):
        person = seat.person
        assert person is not None
        try:
            actions.take_seat(person=person, seat=seat, now=now)
        except actions.SeatTakenError:
            continue
        actions.give_verdict(
            person=person, seat=seat, verdict=Verdict.NO_LEAK, counter_reason="public", reason="", now=now
        )
        said += 1
        if said == 4:
            return


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-24T00:03", "2026-11-24T08:00"),
        ("2026-11-24T07:59:59", "2026-11-24T08:00"),
        ("2026-11-24T08:00", "2026-11-24T11:00"),
        ("2026-11-24T10:59", "2026-11-24T11:00"),
        ("2026-11-24T11:00:01", "2026-11-24T14:00"),
        ("2026-11-24T16:30", "2026-11-24T17:00"),
        ("2026-11-24T17:00", "2026-11-25T08:00"),
        ("2026-11-24T23:58", "2026-11-25T08:00"),
        ("2026-10-24T23:00", "2026-10-25T08:00"),
    ],
    ids=[
        "night",
        "a second before",
        "on the hour",
        "a minute before",
        "behind",
        "noon",
        "evening",
        "late",
        "summer ends",
    ],
)
def test_notice_hours_of_a_flag_that_is_not_urgent(board, company, now, told):
    case = flag(board, company.people[1], at(now))
    [notice] = Notice.objects.all()
    assert notice.deliver_at == case.told_at == at(told)
    author = company.people[0]
    assert not Notice.objects.visible_to(author, at(told) - timedelta(seconds=1)).exists()
    assert not Case.objects.visible_to(author, at(told) - timedelta(seconds=1)).exists()
    assert Notice.objects.visible_to(author, at(told)).exists()


def test_notice_hours_do_not_tell_flags_of_one_morning_apart(board, company):
    flag(board, company.people[1], at("2026-11-24T08:01"), words="We like cakes.")
    flag(board, company.people[2], at("2026-11-24T10:58"), words="The end.")
    assert Case.objects.count() == 2
    assert set(Notice.objects.values_list("deliver_at", flat=True)) == {at("2026-11-24T11:00")}


def test_notice_hours_of_what_is_urgent_are_none_but_its_end_has_them(board, company):
    told, now = Told(), at("2026-11-24T09:23")
    case = flag(board, company.people[1], now, "personal_data")
    assert told.news() == {"flags.noted": {now}}
    sits = now + timedelta(hours=1)
    ticker.run(sits)
    assert told.news() == {"flags.panel": {sits}, "flags.seat": {sits}}
    verdicts(case, sits + timedelta(minutes=7))
    assert Case.objects.get().state == "cleared"
    assert told.news() == {"flags.ended": {at("2026-11-24T11:00")}}


def test_notice_hours_of_the_whole_life_of_a_case_that_is_not_urgent(board, company):
    """But for the veil, which everybody sees in the moment it falls, and whoever is asked by name."""
    told, now = Told(), at("2026-11-24T09:23")
    case = flag(board, company.people[1], now)
    assert told.news() == {"flags.noted": {next_hour(now)}}
    sits = at("2026-11-25T11:00")
    ticker.run(sits)
    assert told.news() == {"flags.panel": {next_hour(sits)}, "flags.seat": {next_hour(sits)}}
    late = at("2026-11-25T19:42")
    verdicts(case, late)
    assert Case.objects.get().state == "cleared"
    assert told.news() == {"flags.ended": {at("2026-11-26T08:00")}}
    appealed = at("2026-11-26T13:13")
    actions.appeal(person=company.people[1], case=case, side=Side.WITNESSES, now=appealed)
    assert told.news() == {kind: {at("2026-11-26T14:00")} for kind in ("flags.appeal", "flags.seat")}


def test_notice_hours_of_a_veil_are_none_for_authors_and_nobody_else_hears_of_it(board, company):
    told, now = Told(), at("2026-11-24T09:23")
    for person in company.people[1:4]:
        case = flag(board, person, now)
    assert Case.objects.get().state == "veiled"
    news = told.news()
    assert news.pop("flags.veiled") == {now}
    assert news == {"flags.seat": {at("2026-11-24T11:00")}}
    assert set(Notice.objects.filter(kind="flags.veiled").values_list("recipient", flat=True)) == {
        company.people[0].pk
    }
    assert Case.objects.get().told_at == case.told_at == now


def test_notice_hours_can_be_others(board, company, settings):
    settings.FLAGS_RULES = {"notice_hours": [9, 15]}
    flag(board, company.people[1], at("2026-11-24T09:00"))
    assert Notice.objects.get().deliver_at == at("2026-11-24T15:00")
