"""A change of what people may or must do asks those who read before to look again."""

import pytest

from people.models import Notice
from tests.factories.people import UserFactory
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


def test_a_material_change_asks_those_who_read_before_to_look_again(client, reader):
    version, clauses = three_clauses()
    say_read(client, 1)
    bystander = UserFactory()
    version = edition(version, reworded(clauses[0], "Other words."), *clauses[1:], material=True)
    edition(version, reworded(clauses[0], "Spelling."), *clauses[1:])
    for path in (GUIDELINE, "/guidelines/", SINCE_READ, "/"):
        assert "Version 2 changed what people may or must do" in shown(client, path), path
    notice = Notice.objects.get()
    assert (notice.recipient, notice.url) == (reader, SINCE_READ)
    assert not Notice.objects.filter(recipient=bystander).exists()


def test_a_change_of_wording_sends_no_notice(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    assert not Notice.objects.exists()
    assert "may or must do" not in shown(client, GUIDELINE)


def test_the_author_of_a_material_change_is_not_told_of_it(client, reader):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Mine."), *clauses[1:], material=True, author_id=reader.pk)
    assert not Notice.objects.exists()


def test_a_material_change_that_was_read_asks_no_more(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:], material=True)
    say_clause_read(client, 2, clauses[0].id)
    assert "may or must do" not in shown(client, GUIDELINE)
