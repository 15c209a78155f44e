"""How many cases cited a clause: on its page and on its guideline's, without giving a case away."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from flags.models import Case, freeze
from flags.rules.house import House
from flags.rules.lifecycle import OPEN
from flags.rules.lifecycle import freeze as freeze_numbers
from people.actions import set_employment
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)
CLAUSE = clause("Photos")


@pytest.fixture
def page_id():
    """A guideline of two clauses."""
    return VersionFactory(slug="rules", guideline=guideline("Rules", CLAUSE, clause("Names"))).page_id


@pytest.fixture(autouse=True)
def reader(client):
    """A signed-in colleague."""
    person = UserFactory()
    client.force_login(person)
    client.get("/notices/")
    return person


def cases(page_id, count: int, state: str, clause_id: str = CLAUSE.id):
    """Cases that cite a clause, in that state."""
    is_open = state in OPEN
    numbers = freeze_numbers(
        voices="people", active=3, urgent=False, recognised=False, author_away=False, house=House()
    )
    for n in range(count):
        Case.objects.create(
            id=uuid4(),
            target_kind="post",
            target_id=n + 1,
            target_version=1,
            block="b1",
            start=0,
            end=1,
            projection=1,
            category="legal",
            clause_page_id=page_id,
            clause_id=clause_id,
            state=state,
            opened_at=NOW,
            told_at=NOW,
            ends_at=NOW if is_open else None,
            ended_at=None if is_open else NOW,
            veiled_at=NOW if state == "veiled" else None,
            placed_version=1,
            panel_until=NOW,
            numbers=freeze(numbers),
            key=b"",
            fingerprint=b"",
        )


def shown(client, path=f"/guidelines/rules/clauses/{CLAUSE.id}/"):
    """A page as one line."""
    response = client.get(path)
    assert response.status_code == 200
    assert_well_formed(response)
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_clause_shows_how_many_ended_cases_cited_it_and_how_they_ended(client, page_id):
    cases(page_id, 4, "fixed")
    cases(page_id, 3, "lapsed")
    html = shown(client)
    assert "7 cases that have ended cited this clause." in html
    assert "<dt>settled by an author</dt> <dd> 4 </dd>" in html
    assert "<dt>ended without a decision</dt> <dd> 3 </dd>" in html
    assert "confuses" not in html
    assert f'href="/guidelines/rules/clauses/{CLAUSE.id}/#cited">Photos</a>: 7 cases' in shown(
        client, "/guidelines/rules/"
    )


def test_small_numbers_are_not_shown(client, page_id):
    cases(page_id, 2, "fixed")
    html = shown(client)
    assert "Fewer than 3 cases that have ended cited this clause." in html
    assert "<dt>" not in html.split('id="cited"')[1].split("</section>")[0]
    assert "#cited" not in shown(client, "/guidelines/rules/")
    cases(page_id, 5, "lapsed")
    assert "<dt>settled by an author</dt> <dd> not shown </dd>" in shown(client)


@pytest.mark.parametrize("state", ["noted", "veiled"])
def test_an_open_case_is_counted_nowhere(client, page_id, state):
    cases(page_id, 9, state)
    assert 'id="cited"' not in shown(client)
    assert "#cited" not in shown(client, "/guidelines/rules/")


def test_a_rule_that_confuses_people_says_so_and_leads_to_the_editor(client, page_id, reader, settings):
    cases(page_id, 4, "lapsed")
    assert "confuses people" not in shown(client)
    settings.FLAGS_RULES = {"confusing_cases": 4}
    html = shown(client)
    assert "This rule confuses people" in html
    assert f'href="/cms/pages/{page_id}/edit/#block-{CLAUSE.id}-section"' in html
    assert "this rule confuses people" in shown(client, "/guidelines/rules/")
    set_employment(user=reader, employment="alumni")
    assert "/cms/pages/" not in shown(client).split('id="cited"')[1].split("</section>")[0]


def test_strangers_see_no_numbers(client, page_id, settings):
    settings.GUIDELINES_PUBLIC = True
    cases(page_id, 9, "fixed")
    stranger = Client()
    assert "cited" not in shown(stranger).split("<main")[1]
    assert "cited" not in shown(stranger, "/guidelines/rules/").split("<main")[1]


def test_counting_takes_as_many_queries_for_fifty_cases_as_for_five(client, page_id):
    cases(page_id, 5, "fixed")
    paths = ["/guidelines/rules/", f"/guidelines/rules/clauses/{CLAUSE.id}/"]
    few = [_queries(client, path) for path in paths for _time in (1, 2)]
    cases(page_id, 45, "lapsed")
    assert [_queries(client, path) for path in paths for _time in (1, 2)][1::2] == few[1::2]
    assert max(few[1::2]) <= 11


def _queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
