"""Who watches a guideline or a clause hears of what happens to it; who is mentioned hears of that."""

import re

import pytest
from django.urls import reverse

from guidelines.models import Watch
from people.models import Notice
from tests.factories.guidelines import clause
from tests.factories.people import UserFactory
from tests.integration.guidelines.acknowledging import GUIDELINE, reworded, say_read, three_clauses
from tests.integration.guidelines.cms import PUBLISH, edit_address, form_data
from tests.integration.guidelines.reading import edition, first_edition, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]

NEW_VERSION = "A guideline you watch has a new version."
CLAUSE_CHANGED = "A clause you watch was changed."


def press(client, path, label):
    """Press the button with this label on a page, as a browser without JavaScript does; return where it leads."""
    page = shown(client, path)
    forms = re.findall(r'<form method="post"\s+action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    found = [action for action, inside in forms if label in inside]
    assert len(found) == 1, (label, path)
    response = client.post(found[0])
    assert response.status_code == 302
    return response.url


def heard(person):
    """What somebody was told, as (text, address)."""
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("text", "url"))


def clause_path(of):
    """Where one reads a clause through time."""
    return f"{GUIDELINE}clauses/{of.id}/"


def test_who_watches_a_guideline_hears_of_each_new_version_until_they_stop(client, reader):
    version, clauses = three_clauses()
    assert press(client, GUIDELINE, "Watch this guideline") == GUIDELINE
    assert client.post(f"{GUIDELINE}watch/").status_code == 302
    version = edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    assert heard(reader) == [(NEW_VERSION, f"{GUIDELINE}compare/1...2/")]
    assert shown(client, heard(reader)[0][1])
    assert press(client, GUIDELINE, "Stop watching this guideline") == GUIDELINE
    edition(version, *clauses)
    assert len(heard(reader)) == 1
    assert not Watch.objects.exists()


def test_who_watches_a_clause_hears_only_of_versions_that_touch_it(client, reader):
    version, (one, other, third) = three_clauses()
    assert press(client, clause_path(one), "Watch this clause") == clause_path(one)
    version = edition(version, one, reworded(other, "Not the one."), third)
    version = edition(version, third, one, other)
    assert heard(reader) == []
    version = edition(version, third, reworded(one, "The one."), other)
    version = edition(version, third, other)
    version = edition(version, third, other, one)
    assert heard(reader) == [(CLAUSE_CHANGED, f"{GUIDELINE}compare/{n - 1}...{n}/") for n in (4, 5, 6)]
    press(client, clause_path(one), "Stop watching this clause")
    edition(version, third, other)
    assert len(heard(reader)) == 3


def test_a_version_is_told_once_however_many_reasons_there_are(client, reader):
    version, clauses = three_clauses()
    say_read(client, 1)
    press(client, GUIDELINE, "Watch this guideline")
    press(client, clause_path(clauses[0]), "Watch this clause")
    version = edition(version, reworded(clauses[0], "New."), *clauses[1:])
    assert [text for text, _url in heard(reader)] == [NEW_VERSION]
    version = edition(version, *clauses, material=True)
    assert len(heard(reader)) == 2
    assert "may or must do" in heard(reader)[1][0]


def test_nobody_is_told_of_what_they_published_nor_of_mentioning_themselves(client, reader):
    version = first_edition(clause("Own your words", id="11111111-1111-4111-8111-111111111111"))
    colleague = UserFactory(username="priya.n")
    for person in (colleague, reader):
        client.force_login(person)
        press(client, GUIDELINE, "Watch this guideline")
    note = f"@priya.n is right. So says @{reader.username}, not nobody@priya.n or @gone or @left."
    UserFactory(username="left", is_active=False)
    page = client.get(edit_address(version.page_id))
    data = form_data(change_note=note, **PUBLISH) | {
        name: page.context[name] for name in ("loaded_revision_id", "loaded_revision_created_at")
    }
    assert client.post(edit_address(version.page_id), data).status_code == 302
    assert heard(reader) == []
    mention = "A colleague mentioned you in the note on a new version of a guideline."
    assert heard(colleague) == [(mention, f"{GUIDELINE}compare/1...2/")]
    assert Notice.objects.count() == 1


def test_who_watches_a_guideline_or_a_clause_hears_when_it_is_withdrawn(client, reader):
    version, clauses = three_clauses()
    press(client, clause_path(clauses[0]), "Watch this clause")
    colleague = UserFactory()
    client.force_login(colleague)
    press(client, GUIDELINE, "Watch this guideline")
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[version.page_id])
    assert client.post(unpublish, {"reason": "Nobody needs it."}).status_code == 302
    assert heard(reader) == [("A guideline you watch is not in force any more.", GUIDELINE)]
    assert heard(colleague) == []
    assert "Watch this guideline" not in shown(client, GUIDELINE)


def test_what_one_watches_stands_on_ones_own_page_and_on_nobody_elses(client, reader):
    _version, clauses = three_clauses()
    press(client, GUIDELINE, "Watch this guideline")
    press(client, clause_path(clauses[1]), "Watch this clause")
    mine = reverse("people:person", args=[reader.username])
    page = shown(client, mine)
    assert "What you watch" in page
    assert "Rule 1" in page
    client.force_login(UserFactory())
    assert "What you watch" not in shown(client, mine)
    assert "Watch this guideline" in shown(client, GUIDELINE)
    client.force_login(reader)
    response = client.post(f"{clause_path(clauses[1])}unwatch/", {"back": "mine"})
    assert response.url == f"{mine}#watched"
    assert "Rule 1" not in shown(client, mine)


def test_only_clauses_that_stand_can_be_watched_and_whoever_does_can_stop_when_they_are_gone(client):
    version, (one, *others) = three_clauses()
    press(client, clause_path(one), "Watch this clause")
    edition(version, *others)
    assert "Stop watching this clause" in shown(client, clause_path(one))
    press(client, clause_path(one), "Stop watching this clause")
    assert "Watch this clause" not in shown(client, clause_path(one))
    assert client.post(f"{clause_path(one)}watch/").status_code == 404
    assert client.post("/guidelines/never-was/watch/").status_code == 404


def test_strangers_and_links_watch_nothing(client, settings):
    settings.GUIDELINES_PUBLIC = True
    three_clauses()
    assert client.get(f"{GUIDELINE}watch/").status_code == 405
    client.logout()
    assert "Watch this guideline" not in shown(client, GUIDELINE)
    assert client.post(f"{GUIDELINE}watch/").status_code == 302
    assert not Watch.objects.exists()


def test_a_new_version_takes_as_many_queries_for_fifty_watchers_as_for_one(django_assert_max_num_queries, reader):
    version, clauses = three_clauses()
    Watch.objects.create(person=reader, page_id=version.page_id, since=version.date)
    with django_assert_max_num_queries(200) as one:
        version = edition(version, reworded(clauses[0], "Other."), *clauses[1:])
    crowd = UserFactory.create_batch(50)
    Watch.objects.bulk_create(Watch(person=each, page_id=version.page_id, since=version.date) for each in crowd)
    with django_assert_max_num_queries(len(one)):
        edition(version, *clauses)
    assert Notice.objects.filter(text=NEW_VERSION).count() == 52
