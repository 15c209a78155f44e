"""The history of a guideline."""

import re

import pytest

from guidelines import actions
from guidelines.models import GuidelineVersion
from tests.factories.guidelines import clause
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition, many_editions, shown

pytestmark = pytest.mark.django_db

HISTORY = "/guidelines/social-media/history/"


@pytest.fixture(autouse=True)
def _reader(client):
    """A signed-in colleague in Stockholm."""
    client.force_login(UserFactory(display_name="Ann Reader", time_zone="Europe/Stockholm"))


def test_a_version_shows_number_date_author_note_and_size(client):
    author = UserFactory(display_name="Bo Writer")
    rule = clause(text="<p>One two three.</p>")
    first = first_edition(rule, author_id=author.pk, note="It was time.")
    edition(first, clause(id=rule.id, text="<p>One two four five.</p>"), note="Three was wrong.", material=True)
    page = shown(client, HISTORY)
    for text in ("Version 2", "Three was wrong.", "It was time.", "Bo Writer", "4 April 2024", "material change"):
        assert text in page
    assert re.search(r"\+2</span>\s*<span class=\"size-removed\">−1</span>\s*words", page)


def test_versions_stand_newest_first(client):
    many_editions(3)
    page = shown(client, HISTORY)
    assert page.index("Reason 3") < page.index("Reason 2") < page.index("Reason 1")


def test_a_form_without_script_compares_any_two_and_offers_the_newest_pair(client):
    many_editions(3)
    page = shown(client, HISTORY)
    assert 'action="/guidelines/social-media/compare/"' in page
    assert re.findall(r'name="(\w)"\s+value="(\d)"\s+checked', page) == [("b", "3"), ("a", "2")]


def test_a_single_version_offers_nothing_to_compare(client):
    first_edition(clause())
    page = shown(client, HISTORY)
    assert "One version so far" in page
    assert "radio" not in page


def test_how_a_version_came_about_is_said_when_it_was_no_edit(client):
    first_edition(clause())
    assert "import" in shown(client, HISTORY)


def test_a_long_history_has_pages(client):
    many_editions(28)
    first, second = shown(client, HISTORY), shown(client, f"{HISTORY}?page=2")
    assert "Reason 28" in first
    assert "?page=2" in first
    assert 'id="v3"' not in first
    assert 'id="v3"' in second
    assert 'id="v1"' in second
    assert 'id="v4"' not in second


@pytest.mark.parametrize("number", ["0", "-1", "2", "x", "", "1.5", "9" * 30, "١"])
def test_a_page_that_is_not_there_is_a_plain_404(client, number):
    first_edition(clause())
    status = 200 if number == "١" else 404
    shown(client, f"{HISTORY}?page={number}", status)


def test_the_days_field_leads_to_what_was_in_force_then(client):
    first_edition(clause())
    response = client.get(f"{HISTORY}?as_of=2024-05-31")
    assert response.status_code == 302
    assert response["Location"] == "/guidelines/social-media/on/2024-05-31/"


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2020-01-01", "did not exist then"),
        ("2024-03-03", "did not exist then"),
        ("2999-01-01", "still to come"),
        ("31/05/2024", "Write the day like"),
        ("2024-02-30", "Write the day like"),
        ("", "required"),
    ],
)
def test_a_day_without_a_version_is_explained_on_the_same_page(client, day, answer):
    first_edition(clause())
    assert answer in shown(client, f"{HISTORY}?as_of={day}", 422)


def test_a_note_that_was_taken_out_is_said_in_its_place(client):
    version = first_edition(clause(), note="Leaks a name.")
    leaf = next(leaf for leaf in version.leaf_refs if leaf.kind == "note")
    actions.take_out_leaf(leaf_hash=leaf.leaf_hash, now=version.date)
    page = shown(client, HISTORY)
    assert "Leaks a name." not in page
    assert "were taken out" in page
    assert "were taken out" in shown(client, "/guidelines/social-media/v/1/")


def test_every_version_found_in_the_history_can_be_read(client):
    many_editions(4)
    for number in GuidelineVersion.objects.values_list("number", flat=True):
        assert f"Wording number {number - 1}." in shown(client, f"/guidelines/social-media/v/{number}/")
