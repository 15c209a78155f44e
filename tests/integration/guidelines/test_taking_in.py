"""Taking in a suggested change: whose words come into force, what stays, when it is refused; through HTTP."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from guidelines import actions, gates
from guidelines.models import PartBlame, PendingPublication, Proposal
from guidelines.rules.content import Part, clause_text
from guidelines.rules.gates import Gate
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.cms import Window
from tests.integration.guidelines.reading import shown
from tests.integration.guidelines.suggested import HOME, kinder, newest, next_version, press, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """A guideline of two clauses."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", clause(), clause("Be kind")))


def test_taking_in_publishes_the_words_of_their_author(client, person, author, version, proposal):
    page = press(client, proposal, "take-in")
    assert "It is in force now, as version 2." in page
    found, reading = newest()
    assert reading.guideline.clauses == (kinder(version), standing(version, 1))
    assert (found.person_id, found.number, reading.note) == (author.pk, 2, "Kinder.")
    assert PartBlame.objects.filter(part=proposal.clause_id, number=2).exists()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version_number, proposal.taken_in_by) == ("taken_in", 2, person)
    assert "Taken in by" in page
    assert "Ada Park" in page
    assert told(author) == ["A change that you suggested was taken in. It is in force now."]
    assert "Bo Lind" in shown(client, f"{HOME}blame/")
    history = shown(client, f"{HOME}history/")
    assert "Suggested, and taken in by" in history
    assert f'href="{HOME}proposals/{proposal.pk}/"' in history
    call_command("verify_versions")


def test_its_author_may_take_it_in_too(client, person, version):
    press(client, suggest(version, person, kinder(version)), "take-in")
    assert newest()[0].person_id == person.pk
    assert told(person) == []


def test_what_others_changed_since_stays(client, person, version, proposal):
    other = replace(standing(version, 1), heading="Be very kind")
    next_version(version, other, replace(standing(version), why="<p>Because.</p>"))
    assert "both fit together" in shown(client, f"{HOME}proposals/{proposal.pk}/")
    press(client, proposal, "take-in")
    assert newest()[1].guideline.clauses == (other, replace(kinder(version), why="<p>Because.</p>"))


def test_new_clauses_and_removals_are_taken_in_at_their_place(client, person, author, version):
    first, second = standing(version), standing(version, 1)
    new = clause("Ask first")
    press(client, suggest(version, author, new, after=first.id), "take-in")
    assert newest()[1].guideline.clauses == (first, new, second)
    press(client, suggest(version, author, None, clause_id=first.id), "take-in")
    assert newest()[1].guideline.clauses == (new, second)


def test_the_same_suggestion_is_taken_in_once(client, person, version, proposal):
    press(client, proposal, "take-in")
    assert "This suggestion is not open any more." in press(client, proposal, "take-in")
    assert newest()[0].number == 2


@pytest.mark.parametrize("seen", [{"edition": 2}, {"number": 9}, {"edition": ""}, {"number": "x"}])
def test_nobody_takes_in_what_they_have_not_seen(client, person, version, proposal, seen):
    assert "Something changed after you opened this page." in press(client, proposal, "take-in", **seen)
    assert newest()[0] == version


def test_words_that_were_changed_twice_are_not_taken_in(client, person, version, proposal):
    next_version(version, replace(standing(version), rule=(Part("text", "<p>Say loudly who you are.</p>"),)))
    assert "The same words were changed since" in press(client, proposal, "take-in")
    assert newest()[0].number == 2
    page = shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "Where it does not fit" in page
    assert "loudly" in page


def test_a_suggestion_for_a_removed_clause_waits_for_its_author(client, person, version, proposal):
    next_version(version, standing(version, 1))
    assert "The clause was removed since" in shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "has to write it anew first" in press(client, proposal, "take-in")


def test_what_the_guideline_says_already_makes_no_version(client, person, version, proposal):
    next_version(version, kinder(version), standing(version, 1))
    assert "The guideline says this already." in shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "The guideline says this already." in press(client, proposal, "take-in")
    assert (newest()[0].number, Proposal.objects.get().state) == (2, "open")


