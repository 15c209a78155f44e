"""A reader is shown what changed since they read a guideline."""

import pytest
from django.utils import timezone

from guidelines import actions
from tests.factories.guidelines import clause
from tests.integration.guidelines.acknowledging import GUIDELINE, SINCE_READ, reworded, say_read, three_clauses
from tests.integration.guidelines.reading import edition, shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]


def test_the_page_the_index_and_home_say_how_many_clauses_changed(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), clauses[2], clause("Brand new"))
    for path in (GUIDELINE, "/guidelines/"):
        page = shown(client, path)
        assert "3 clauses changed since you read v1" in page, path
        assert f'href="{SINCE_READ}"' in page, path
    home = shown(client, "/")
    assert "3 clauses changed since you read v1" in home
    assert f'href="{SINCE_READ}"' in home
    assert "Nothing waits for you" not in home


def test_reading_the_new_version_ends_it(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    say_read(client, 2)
    for path in (GUIDELINE, "/guidelines/", "/"):
        assert "since you read" not in shown(client, path), path


def test_the_comparison_starts_from_what_the_reader_read(client):
    version, clauses = three_clauses()
    version = edition(version, reworded(clauses[0], "Second wording."), *clauses[1:])
    say_read(client, 2)
    version = edition(version, reworded(clauses[0], "Third wording."), *clauses[1:])
    edition(version, reworded(clauses[0], "Fourth wording."), *clauses[1:])
    page = shown(client, SINCE_READ)
    assert "Wording 0" not in page
    assert "Second" in page
    assert "Fourth" in page
    assert "Reason 3" in page
    assert "I have read version 4" in page


@pytest.mark.parametrize("query", ["?view=side", "?show=all", "?view=side&show=all", "?view=nonsense"])
def test_the_comparison_has_the_views_of_any_other(client, query):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    page = shown(client, f"{SINCE_READ}{query}")
    assert ("Rule 1" in page) == ("show=all" in query)


def test_whoever_never_said_they_read_it_is_led_to_it(client):
    three_clauses()
    page = shown(client, SINCE_READ)
    assert "You have not said yet that you read this guideline" in page
    assert "since you read" not in shown(client, GUIDELINE)


def test_whoever_read_the_newest_version_is_told_that_nothing_changed(client):
    three_clauses()
    say_read(client, 1)
    assert "Nothing since version 1" in shown(client, SINCE_READ)


def test_what_was_put_back_needs_no_second_reading(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    version = edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    edition(version, *clauses)
    page = shown(client, GUIDELINE)
    assert "since you read" not in page
    assert "Nothing you need to read again changed since version 1." in page
    assert "I have read version 3" in page
    assert "Nothing that a reader would see." in shown(client, SINCE_READ)


def test_another_title_alone_is_said_as_such(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, *clauses, title="Social media and us")
    assert "Its title or summary changed since you read v1" in shown(client, GUIDELINE)


def test_a_clause_that_was_taken_out_after_it_was_read_has_not_changed(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    version = edition(version, clauses[0], clauses[1], reworded(clauses[2], "Other words."))
    leaf = next(leaf for leaf in version.leaf_refs if leaf.clause_id == clauses[0].id)
    actions.take_out_leaf(leaf_hash=leaf.leaf_hash, now=version.date)
    assert "1 clause changed since you read v1" in shown(client, GUIDELINE)
    assert "Wording 0" not in shown(client, f"{SINCE_READ}?show=all")


def test_words_taken_out_of_what_was_read_stay_out_of_the_comparison(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    leaf = next(leaf for leaf in version.leaf_refs if leaf.clause_id == clauses[0].id)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    actions.take_out_leaf(leaf_hash=leaf.leaf_hash, now=version.date)
    page = shown(client, SINCE_READ)
    assert "words taken out" in page
    assert "Wording 0" not in page


def test_a_withdrawn_guideline_asks_for_nothing(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    actions.withdraw(page_id=version.page_id, now=timezone.now())
    for path in (GUIDELINE, "/guidelines/", "/"):
        page = shown(client, path)
        assert "since you read" not in page, path
        assert "I have read version" not in page, path
    assert "Other" in shown(client, SINCE_READ)


def test_other_versions_pages_ask_for_nothing(client):
    version, clauses = three_clauses()
    say_read(client, 1)
    edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    for number in (1, 2):
        page = shown(client, f"{GUIDELINE}v/{number}/")
        assert "since you read" not in page
        assert "I have read version" not in page
