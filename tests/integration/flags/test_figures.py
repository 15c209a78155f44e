"""The figures of the public log: small numbers hidden, yesterday the newest, nothing that points at anybody."""

import csv
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from flags.models import Case, CaseState, freeze
from flags.rules.house import Numbers
from people.actions import renew_feed_token
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
NUMBERS = Numbers("teams", 5, 2, 3600, 172_800, 0)
ATOM = "{http://www.w3.org/2005/Atom}"


def end_cases(
    count: int, state: str, *, days_ago: int = 3, category: str = "figures", after_hours: int = 3
) -> None:
    """Let so many cases have ended in this state, answered so many hours after the authors were told."""
    ended = timezone.now() - timedelta(days=days_ago)
    Case.objects.bulk_create(
        Case(
            target_kind="post",
            target_id=number,
            target_version=1,
            block="b1",
            start=0,
            end=5,
            projection=1,
            category=category,
            state=state,
            opened_at=ended - timedelta(hours=after_hours),
            told_at=ended - timedelta(hours=after_hours),
            ended_at=ended,
            numbers=freeze(NUMBERS),
            key=b"k" * 32,
            fingerprint=b"f" * 32,
        )
        for number in range(1, count + 1)
    )


@pytest.fixture
def browser():
    """A colleague's browser."""
    return signed_in(UserFactory())


def _page(browser, query: str = ""):
    page = browser.get(f"/flags/log/{query}")
    assert page.status_code == 200
    assert_well_formed(page)
    return page


def _words(page) -> str:
    return " ".join(page.content.decode().split())


def test_a_house_without_cases_is_told_what_will_stand_here(browser):
    assert "Fewer than 5 cases have ended" in _words(_page(browser))


def test_counts_shares_and_the_median_answer_are_shown(browser):
    end_cases(12, CaseState.FIXED, after_hours=5)
    end_cases(8, CaseState.LAPSED)
    figures = _page(browser).context["figures"]
    assert figures.total == 20
    assert figures.answer == timedelta(hours=5)
    assert {one.state: (one.count, one.share) for one in figures.outcomes} == {
        "fixed": (12, 60),
        "upheld": (None, None),
        "cleared": (None, None),
        "lapsed": (8, 40),
    }
    assert "5 hours" in _words(_page(browser))


@pytest.mark.parametrize(
    ("after_hours", "said"), [(0, "less than an hour"), (1, "1 hour"), (30, "30 hours"), (80, "3 days")]
)
def test_the_median_answer_is_said_in_words(browser, after_hours, said):
    end_cases(5, CaseState.FIXED, after_hours=after_hours)
    end_cases(5, CaseState.LAPSED)
    assert said in _words(_page(browser))


def test_withdrawn_cases_count_as_ended_without_a_decision(browser):
    end_cases(3, CaseState.CLOSED)
    end_cases(4, CaseState.LAPSED)
    end_cases(9, CaseState.FIXED)
    outcomes = {one.state: one.count for one in _page(browser).context["figures"].outcomes}
    assert outcomes["lapsed"] == 7
    assert "closed" not in outcomes


def test_what_ended_today_is_not_counted_until_tomorrow(browser):
    end_cases(9, CaseState.FIXED, days_ago=0)
    assert _page(browser).context["figures"].total == 0


def test_a_single_small_cell_takes_another_with_it(browser):
    end_cases(7, CaseState.FIXED, category="figures")
    end_cases(9, CaseState.FIXED, category="legal")
    end_cases(1, CaseState.FIXED, category="customer")
    rows = dict(_page(browser, "?by=kind").context["rows"])
    fixed = {name: cells[0] for name, cells in rows.items()}
    assert fixed["Figures that are not published"] == 7
    assert fixed["Legal matter"] == 9
    assert [
        count for name, count in fixed.items() if name not in {"Figures that are not published", "Legal matter"}
    ] == [None] * 6


def test_months_are_drawn_and_stand_in_a_table(browser):
    end_cases(6, CaseState.FIXED, days_ago=2)
    end_cases(8, CaseState.LAPSED, days_ago=2)
    page = _page(browser)
    html = page.content.decode()
    assert html.count("<rect") == 2
    assert 'class="log-fixed"' in html
    assert len(page.context["rows"]) == 13


@pytest.mark.parametrize("query", ["?by=gossip", "?by=", "?before=x&by=kind", "?by=kind&by=month"])
def test_odd_filters_show_a_page(browser, query):
    end_cases(6, CaseState.FIXED)
    _page(browser, query)


def _days(browser) -> list[dict[str, str]]:
    answer = browser.get("/flags/log/days.csv")
    return list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))


def test_days_hold_dates_and_numbers_that_are_not_small(browser):
    end_cases(6, CaseState.FIXED, days_ago=3)
    end_cases(1, CaseState.FIXED, days_ago=9)
    rows = _days(browser)
    assert len(rows) == 366
    assert {tuple(row) for row in rows} == {("day", "fixed", "upheld", "cleared", "lapsed")}
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    assert {row["day"]: row["fixed"] for row in rows if row["fixed"]} == {day: "6"}


def test_a_quiet_house_lists_the_same_days_as_a_busy_one(browser):
    before = [row["day"] for row in _days(browser)]
    end_cases(1, CaseState.FIXED, days_ago=9)
    assert [row["day"] for row in _days(browser)] == before


def _feed(browser, query: str = "") -> list[dict[str, str]]:
    answer = browser.get(f"/flags/log/feed.atom{query}")
    assert answer.status_code == 200
    return [
        {child.tag.removeprefix(ATOM): child.text or "" for child in entry}
        for entry in ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    ]


def test_the_feed_has_an_entry_a_day_that_keeps_its_id(browser):
    end_cases(6, CaseState.FIXED, days_ago=3)
    [entry] = _feed(browser)
    assert "settled by an author: 6" in entry["summary"]
    assert [again["id"] for again in _feed(browser)] == [entry["id"]]
    day = timezone.localdate() - timedelta(days=3)
    assert entry["updated"].startswith((day + timedelta(days=1)).isoformat())


def test_the_feed_of_a_quiet_house_is_empty(browser):
    end_cases(1, CaseState.FIXED)
    assert _feed(browser) == []


def test_a_feed_reader_is_let_in_by_a_token_and_nobody_else(client):
    person = UserFactory()
    token = renew_feed_token(user=person, now=timezone.now())
    assert client.get("/flags/log/feed.atom").status_code == 302
    assert client.get("/flags/log/feed.atom?token=nonsense").status_code == 404
    assert _feed(client, f"?token={token}") == []


def test_the_log_costs_the_same_for_many_cases(browser, django_assert_max_num_queries):
    end_cases(40, CaseState.FIXED)
    with django_assert_max_num_queries(11):
        _page(browser)