def test_nothing_is_taken_into_a_withdrawn_guideline(client, person, version, proposal):
    actions.withdraw(page_id=version.page_id, now=version.date)
    page = press(client, proposal, "take-in")
    assert "not in force any more, so nothing can be taken in" in page
    assert "Take it in</button>" not in page


def test_nothing_is_taken_into_a_guideline_that_was_deleted(client, person, version, proposal):
    page_of(version).delete()
    assert "not in force any more" in press(client, proposal, "take-in")


def test_where_more_colleagues_have_to_agree_it_says_so(client, person, version, proposal):
    gates.hang(version.page_id, Gate(endorsements=2, teams=2))
    page = press(client, proposal, "take-in")
    assert "More colleagues have to agree" in page
    assert "Take it in</button>" not in page
    assert newest()[0] == version
    assert not PendingPublication.objects.exists()


def test_where_one_colleague_has_to_agree_taking_in_is_to_agree(client, person, author, version, proposal):
    gates.hang(version.page_id, Gate(endorsements=1, teams=1))
    press(client, proposal, "take-in")
    found, _reading = newest()
    assert (found.number, found.person_id, found.origin) == (2, author.pk, "endorsed")
    mine = suggest(found, person, replace(kinder(version), heading="Mine"))
    assert "More colleagues have to agree" in press(client, mine, "take-in")


def test_a_material_change_is_taken_in_by_a_second_person(client, person, author, version):
    mine = suggest(version, person, kinder(version), material=True)
    author.last_active_on = timezone.localdate()
    author.save()
    assert "More colleagues have to agree" in press(client, mine, "take-in")
    client.force_login(author)
    press(client, mine, "take-in")
    found, _reading = newest()
    assert (found.material, found.person_id) == (True, person.pk)


def test_a_locked_page_is_left_alone(client, person, author, version, proposal):
    page = page_of(version)
    page.locked, page.locked_by = True, author
    page.save()
    assert "locked in the CMS" in press(client, proposal, "take-in")
    assert newest()[0] == version


def test_a_draft_that_a_colleague_began_goes_on_with_what_was_taken_in(client, person, version, proposal):
    editor = UserFactory()
    draft(version, editor, replace(standing(version, 1), heading="Be kinder"))
    press(client, proposal, "take-in")
    page = page_of(version)
    assert newest()[1].guideline.clauses == (kinder(version), standing(version, 1))
    assert page.has_unpublished_changes
    assert page.latest_revision.user == editor
    drafted = page.get_latest_revision_as_object().content()
    assert [each.heading for each in drafted.clauses] == ["Own your words", "Be kinder"]
    assert clause_text(drafted.clauses[0]) == clause_text(kinder(version))
    assert told(editor) == []


def test_a_draft_of_the_same_words_stays_and_its_author_is_told(client, person, version, proposal):
    editor = UserFactory()
    mine = replace(standing(version), rule=(Part("text", "<p>Say loudly who you are.</p>"),))
    draft(version, editor, standing(version, 1), mine)
    press(client, proposal, "take-in")
    assert newest()[1].guideline.clauses[0] == kinder(version)
    drafted = page_of(version).get_latest_revision_as_object().content()
    assert mine in drafted.clauses
    assert told(editor) == [
        "A suggestion was taken in that changes words of your draft. Compare before you publish."
    ]


def test_whoever_is_editing_in_the_cms_keeps_their_words_and_what_was_taken_in(client, person, version, proposal):
    window = Window(UserFactory(), version.page_id)
    press(client, proposal, "take-in")
    window.text = replace(window.text, summary="Be honest, and kind.")
    window.publish()
    found, reading = newest()
    assert (found.number, reading.guideline.summary) == (3, "Be honest, and kind.")
    assert clause_text(reading.guideline.clauses[0]) == clause_text(kinder(version))


def draft(version, editor, changed, other=None):
    """A draft in the CMS in which a clause reads otherwise."""
    page = page_of(version).get_latest_revision_as_object()
    clauses = [other or standing(version), changed]
    page.fill(guideline("Social media", *clauses))
    page.save_revision(user=editor, clean=False)
