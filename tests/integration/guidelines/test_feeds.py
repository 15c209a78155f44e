"""Versions as Atom feeds."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from guidelines import actions
from guidelines.models import GuidelineAddress, GuidelinePage, GuidelineRecord, GuidelineVersion
from people.actions import renew_feed_token, revoke_feed_token
from people.models import User
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition, many_editions

pytestmark = pytest.mark.django_db

ONE, ALL = "/guidelines/social-media/feed.atom", "/guidelines/feed.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def ines(client):
    """A colleague who signed in and was here today already."""
    person = UserFactory(display_name="Inês")
    client.force_login(person)
    client.get("/notices/")
    return person


@pytest.fixture
def versions(ines):
    """Two versions of a guideline."""
    own = clause("Own your words")
    first = first_edition(own, note="How <it> began & why.", author_id=ines.pk)
    return first, edition(first, own, clause("Be kind"), material=True)


def entries(client, path=ONE):
    """The entries of a feed, newest first."""
    response = client.get(path)
    assert response.status_code == 200
    return ET.fromstring(response.content).findall("a:entry", ATOM)


def said(entry, name):
    return entry.findtext(f"a:{name}", namespaces=ATOM)


def test_a_feed_names_each_version_with_its_reason_author_and_size(client, versions):
    second, first = entries(client)
    assert said(second, "title") == "Social media: version 2"
    assert "1 clause added." in said(second, "summary").replace("Title", "title")
    assert "+6" in said(second, "summary")
    assert "How &lt;it&gt; began &amp; why." in said(first, "summary")
    assert first.findtext("a:author/a:name", namespaces=ATOM) == "Inês"
    assert second.find("a:category", ATOM).get("term") == "material change"
    assert second.find("a:link", ATOM).get("href") == f"{settings.BASE_URL}/guidelines/social-media/v/2/"
    assert said(second, "updated").startswith(versions[1].date.date().isoformat())


def test_every_entry_has_an_author_also_when_nobody_is_known_any_more(client, versions):
    authors = [entry.findtext("a:author/a:name", namespaces=ATOM) for entry in entries(client)]
    assert authors == ["somebody who is no longer here", "Inês"]


def test_ids_stay_when_the_guideline_is_renamed(client, versions):
    before = [said(entry, "id") for entry in entries(client)]
    GuidelineRecord.objects.update(slug="renamed")
    GuidelineAddress.objects.create(slug="renamed", guideline=GuidelineRecord.objects.get())
    assert client.get(ONE)["Location"] == "/guidelines/renamed/feed.atom"
    assert [said(entry, "id") for entry in entries(client, "/guidelines/renamed/feed.atom")] == before
    assert len(set(before)) == 2


def test_the_feed_of_all_has_every_guideline_newest_first(client, versions):
    other = VersionFactory(slug="other", guideline=guideline("Other"), date=versions[0].date + timedelta(days=1))
    assert [said(entry, "title") for entry in entries(client, ALL)] == [
        "Social media: version 2",
        "Other: version 1",
        "Social media: version 1",
    ]
    assert other.number == 1


def test_the_feed_of_no_guidelines_is_empty(client, ines):
    assert entries(client, ALL) == []


@pytest.mark.parametrize("path", [ONE, ALL])
def test_a_reader_that_has_the_feed_is_told_that_nothing_changed(client, versions, path):
    response = client.get(path)
    for headers in ({"If-None-Match": response["ETag"]}, {"If-Modified-Since": response["Last-Modified"]}):
        unchanged = client.get(path, headers=headers)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged["ETag"] == response["ETag"]


@pytest.mark.parametrize("path", [ONE, ALL])
def test_a_version_of_long_ago_that_is_new_here_is_sent(client, versions, path):
    hour_ago = timezone.now() - timedelta(hours=1)
    GuidelinePage.objects.update(last_published_at=hour_ago)
    response = client.get(path)
    assert response["Last-Modified"] == http_date(int(hour_ago.timestamp()))
    edition(versions[1], clause("Imported"), date=versions[0].date)
    for headers in ({"If-None-Match": response["ETag"]}, {"If-Modified-Since": response["Last-Modified"]}):
        assert client.get(path, headers=headers).status_code == 200


def test_a_note_that_was_taken_out_leaves_the_feed(client, versions):
    etag = client.get(ONE)["ETag"]
    note = next(leaf[2] for leaf in versions[0].leaves if leaf[0] == "note")
    actions.take_out_leaf(leaf_hash=note, now=timezone.now())
    response = client.get(ONE, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "began" not in response.content.decode()
    assert "The words that stood here were taken out." in response.content.decode()


def test_characters_that_no_feed_may_hold_are_left_out(client, ines):
    first_edition(clause(), note="A\x0bb\ufffe\x9fc.")
    assert "A<br>bc." in said(entries(client)[0], "summary")


def test_feeds_are_announced_to_readers(client, versions):
    home = "/guidelines/social-media/"
    announced = {"/guidelines/": ALL} | {f"{home}{page}": ONE for page in ("", "history/", "blame/", "pictures/")}
    for page, feed in announced.items():
        head = client.get(page).content.decode().split("</head>")[0]
        link = " ".join(head[head.index('<link rel="alternate"') :].split(">")[0].split())
        assert 'type="application/atom+xml"' in link
        assert f'href="{feed}"' in link


def test_a_feed_reader_is_let_in_by_its_token(client, versions, ines):
    token = renew_feed_token(user=ines, now=timezone.now())
    client.logout()
    for path in (ONE, ALL):
        assert client.get(path)["Location"].startswith("/accounts/login/")
        response = client.get(path, {"token": token})
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        assert token not in response.content.decode()
    assert client.get("/guidelines/social-media/", {"token": token}).status_code == 302


def test_a_token_that_opens_nothing_is_not_found(client, versions, ines):
    old = renew_feed_token(user=ines, now=timezone.now())
    new = renew_feed_token(user=ines, now=timezone.now())
    client.logout()
    for token in (old, "", "x", "\x00", "é" * 500, f"{new} "):
        assert client.get(ONE, {"token": token}).status_code == 404
    revoke_feed_token(user=ines)
    assert client.get(ONE, {"token": new}).status_code == 404


def test_the_token_of_somebody_whose_account_is_closed_is_not_found(client, versions, ines):
    token = renew_feed_token(user=ines, now=timezone.now())
    client.logout()
    User.objects.filter(pk=ines.pk).update(is_active=False)
    assert client.get(ONE, {"token": token}).status_code == 404


def test_where_guidelines_are_public_no_token_is_needed(client, versions, settings):
    client.logout()
    settings.GUIDELINES_PUBLIC = True
    assert len(entries(client)) == 2
    assert client.get(ONE, {"token": "void"}).status_code == 200


def test_a_guideline_there_is_not_has_no_feed(client, ines):
    assert client.get("/guidelines/nothing/feed.atom").status_code == 404


def test_a_feed_takes_as_many_queries_for_a_long_history_as_for_a_short_one(client, ines):
    many_editions(2, author_ids=[ines.pk, UserFactory().pk])
    counts = []
    entries(client)  # the site's name is kept from now on
    for _ in range(2):
        for path in (ONE, ALL):
            with CaptureQueriesContext(connection) as captured:
                entries(client, path)
            counts.append(len(captured))
        version = GuidelineVersion.objects.get(number=2)
        for number in range(6):
            version = edition(version, clause(f"New {number}"), author_id=UserFactory().pk)
    assert counts[:2] == counts[2:]
    assert max(counts) <= 10
