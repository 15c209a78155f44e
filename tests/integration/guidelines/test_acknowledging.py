"""A reader says what they have read."""

import pytest
from django.test import Client
from django.utils import timezone

from guidelines import actions
from guidelines.models import Acknowledgement, GuidelineRecord
from tests.factories.guidelines import VersionFactory, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.acknowledging import (
    GUIDELINE,
    HISTORY,
    SINCE_READ,
    reworded,
    say_clause_read,
    say_read,
    three_clauses,
)
from tests.integration.guidelines.reading import edition, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]


def test_one_click_says_that_a_version_was_read(client, reader):
    three_clauses()
    page = shown(client, GUIDELINE)
    assert "I have read version 1" in page
    assert "Only you see this" in page
    assert say_read(client, 1)["Location"] == GUIDELINE
    page = shown(client, GUIDELINE)
    assert "You have read version 1." in page
    assert "I have read version" not in page


def test_nobody_else_sees_it(client, reader):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    colleague = Client()
    colleague.force_login(UserFactory())
    for path in (GUIDELINE, HISTORY, "/guidelines/", SINCE_READ, "/", reader.get_absolute_url()):
        page = shown(colleague, path)
        assert "since you read" not in page, path
        assert "You have read" not in page, path
    assert "Ann Reader" not in shown(colleague, HISTORY)
    assert "1 clause changed since you read v1" in shown(client, GUIDELINE)


def test_a_double_click_is_one_acknowledgement(client, reader):
    three_clauses()
    say_read(client, 1)
    say_read(client, 1)
    assert Acknowledgement.objects.get().history.count() == 1


def test_an_older_version_read_after_a_newer_one_changes_nothing(client, reader):
    version, clauses = three_clauses()
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    say_read(client, 2)
    say_read(client, 1)
    assert Acknowledgement.objects.get().version.number == 2
    assert "You have read version 2." in shown(client, GUIDELINE)


def test_every_acknowledgement_is_kept_in_the_history_of_its_row(client, reader):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    say_read(client, 2)
    past = Acknowledgement.objects.get().history.order_by("history_id")
    assert [(each.version.number, each.history_user) for each in past] == [(1, reader), (2, reader)]


def test_acknowledgements_go_with_the_person(reader):
    version, _clauses = three_clauses()
    actions.acknowledge_version(person=reader, page_id=version.page_id, number=1, now=timezone.now())
    reader.delete()
    assert not Acknowledgement.objects.exists()
    assert not Acknowledgement.history.exists()


@pytest.mark.parametrize("number", ["2", "999999999"])
def test_a_version_that_is_not_there_is_not_found(client, number):
    three_clauses()
    say_read(client, number, 404)
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "1" * 30])
def test_what_is_no_number_takes_no_acknowledgement(client, number):
    three_clauses()
    say_read(client, number, 405)
    assert not Acknowledgement.objects.exists()


def test_an_unknown_guideline_and_an_unknown_clause_are_not_found(client):
    version, clauses = three_clauses()
    assert client.post("/guidelines/nothing/v/1/acknowledge/").status_code == 404
    say_clause_read(client, 1, "nonsense", 404)
    say_clause_read(client, 2, clauses[0].id, 404)
    edition(version, *clauses[1:])
    say_clause_read(client, 2, clauses[0].id, 404)
    assert not Acknowledgement.objects.exists()


def test_an_address_is_not_enough_and_strangers_must_sign_in(client):
    three_clauses()
    assert client.get(f"{GUIDELINE}v/1/acknowledge/").status_code == 405
    for path in (f"{GUIDELINE}v/1/acknowledge/", f"{GUIDELINE}v/1/clauses/x/acknowledge/"):
        assert "/accounts/login/" in Client().post(path)["Location"]
    assert Client(enforce_csrf_checks=True).post(f"{GUIDELINE}v/1/acknowledge/").status_code in {302, 403}


def test_a_guideline_is_acknowledged_at_its_old_address_too(client):
    version = VersionFactory(slug="old-name")
    record = GuidelineRecord.objects.get(page_id=version.page_id)
    actions.record_version(
        page_id=version.page_id,
        slug="new-name",
        guideline=guideline("Renamed"),
        change=actions.Change("New name.", None, version.date),
    )
    assert client.post("/guidelines/old-name/v/1/acknowledge/")["Location"] == "/guidelines/new-name/"
    assert client.get("/guidelines/old-name/compare/read...current/").status_code == 301
    assert record.pk == Acknowledgement.objects.get().page_id


def test_where_guidelines_are_public_strangers_are_asked_nothing(client, settings):
    settings.GUIDELINES_PUBLIC = True
    three_clauses()
    stranger = Client()
    assert "I have read" not in shown(stranger, GUIDELINE)
    assert "/accounts/login/" in stranger.get(SINCE_READ)["Location"]
    assert "How many have read it" not in shown(stranger, HISTORY)
