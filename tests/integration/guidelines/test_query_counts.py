"""Pages of guidelines take a fixed number of queries, however long a guideline and its history are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines import actions
from guidelines.models import GuidelineRecord
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import many_editions

pytestmark = pytest.mark.django_db

SHORT, LONG = 3, 30


@pytest.fixture(autouse=True)
def reader(client):
    """A signed-in colleague who was here today already: the first page of a day writes that down."""
    person = UserFactory()
    client.force_login(person)
    client.get("/notices/")
    return person


def queries(client, path):
    """How many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def authors():
    """Ids of four people."""
    return [UserFactory().pk for _ in range(4)]


def counts_for_short_and_long(client, paths):
    """How many queries pages take when read for the first time and again: of a short guideline, of a long one."""
    many_editions(SHORT, clauses=2, author_ids=authors())
    short = [queries(client, path(SHORT)) for path in paths]
    short_again = [queries(client, path(SHORT)) for path in paths]
    number = SHORT
    record = GuidelineRecord.objects.get(slug="social-media")
    clauses = [clause(f"Another {each}") for each in range(20)]
    while number < LONG:
        number += 1
        fields = {"guideline": guideline(f"Title {number}", *clauses), "author_id": UserFactory().pk}
        VersionFactory(slug=record.slug, **fields)
    long = [queries(client, path(LONG)) for path in paths]
    long_again = [queries(client, path(LONG)) for path in paths]
    return short, short_again, long, long_again


def test_no_page_takes_more_queries_for_a_longer_history(client):
    home = "/guidelines/social-media/"
    paths = [
        lambda _newest: home,
        lambda _newest: f"{home}history/",
        lambda newest: f"{home}v/{newest - 1}/",
        lambda newest: f"{home}v/{newest}/",
        lambda newest: f"{home}compare/1...{newest}/",
        lambda newest: f"{home}compare/1...{newest}/?view=side&show=all",
        lambda newest: f"{home}compare/1...{newest}.json",
        lambda _newest: "/guidelines/",
    ]
    short, short_again, long, long_again = counts_for_short_and_long(client, paths)
    assert long == short
    assert long_again == short_again
    assert max(long) <= 8
    current, history, *_others = long_again
    assert current <= 5
    assert history <= 8


def test_links_to_many_guidelines_are_looked_up_at_once(client):
    targets = [VersionFactory(slug=f"target-{number}").page_id for number in range(12)]
    links = [clause(text=f'<p><a id="{target}" linktype="page">There</a></p>') for target in targets]
    VersionFactory(slug="one-link", guideline=guideline("One", links[0]))
    VersionFactory(slug="two-links", guideline=guideline("Two", *links[:2]))
    VersionFactory(slug="many-links", guideline=guideline("Many", *links))
    queries(client, "/guidelines/two-links/")  # Wagtail looks up its sites once and keeps them
    assert queries(client, "/guidelines/many-links/") == queries(client, "/guidelines/one-link/")


def test_the_index_takes_as_many_queries_for_one_guideline_as_for_ten(client):
    VersionFactory()
    one = queries(client, "/guidelines/")
    for _ in range(9):
        VersionFactory()
    assert queries(client, "/guidelines/") == one


def test_what_changed_for_a_reader_takes_as_many_queries_after_30_versions_as_after_3(client, reader):
    paths = ["/guidelines/social-media/", "/guidelines/social-media/compare/read...current/", "/guidelines/"]
    many_editions(SHORT)
    record = GuidelineRecord.objects.select_related("current").get(slug="social-media")
    read_first_and_some_clauses(reader, record)
    short = [queries(client, path) for path in paths for _ in range(2)]
    clauses = [clause(f"Another {each}") for each in range(20)]
    for number in range(SHORT, LONG):
        VersionFactory(slug=record.slug, guideline=guideline(f"Title {number}", *clauses))
    record = GuidelineRecord.objects.select_related("current").get(slug="social-media")
    read_first_and_some_clauses(reader, record)
    long = [queries(client, path) for path in paths for _ in range(2)]
    assert long == short
    assert long[1] <= 5
    assert "clauses changed since you read v1" in client.get(paths[0]).content.decode()


def read_first_and_some_clauses(reader, record):
    """Say that a reader has read the first version, and half the clauses of the newest one."""
    now = record.current.date
    actions.acknowledge_version(person=reader, page_id=record.page_id, number=1, now=now)
    clauses = [leaf.clause_id for leaf in record.current.leaf_refs if leaf.kind == "clause"]
    for clause_id in clauses[: len(clauses) // 2]:
        actions.acknowledge_clause(
            person=reader, page_id=record.page_id, number=record.current.number, clause_id=clause_id, now=now
        )
