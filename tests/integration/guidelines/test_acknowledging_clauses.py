"""A reader says of single clauses that they have read them."""

import pytest

from guidelines.models import Acknowledgement
from tests.integration.guidelines.acknowledging import (
    GUIDELINE,
    SINCE_READ,
    reworded,
    say_clause_read,
    say_read,
    three_clauses,
)
from tests.integration.guidelines.reading import edition, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]


def test_a_clause_read_on_its_own_is_not_asked_about_again(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), reworded(clauses[1], "New words."), clauses[2])
    assert f"{GUIDELINE}v/2/clauses/{clauses[0].id}/acknowledge/" in shown(client, SINCE_READ)
    assert say_clause_read(client, 2, clauses[0].id)["Location"] == SINCE_READ
    page = shown(client, SINCE_READ)
    assert "Other words" not in page
    assert "New" in page
    assert f"/clauses/{clauses[0].id}/acknowledge/" not in page
    assert "1 clause changed since you read v1" in shown(client, GUIDELINE)


def test_a_clause_read_on_its_own_is_compared_with_what_it_said_then(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    version = edition(version, reworded(clauses[0], "Middle wording."), *clauses[1:])
    say_clause_read(client, 2, clauses[0].id)
    edition(version, reworded(clauses[0], "Last wording."), *clauses[1:])
    page = shown(client, SINCE_READ)
    assert "Middle" in page
    assert "Last" in page
    assert "Wording 0" not in page


def test_an_old_clause_read_after_a_newer_one_changes_nothing(client):
    version, clauses = three_clauses()
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    say_clause_read(client, 2, clauses[0].id)
    say_clause_read(client, 1, clauses[0].id)
    say_clause_read(client, 2, clauses[0].id)
    row = Acknowledgement.objects.get()
    assert (row.version.number, row.history.count()) == (2, 1)


def test_single_clauses_alone_do_not_make_a_guideline_read(client):
    _version, clauses = three_clauses()
    say_clause_read(client, 1, clauses[0].id)
    assert "I have read version 1" in shown(client, GUIDELINE)
    assert "You have not said yet" in shown(client, SINCE_READ)
