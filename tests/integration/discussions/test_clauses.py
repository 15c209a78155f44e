"""Talking about a clause of a guideline: on its page, counted where it stands, for those who signed in."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussions.on_clauses import place_of
from guidelines.models import GuidelineRecord
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory

FIRST, SECOND = clause("Own your words"), clause("Keep secrets")
NOBODYS = "6c1a3f2e-0000-4000-8000-000000000000"


@pytest.fixture
def version(db):
    """A guideline of two clauses."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", FIRST, SECOND))


def links(page: str) -> list[str]:
    """What the heads of clauses say about their threads."""
    return re.findall(r'<a class="permalink[^"]*" href="[^"]*#comments">([^<]*)</a>', page)


def test_a_comment_stands_on_the_page_of_its_clause(as_reader, version):
    address = f"/guidelines/social-media/clauses/{FIRST.id}/"
    where = f"/discussions/clause/{version.page_id}/{FIRST.id}/"
    assert f'action="{where}"' in as_reader.get(address).content.decode()
    answer = as_reader.post(where, {"text": "Whose words?"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(f"{address}#comment-")
    assert "Whose words?" in answer.content.decode()
    elsewhere = as_reader.get(f"/guidelines/social-media/clauses/{SECOND.id}/").content.decode()
    assert "Whose words?" not in elsewhere


def test_the_guideline_counts_comments_at_each_clause(as_reader, version, author):
    assert links(as_reader.get("/guidelines/social-media/").content.decode()) == ["discuss", "discuss"]
    for minutes in (0, 5):
        say(place_of(version.page_id, SECOND.id), author, minutes=minutes)
    page = as_reader.get("/guidelines/social-media/").content.decode()
    assert links(page) == ["discuss", "2 comments"]
    assert f'href="/guidelines/social-media/clauses/{SECOND.id}/#comments"' in page
    assert "at-clause" not in page


def test_counting_takes_no_query_of_its_own(client, version):
    reader = UserFactory()
    client.force_login(reader)
    counts = []
    for minutes in range(3):
        client.get("/guidelines/social-media/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/guidelines/social-media/")
        counts.append(len(captured))
        say(place_of(version.page_id, FIRST.id), UserFactory(), minutes=minutes)
    assert len(set(counts)) == 1


@pytest.mark.parametrize("address", ["clauses/{clause}/", ""])
def test_strangers_see_no_thread_where_guidelines_are_public(client, settings, version, author, address):
    settings.GUIDELINES_PUBLIC = True
    say(place_of(version.page_id, FIRST.id), author, "Among us.")
    answer = client.get(f"/guidelines/social-media/{address.format(clause=FIRST.id)}")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Among us." not in page
    assert "comments" not in page.split("<main")[1].split("</main>")[0]
    assert client.get(f"/discussions/clause/{version.page_id}/{FIRST.id}/").status_code == 302


def test_there_is_no_thread_on_what_is_no_clause(as_reader, version):
    for address in (f"{version.page_id}/{NOBODYS}/", f"{version.page_id}/", f"{version.page_id + 9}/{FIRST.id}/"):
        assert as_reader.get(f"/discussions/clause/{address}").status_code == 404


def test_a_removed_clause_keeps_what_was_said_about_it(as_reader, version, author):
    said = say(place_of(version.page_id, FIRST.id), author, "Why this?")
    without = guideline("Social media", SECOND)
    VersionFactory(slug="social-media", guideline=without, date=datetime(2026, 6, 2, tzinfo=UTC))
    page = as_reader.get(f"/guidelines/social-media/clauses/{FIRST.id}/").content.decode()
    assert "Why this?" in page
    assert as_reader.get(said.get_absolute_url()).status_code == 302
    assert links(as_reader.get("/guidelines/social-media/").content.decode()) == ["discuss"]


def test_a_thread_follows_its_guideline_to_a_new_address(as_reader, version, author):
    said = say(place_of(version.page_id, FIRST.id), author)
    record = GuidelineRecord.objects.get(pk=version.page_id)
    record.slug = "talking-in-public"
    record.save()
    where = as_reader.get(said.get_absolute_url())["Location"]
    assert where == f"/guidelines/talking-in-public/clauses/{FIRST.id}/#comment-{said.pk}"


def test_a_long_thread_is_called_like_its_clause(as_reader, version, author):
    say(place_of(version.page_id, FIRST.id), author)
    page = as_reader.get(f"/discussions/clause/{version.page_id}/{FIRST.id}/").content.decode()
    assert "<h1>Own your words</h1>" in page
