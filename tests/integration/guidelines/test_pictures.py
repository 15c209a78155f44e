"""A guideline's history in pictures, and the tables beside them."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from guidelines import actions
from guidelines.rules.blame import parts_of
from guidelines.rules.content import Guideline
from guidelines.rules.timeline import MOST_BARS
from tests.factories.guidelines import clause
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition, many_editions, shown

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOME = "/guidelines/social-media/"
PICTURES = f"{HOME}pictures/"


@pytest.fixture(autouse=True)
def _reader(client):
    """A signed-in colleague in Stockholm who was here today already."""
    client.force_login(UserFactory(time_zone="Europe/Stockholm"))
    client.get("/notices/")


def tables(page):
    """What the tables of a page say: for each its rows, each a list of cells."""
    return [
        [
            [
                " ".join(re.sub(r"<[^>]*>", "", cell).split())
                for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
            ]
            for row in re.findall(r"<tr>.*?</tr>", table, re.S)
        ]
        for table in re.findall(r"<table.*?</table>", page, re.S)
    ]


def test_tables_beside_the_pictures_say_when_and_where_words_came_and_went_and_whose_are_left(client):
    bo, cy = UserFactory(display_name="Bo"), UserFactory(display_name="Cy")
    own, kind = clause("Own your words", "<p>Say who you are.</p>"), clause("", "<p>Be kind.</p>")
    first = first_edition(own, kind, author_id=bo.pk, date=datetime(2023, 12, 31, 23, 30, tzinfo=UTC))
    later = clause("Own your words", "<p>Say who you are, always.</p>", id=own.id)
    edition(first, later, kind, author_id=cy.pk, date=datetime(2024, 5, 1, 9, tzinfo=UTC))
    versions, heat, people = tables(shown(client, PICTURES))
    assert versions[1:] == [["1 January 2024", "Version 1", "15", "0"], ["1 May 2024", "Version 2", "2", "1"]]
    assert heat == [
        ["Clause", "Changes", "Q1 2024", "Q2 2024"],
        ["Own your words", "1", "", "3"],
        ["A clause without a heading", "0", "", ""],
    ]
    assert [row[0] for row in people[1:]] == ["Bo", "Cy"]


def test_words_that_were_taken_out_are_in_no_picture(client):
    secret = clause("Secret heading", "<p>A secret.</p>")
    version = edition(first_edition(clause("Kept")), secret)
    actions.take_out_leaf(leaf_hash=parts_of(version.leaves)[secret.id], now=timezone.now())
    page = shown(client, PICTURES)
    assert "ecret" not in page
    assert "(clause taken out)" in page


def test_a_guideline_whose_clauses_never_changed_says_so(client):
    first_edition(clause())
    assert "No clause has changed since the first version." in shown(client, PICTURES)


def test_a_guideline_without_clauses_has_pictures_too(client):
    first = first_edition(clause())
    actions.publish_guideline(
        slug="social-media",
        guideline=Guideline("Social media"),
        note="Start anew.",
        author_id=None,
        date=first.date,
    )
    assert "Which clauses changed" not in shown(client, PICTURES)


def test_headings_are_never_markup(client):
    nasty = "<script>alert(1)</script>"
    edition(first_edition(clause("Kept")), clause(nasty))
    assert nasty not in shown(client, PICTURES)


def test_many_versions_share_bars_on_both_pages_that_show_them(client):
    many_editions(MOST_BARS + 20)
    for address in (PICTURES, f"{HOME}history/"):
        page = shown(client, address)
        assert 2 < page.count('class="timeline-added"') <= MOST_BARS
        assert "Versions that came close together share a bar." in page


def test_history_blame_and_guideline_lead_here(client):
    edition(first_edition(clause("One")), clause("Two"))
    for address in (HOME, f"{HOME}history/", f"{HOME}blame/"):
        assert f'href="{PICTURES}"' in shown(client, address)


def test_strangers_are_asked_to_sign_in(client):
    first_edition(clause())
    client.logout()
    assert client.get(PICTURES).status_code == 302


@pytest.mark.parametrize(("count", "clauses"), [(2, 2), (12, 9)])
def test_the_number_of_queries_does_not_grow(client, count, clauses, django_assert_num_queries):
    many_editions(count, clauses=clauses, author_ids=[UserFactory().pk for _ in range(count)])
    with django_assert_num_queries(11):
        client.get(PICTURES)
    with django_assert_num_queries(5):
        client.get(PICTURES)
