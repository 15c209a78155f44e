"""Two at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from discussions.models import ThreadComment
from flags import actions
from flags.actions import end_overdue
from flags.actions.sealing import seal_due
from flags.actions.unsealing import put_back_cleared
from flags.models import Case, FlaggedTarget, LogOpening, Seal, Seat, Testimony
from posts.discussed import place_of
from tests.factories.discussions import say as comment
from tests.factories.posts import PostFactory
from tests.integration.flags.conftest import Company
from tests.integration.flags.panels import BODY as PANEL_BODY
from tests.integration.flags.panels import contested, say, take

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "We like cakes. Project Nightfall ships in March."


def _alone(job):
    """Run a job in a thread with a connection of its own; return what it returns."""
    try:
        return job()
    finally:
        connection.close()


def _at_once(jobs):
    """Run jobs in threads that start together; return what they return."""
    barrier = Barrier(len(jobs))

    def run(job):
        barrier.wait()
        return _alone(job)

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.parametrize("others", [1, 5])
def test_flags_in_the_same_second_open_one_case_and_cross_the_threshold_once(boards, flagging, others):
    company = Company(8)
    board = boards.add(company.people[0], b1=BODY)
    peers = company.people[1 : 2 + others]
    answers = _at_once([lambda peer=peer: flagging(board).by(peer, "Nightfall ships") for peer in peers])
    assert {answer.status_code for answer in answers} <= {302, 409}  # 409: it was hidden already
    case = Case.objects.get()
    assert case.state == "veiled"
    assert Testimony.objects.count() == 2
    events = [opening.payload["event"] for opening in LogOpening.objects.all()]
    assert events.count("enough_voices") == 1
    call_command("verify_log")


def test_one_person_pressing_twice_testifies_once(boards, company, flagging):
    board = boards.add(company.people[0], b1=BODY)
    peer = company.people[1]
    _at_once([lambda: flagging(board).by(peer, "Nightfall ships")] * 4)
    assert Testimony.objects.count() == 1
    call_command("verify_log")


def test_flags_on_many_texts_at_once_keep_the_log_in_one_chain(boards, company, flagging):
    several = [boards.add(company.people[0], b1=BODY) for _ in range(6)]
    answers = _at_once([lambda one=one: flagging(one).by(company.people[1], "Nightfall") for one in several])
    assert {answer.status_code for answer in answers} == {302}
    assert list(LogOpening.objects.values_list("sequence", flat=True)) == list(range(1, 13))
    call_command("verify_log")


def test_verdicts_in_the_same_second_decide_a_case_once(boards, flagging):
    company = Company(12)
    panel = contested(boards.add(company.people[0], b1=PANEL_BODY), company, flagging)
    seats = list(panel.asked.all())[:5]
    assert [take(seat).status_code for seat in seats] == [302] * 5
    answers = _at_once([lambda seat=seat: say(seat, "leak") for seat in seats])
    assert {answer.status_code for answer in answers} <= {302, 409}  # 409: it was decided already
    events = [opening.payload["event"] for opening in LogOpening.objects.all()]
    assert (events.count("upheld"), events.count("revealed"), events.count("verdict")) == (1, 1, 4)
    call_command("verify_log")


def test_seats_taken_in_the_same_second_are_five(boards, flagging):
    company = Company(12)
    panel = contested(boards.add(company.people[0], b1=PANEL_BODY), company, flagging)
    answers = _at_once([lambda seat=seat: take(seat) for seat in panel.asked.all()])
    assert sorted(answer.status_code for answer in answers) == [302] * 5 + [409] * 5
    assert panel.asked.taken().count() == 5


def test_tickers_on_several_machines_draw_a_panel_once(boards, flagging):
    company = Company(12)
    board = boards.add(company.people[0], b1=PANEL_BODY)
    flagging(board).by(company.people[1], "Nightfall ships", category="figures")
    due = Case.objects.get().ends_at
    _at_once([lambda: end_overdue(due)] * 3)
    events = [opening.payload["event"] for opening in LogOpening.objects.all()]
    assert (events.count("grace_over"), events.count("drawn")) == (1, 1)
    assert Case.objects.get().panels.get().asked.count() == 10


def test_flags_on_many_texts_at_once_do_not_get_past_the_limit_of_a_day(settings, boards, company, flagging):
    settings.FLAGS_RULES = {"marks_per_day": 2}
    several = [boards.add(company.people[0], b1=BODY) for _ in range(6)]
    answers = _at_once([lambda one=one: flagging(one).by(company.people[1], "Nightfall") for one in several])
    assert sorted(answer.status_code for answer in answers) == [302] * 2 + [429] * 4
    assert Testimony.objects.count() == 2
    call_command("verify_log")


def test_seats_on_two_panels_taken_at_once_do_not_get_past_the_limit_of_a_week(settings, boards, flagging):
    settings.FLAGS_RULES = {"seats_a_week": 1}
    company = Company(12)
    panels = [contested(boards.add(company.people[0], b1=PANEL_BODY), company, flagging) for _ in range(2)]
    here, there = ({seat.person_id: seat for seat in panel.asked.all()} for panel in panels)
    person = min(here.keys() & there.keys())
    answers = _at_once([lambda seat=seat: take(seat) for seat in (here[person], there[person])])
    assert sorted(answer.status_code for answer in answers) == [302, 403]
    assert Seat.objects.filter(person=person).taken().count() == 1
    call_command("verify_log")


def test_two_who_flag_the_same_two_texts_the_other_way_round_wait_for_each_other(boards, company, flagging):
    """Each holds themselves and a text; whoever is told of a flag is named in rows that others write."""
    first, second, third = company.people[:3]
    several = [boards.add(first, b1=BODY), boards.add(second, b1=BODY), boards.add(third, b1=BODY)]
    pairs = [(one, person) for one in several for person in (first, second, third) if person.pk not in one.authors]
    answers = _at_once([lambda one=one, who=who: flagging(one).by(who, "Nightfall ships") for one, who in pairs])
    assert {answer.status_code for answer in answers} <= {302, 409}
    call_command("verify_log")


def _take_out(company, said: ThreadComment, words: str, now) -> Case:
    """Have two teams hide words of the first paragraph, and its author take them out."""
    mark = actions.Mark("comment", said.pk, said.version, "b1", 0, len(words))
    for person in company.people[2:4]:
        actions.testify(person=person, mark=mark, category="figures", note="", citation=None, now=now)
    case = Case.objects.on("comment", said.pk).get()
    actions.take_out(person=said.user, case=case, now=now)
    return case


def _until(waiting: int) -> None:
    """Return once so many transactions wait for a lock."""
    waits = "datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        for _ in range(20_000):
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {waits}")
            if cursor.fetchone()[0] >= waiting:
                return
    raise AssertionError("Nobody waits.")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_a_seal_and_one_that_is_put_back_do_not_wait_for_each_other(company):
    """Of two comments that quote each other, each is changed by the seal of the other one.

    Without a lock for seals, the one holds the first comment and waits for the other, and the other way round.
    """
    first, second = "Nightfall ships in the ninth week of March.", "Its price is going to be four hundred euros."
    place, now = place_of(PostFactory().pk), timezone.now()
    one = comment(place, company.people[0], f"{first}\n\n{second}")
    other = comment(place, company.people[1], f"{second}\n\n{first}")
    cases = [_take_out(company, one, first, now), _take_out(company, other, second, now + timedelta(minutes=20))]
    assert seal_due(now + timedelta(minutes=11)) == 1
    Case.objects.filter(pk=cases[0].pk).update(state="cleared")
    later = now + timedelta(minutes=31)
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            FlaggedTarget.objects.select_for_update().get(kind="comment", target_id=one.pk)
            back = pool.submit(_alone, lambda: put_back_cleared(later))
            _until(waiting=1)
            sealed = pool.submit(_alone, lambda: seal_due(later))
            _until(waiting=2)
        assert (back.result(), sealed.result()) == (1, 1)
    assert Seal.objects.filter(put_back_at=None).get().case == cases[1]
    call_command("verify_log")
