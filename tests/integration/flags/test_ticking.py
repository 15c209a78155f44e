"""A round of the ticker: it finds what is due by an index, and leaves alone what is not."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from flags import actions
from flags.actions import deadlines
from flags.actions.sealing import seal_due
from flags.models import Case, LogOpening, Panel, Seat
from flags.rules import lottery
from flags.seal_querysets import to_seal
from people import ticker
from tests.factories.posts import PostFactory
from tests.integration.flags.conftest import Company
from tests.integration.flags.panels import BODY, LEAK, contested

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _revealed(case) -> bool:
    return LogOpening.objects.filter(case=case, payload__event="revealed").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how many rows there are: none here")
@pytest.mark.parametrize(
    "due",
    [
        Case.objects.overdue,
        Panel.objects.idle,
        Panel.objects.to_draw_anew,
        partial(to_seal, ["post"]),
        Case.objects.linked_since,
    ],
)
def test_what_is_due_is_found_by_an_index(due):
    plan = due(timezone.now()).values_list("pk", flat=True).explain()
    assert "USING" in plan
    assert "SCAN" not in plan


def test_a_round_with_nothing_due_asks_as_much_of_one_case_as_of_many(boards, company, flagging):
    queries = []
    ticker.run(timezone.now())  # the first round of all writes the row of the heartbeat
    for several in (1, 5):
        for _ in range(several):
            flagging(boards.add(company.people[0], b1=BODY)).by(company.people[1], LEAK)
        with CaptureQueriesContext(connection) as captured:
            ticker.run(timezone.now())
        queries.append(len(captured))
    assert queries[0] == queries[1]


def test_a_settled_case_keeps_its_panel_as_long_as_it_said_when_it_was_opened(boards, flagging, settings):
    settings.FLAGS_RULES = {"undo_minutes": 30}
    company = Company(8)
    case = contested(boards.add(company.people[0], b1=BODY), company, flagging).case
    settings.FLAGS_RULES = {"undo_minutes": 1}
    actions.take_out(person=company.people[0], case=case, now=timezone.now())
    case.refresh_from_db()
    ticker.run(case.ended_at + 29 * MINUTE)
    assert not _revealed(case)
    ticker.run(case.ended_at + 31 * MINUTE)
    assert _revealed(case)


def test_a_settlement_that_was_undone_leaves_its_panel_sitting(boards, flagging):
    company = Company(8)
    panel = contested(boards.add(company.people[0], b1=BODY), company, flagging)
    now = timezone.now()
    actions.take_out(person=company.people[0], case=panel.case, now=now)
    actions.undo(person=company.people[0], case=panel.case, now=now + 5 * MINUTE)
    ticker.run(now + 11 * MINUTE)
    panel.refresh_from_db()
    assert panel.ended_at is None
    assert not _revealed(panel.case)


def test_what_falls_due_at_one_moment_is_seen_to_in_a_few_rounds(boards, company, flagging, monkeypatch):
    monkeypatch.setattr(deadlines, "AT_ONCE", 2)
    for _ in range(3):
        flagging(boards.add(company.people[0], b1=BODY)).by(company.people[1], LEAK)
    due = max(Case.objects.values_list("ends_at", flat=True))
    assert [deadlines.end_overdue(due) for _round in range(3)] == [2, 1, 0]


def test_a_settled_case_does_not_hold_up_the_draws_of_others(boards, company, flagging):
    panel = contested(boards.add(company.people[0], b1=BODY), company, flagging)
    due = panel.next_draw_at
    assert list(Panel.objects.to_draw_anew(due)) == [panel]
    actions.take_out(person=company.people[0], case=panel.case, now=due - MINUTE)
    assert not Panel.objects.to_draw_anew(due).exists()


def test_a_passage_is_sealed_when_its_case_said_so_when_it_was_opened(company, settings):
    settings.FLAGS_RULES = {"undo_minutes": 30}
    post = PostFactory(author=company.people[0], body=BODY)
    now = timezone.now()
    mark = actions.Mark("post", post.pk, 1, "b1", BODY.index(LEAK), BODY.index(LEAK) + len(LEAK))
    testimony = actions.testify(
        person=company.people[1], mark=mark, category="figures", note="", citation=None, now=now
    )
    settings.FLAGS_RULES = {"undo_minutes": 1}
    actions.take_out(person=company.people[0], case=testimony.case, now=now)
    assert seal_due(now + 29 * MINUTE) == 0
    assert seal_due(now + 31 * MINUTE) == 1


def test_whoever_cannot_judge_any_more_is_passed_over_however_many_they_are(boards, flagging, settings):
    settings.FLAGS_RULES = {"invited": 5}
    company = Company(40)
    panel = contested(boards.add(company.people[0], b1=BODY), company, flagging)
    drawn = panel.tickets()
    order = [drawn[one] for one in lottery.order(drawn, bytes(panel.seed))]
    assert list(panel.asked.values_list("person", flat=True)) == order[:5]
    gone = [person for person in company.people if person.pk in order[5:20]]
    for person in gone:
        person.is_active = False
        person.save()
    ticker.run(panel.asked.latest("invited_at").invited_at + DAY + MINUTE)
    assert list(Seat.objects.values_list("person", flat=True)) == order[:5] + order[20:25]
