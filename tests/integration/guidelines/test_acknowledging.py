"""A reader says what they have read, and is shown what changed since."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from guidelines import actions
from guidelines.models import Acknowledgement, GuidelineRecord
from people.models import Employment, Notice
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import TeamFactory, UserFactory
from tests.integration.guidelines.reading import edition, first_edition, shown

pytestmark = pytest.mark.django_db

GUIDELINE = "/guidelines/social-media/"
SINCE_READ = f"{GUIDELINE}compare/read...current/"
HISTORY = f"{GUIDELINE}history/"


@pytest.fixture(autouse=True)
def reader(client):
    """A signed-in colleague."""
    person = UserFactory(display_name="Ann Reader")
    client.force_login(person)
    return person


def say_read(client, number, status=302):
    """Press the button of a version's page."""
    response = client.post(f"{GUIDELINE}v/{number}/acknowledge/")
    assert response.status_code == status
    return response


def say_clause_read(client, number, clause_id, status=302):
    """Press the button of a clause."""
    response = client.post(f"{GUIDELINE}v/{number}/clauses/{clause_id}/acknowledge/")
    assert response.status_code == status
    return response


def three_clauses():
    """A first version of three clauses, and these."""
    clauses = [clause(f"Rule {number}", f"<p>Wording {number}.</p>") for number in range(3)]
    return first_edition(*clauses), clauses


def reworded(original, text):
    """The same clause in other words."""
    return clause(original.heading, f"<p>{text}</p>", id=original.id)


# Saying it


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


# What changed since


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


# Clause by clause


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


# Material changes


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


# Numbers for editors


def readers_of(version, count, **fields):
    """So many people who have read this version."""
    people = [UserFactory(**fields) for _ in range(count)]
    for person in people:
        actions.acknowledge_version(
            person=person, page_id=version.page_id, number=version.number, now=version.date + timedelta(days=1)
        )
    return people


def test_an_editor_sees_numbers_by_team_with_small_groups_merged(client):
    version, _clauses = three_clauses()
    readers_of(version, 6, team=TeamFactory(name="Sales"))
    readers_of(version, 3, team=TeamFactory(name="Legal"))
    people = readers_of(version, 2, team=None)
    page = shown(client, HISTORY)
    assert "11 colleagues have said that they read version 1" in page
    assert "Sales" in page
    assert "Others" in page
    assert "Legal" not in page
    assert not [person for person in people if person.display_name in page]


def test_so_few_that_they_could_be_guessed_are_not_counted(client):
    version, _clauses = three_clauses()
    none_yet = shown(client, HISTORY)
    readers_of(version, 4, team=TeamFactory(name="Sales"))
    page = shown(client, HISTORY)
    assert "Fewer than five colleagues" in page
    assert "Fewer than five colleagues" in none_yet
    assert "Sales" not in page


def test_only_colleagues_who_read_the_newest_version_count(client):
    version, clauses = three_clauses()
    sales = TeamFactory(name="Sales")
    readers_of(version, 5, team=sales)
    newest = edition(version, reworded(clauses[0], "Other words."), *clauses[1:])
    readers_of(newest, 4, team=sales)
    readers_of(newest, 1, team=sales, employment=Employment.ALUMNI)
    assert "Fewer than five colleagues" in shown(client, HISTORY)
