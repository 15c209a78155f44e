"""What becomes of suggested changes: support, comments, other hands, taking in, lapsing; through HTTP."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.on_proposals import place_of
from guidelines import actions, gates, proposing
from guidelines.models import GuidelineVersion, Leaf, PartBlame, PendingPublication, Proposal
from guidelines.rules.content import Part, clause_text
from guidelines.rules.gates import Gate
from people import ticker
from people.models import Notice
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.factories.proposals import SUGGESTED_AT, standing, suggest
from tests.integration.guidelines.cms import Window
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db

HOME = "/guidelines/social-media/"


@pytest.fixture
def person(client):
    """A colleague who signed in."""
    colleague = UserFactory(display_name="Ada Park")
    client.force_login(colleague)
    return colleague


@pytest.fixture
def author():
    """Another colleague, whose suggestion it is."""
    return UserFactory(display_name="Bo Lind")


@pytest.fixture
def version():
    """A guideline of two clauses."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", clause(), clause("Be kind")))


@pytest.fixture
def proposal(version, author):
    """A suggestion for the first clause."""
    return suggest(version, author, kinder(version))


def kinder(version):
    """The first clause, with other words."""
    return replace(standing(version), rule=(Part("text", "<p>Say kindly who you are.</p>"),))


def press(client, proposal, button, **data):
    """Press a button on a suggestion's page as it stands now; return what the next page says."""
    proposal.refresh_from_db()
    seen = {"edition": proposal.edition, "number": proposal.guideline.current.number}
    response = client.post(f"{HOME}proposals/{proposal.pk}/{button}/", seen | data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def next_version(version, *clauses):
    """The next version of the guideline."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media", *clauses))


def newest():
    """The newest version and what it says."""
    found = GuidelineVersion.objects.newest_first().first()
    return found, Leaf.objects.read_one(found)


def told(person):
    """What notices say to somebody."""
    return list(Notice.objects.filter(recipient=person).values_list("text", flat=True))


# Taking in


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


# Other hands


def test_a_colleague_takes_it_over_and_its_words_stay_credited(client, person, author, version, proposal):
    page = press(client, proposal, "take-over")
    assert "You look after this suggestion now." in page
    assert "Bo Lind" in page
    assert told(author) == ["A colleague looks after a change that you suggested."]
    press(client, proposal, "take-in")
    proposal.refresh_from_db()
    assert (proposal.author, proposal.written_by) == (person, author)
    assert newest()[0].person_id == author.pk


def test_only_its_author_withdraws_it(client, person, version, proposal):
    assert "Only whoever looks after a suggestion can do this." in press(client, proposal, "decline")
    press(client, proposal, "take-over")
    assert "You withdrew it." in press(client, proposal, "decline")
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    assert "not open any more" in press(client, proposal, "support")


def test_support_counts_once_and_can_be_taken_back(client, person, author, version, proposal):
    press(client, proposal, "support")
    page = press(client, proposal, "support")
    assert "1 supporter" in page
    assert told(author) == ["A colleague supports a change that you suggested."]
    assert "0 supporters" in press(client, proposal, "support", back="1")


def test_nobody_supports_or_takes_over_their_own(client, person, version):
    mine = suggest(version, person, kinder(version))
    for button in ("support", "take-over"):
        assert "This suggestion is yours already." in press(client, mine, button)
    assert not mine.supports.exists()


def test_support_of_other_words_is_shown_as_such(client, person, author, version, proposal):
    press(client, proposal, "support")
    words = proposing.Words(replace(proposal.suggestion, clause=standing(version, 0)), 1, "Other.")
    proposing.revise(proposal_id=proposal.pk, person=author, edition=1, words=words, now=timezone.now())
    assert "(as it read before)" in shown(client, f"{HOME}proposals/{proposal.pk}/")


@pytest.mark.parametrize("button", ["support/", "take-over/", "decline/", "take-in/", "edit/"])
def test_a_suggestion_that_is_not_there_is_not_found(client, person, version, button):
    assert client.get(f"{HOME}proposals/999999999/").status_code == 404
    assert client.post(f"{HOME}proposals/999999999/{button}").status_code == 404
    for nonsense in ("x", "0", "9" * 30):
        assert client.get(f"{HOME}proposals/{nonsense}/{button}").status_code == 404


def test_a_suggestion_is_found_at_its_own_guideline_only(client, person, proposal):
    VersionFactory(slug="other")
    assert client.get(f"/guidelines/other/proposals/{proposal.pk}/").status_code == 404


# Lapsing


def test_what_nobody_touches_lapses_and_its_author_is_told(client, person, author, version, proposal, settings):
    settings.PROPOSALS_LAPSE_DAYS = 30
    ticker.run(SUGGESTED_AT + timedelta(days=29))
    proposal.refresh_from_db()
    assert proposal.is_open
    proposing.keep_alive(proposal_id=proposal.pk, now=SUGGESTED_AT + timedelta(days=20))
    ticker.run(SUGGESTED_AT + timedelta(days=40))
    proposal.refresh_from_db()
    assert proposal.is_open
    ticker.run(SUGGESTED_AT + timedelta(days=50))
    ticker.run(SUGGESTED_AT + timedelta(days=60))
    proposal.refresh_from_db()
    assert proposal.state == "lapsed"
    assert sorted(told(author)) == [
        "A change that you suggested lapsed, for nobody touched it. You can suggest it again.",
    ]
    assert "It lapsed" in shown(client, f"{HOME}proposals/{proposal.pk}/")


# Lists


def test_the_list_shows_open_ones_and_settled_ones_apart(client, person, author, version, proposal):
    assert "Kinder." in shown(client, f"{HOME}proposals/")
    assert "1 suggested change" in shown(client, HOME)
    here = f"{HOME}clauses/{proposal.clause_id}/"
    assert "1 suggested change" in shown(client, here)
    other = f"{HOME}clauses/{standing(version, 1).id}/"
    assert "None is open." in shown(client, other)
    next_version(version, replace(standing(version), heading="Own up"), standing(version, 1))
    assert "The clause has changed since." in shown(client, f"{HOME}proposals/?clause={proposal.clause_id}")
    press(client, proposal, "take-in")
    assert "No open suggestions" in shown(client, f"{HOME}proposals/")
    assert "taken in" in shown(client, f"{HOME}proposals/?state=closed")


@pytest.mark.parametrize("query", ["?clause=%00", "?clause=x", "?state=x", "?page="])
def test_nonsense_in_the_address_of_the_list_is_overlooked(client, person, proposal, query):
    assert client.get(f"{HOME}proposals/{query}").status_code in {200, 404}


@pytest.mark.parametrize("query", ["?page=2", "?page=x", "?page=0"])
def test_a_page_of_the_list_that_is_not_there_is_said_to_be_missing(client, person, proposal, query):
    assert client.get(f"{HOME}proposals/{query}").status_code == 404


def test_words_taken_out_of_a_clause_are_taken_out_of_suggestions_too(client, person, version, proposal):
    actions.take_out_leaf(leaf_hash=proposal.base_leaf, now=timezone.now())
    proposal.refresh_from_db()
    assert (proposal.content, proposal.state) == ("", "lapsed")
    assert set(proposal.history.values_list("content", flat=True)) == {""}
    page = shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "taken out together with those of the clause" in page
    assert "kindly" not in page
    shown(client, f"{HOME}proposals/?state=closed")


def test_no_page_takes_more_queries_for_more_suggestions(client, person, version, proposal):
    paths = [HOME, f"{HOME}proposals/", f"{HOME}proposals/{proposal.pk}/"]
    say_something(version, proposal, 0)
    [queries(client, path) for path in ("/notices/", *paths)]
    few = [queries(client, path) for path in paths]
    for number in range(1, 12):
        say_something(version, proposal, number)
    assert [queries(client, path) for path in paths] == few
    assert max(few) <= 24


def say_something(version, proposal, number):
    """Suggest something with a link, support another suggestion and comment on it."""
    colleague = UserFactory()
    link = f'<p><a id="{version.page_id}" linktype="page">Here</a> {number}</p>'
    suggest(version, colleague, replace(kinder(version), why=link), reason=f"Reason {number}")
    proposing.support(proposal_id=proposal.pk, person=colleague, now=SUGGESTED_AT)
    say(place_of(proposal.pk), colleague, f"Said {number}")


def queries(client, path):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_suggestion_of_this_minute_is_from_just_now(client, person, proposal):
    assert " ago" in shown(client, f"{HOME}proposals/{proposal.pk}/")
    Proposal.objects.update(opened_at=timezone.now())
    page = shown(client, f"{HOME}proposals/{proposal.pk}/")
    assert "just now" in page
    assert "minutes ago" not in page
