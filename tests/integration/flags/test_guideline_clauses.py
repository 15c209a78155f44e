"""Clauses and summaries of guidelines are flagged, hidden, taken out and sealed like posts."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flags import actions, clause_target
from flags.actions.sealing import seal_due
from flags.actions.unsealing import put_back_cleared
from flags.models import Case, Seal
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, LeafCover
from guidelines.querysets import LeafQuerySet
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.integration.flags import crawling
from tests.integration.flags.conftest import signed_in
from tests.integration.flags.leaky_guidelines import (
    LEAKY,
    NAMES,
    WORD,
    build,
    clauses,
    flag_clause,
    juror_elsewhere,
    screens,
    where,
    work_on,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """A guideline with a word in it that nobody outside may read."""
    return build()


@pytest.mark.once
def test_a_veiled_clause_is_nowhere_for_anybody_but_its_authors(house, django_capture_on_commit_callbacks):
    own, juror = work_on(house), juror_elsewhere(house)
    assert set(own) <= {*where(house), *screens(house)}
    found = crawling.leaks(signed_in(house.reader), [*where(house), *own], WORD)
    assert {"/guidelines/rules/v/2/", *own} <= set(found)
    with django_capture_on_commit_callbacks(execute=True):
        flag_clause(house)
    addresses = where(house)
    assert crawling.leaks(signed_in(juror), addresses, WORD) == []
    for browser in (Client(), *map(signed_in, (house.reader, house.peers[0], house.superuser))):
        assert crawling.leaks(browser, addresses, WORD) == []
        assert crawling.leaks(browser, screens(house), WORD) == []
    assert not crawling.cache_with(WORD)
    assert crawling.mail_with(WORD) == []
    assert crawling.leaks(signed_in(house.author), [f"/cms/pages/{house.page_id}/edit/"], WORD)


def test_a_door_to_leaves_that_leaks_is_found(house, monkeypatch):
    """The crawl itself is tested: with the door taken off its hinges, it has to find the word."""
    flag_clause(house)
    contents = LeafQuerySet.contents
    monkeypatch.setattr(
        LeafQuerySet, "contents", lambda self, hashes, **_asked: contents(self, hashes, in_full=True)
    )
    found = crawling.leaks(signed_in(house.reader), where(house), WORD)
    assert {"/guidelines/rules/", "/guidelines/rules/v/2/", "/guidelines/rules.md"} <= set(found)


def test_the_rest_of_the_guideline_stays_and_says_what_is_hidden(house):
    flag_clause(house)
    page = signed_in(house.reader).get("/guidelines/rules/").content.decode()
    assert "hidden for now" in page
    assert "Own them" in page
    assert signed_in(house.reader).get("/guidelines/rules/v/1/").content.decode().count("hidden for now") == 1


def test_a_page_kept_by_a_browser_is_not_confirmed_once_a_clause_is_hidden(house):
    browser = signed_in(house.reader)
    addresses = [
        "/guidelines/rules.md",
        "/guidelines/rules/v/2.json",
        "/guidelines/rules/compare/1...2.json",
        "/guidelines/rules/compare/1...2.patch",
        "/guidelines/rules/feed.atom",
    ]
    tags = {address: browser.get(address).headers["ETag"] for address in addresses}
    assert all(browser.get(each, headers={"if-none-match": tags[each]}).status_code == 304 for each in addresses)
    flag_clause(house)
    answers = {each: browser.get(each, headers={"if-none-match": tags[each]}) for each in addresses}
    assert {each: answer.status_code for each, answer in answers.items()} == dict.fromkeys(addresses, 200)


def test_the_veil_goes_with_the_clause_into_every_version_until_its_time_is_over(house):
    case = flag_clause(house)
    changed = guideline("Rules", *clauses(house)[:1], clause("New"))
    VersionFactory(slug="rules", guideline=changed, author_id=house.reader.pk)
    assert crawling.leaks(signed_in(house.reader), where(house), WORD) == []
    actions.end_overdue(case.ends_at + timedelta(days=30))
    assert "/guidelines/rules/" in crawling.leaks(signed_in(house.reader), where(house), WORD)
    assert f"/search/?q={WORD[:15]}" in crawling.leaks(signed_in(house.reader), where(house), WORD)
    assert not LeafCover.objects.exists()


def test_its_author_takes_it_out_and_it_is_sealed_in_every_version(house):
    case = flag_clause(house)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    case.refresh_from_db()
    assert case.state == "fixed"
    newest = GuidelineVersion.objects.get(page_id=house.page_id, number=4)
    assert (newest.origin, newest.person_id) == ("taken_out", house.author.pk)
    page = signed_in(house.reader).get("/guidelines/rules/").content.decode()
    assert "Ask when you are not sure." in page
    assert "Never name" in page
    assert crawling.leaks(signed_in(house.reader), where(house), WORD) == []
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    assert crawling.tables_with(WORD) == []
    assert "taken out" in signed_in(house.reader).get("/guidelines/rules/v/2/").content.decode()
    call_command("verify_versions", verbosity=0)


@pytest.mark.once
def test_once_it_is_sealed_not_even_its_author_finds_it_anywhere(house):
    actions.take_out(person=house.author, case=flag_clause(house), now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    for person in (house.superuser, house.author):
        assert crawling.leaks(signed_in(person), [*where(house), *screens(house)], WORD) == []


def test_taking_out_can_be_undone_for_ten_minutes(house):
    case = flag_clause(house)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    actions.undo(person=house.author, case=case, now=timezone.now())
    case.refresh_from_db()
    assert case.state == "veiled"
    newest = GuidelineVersion.objects.get(page_id=house.page_id, number=5)
    assert Leaf.objects.read_one(newest, in_full=True).guideline.clauses == clauses(house)
    assert crawling.leaks(signed_in(house.reader), where(house), WORD) == []


def test_what_an_appeal_clears_comes_back_with_every_hash(house):
    case = flag_clause(house)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    seal = Seal.objects.get()
    Case.objects.update(state="cleared")
    assert put_back_cleared(timezone.now()) == 1
    seal.refresh_from_db()
    assert seal.put_back_at
    assert "/guidelines/rules/v/2/" in crawling.leaks(signed_in(house.reader), where(house), WORD)
    call_command("verify_versions", verbosity=0)


def test_an_older_version_cannot_be_restored_past_a_veil_or_a_seal(house):
    case = flag_clause(house)
    browser = signed_in(house.reader)
    address = reverse("guidelines:restore", args=["rules", 2])
    answer = browser.post(address, {"note": "Back again", "seen": "3"})
    assert answer.status_code in {409, 422}
    actions.take_out(person=house.author, case=case, now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    browser.post(address, {"note": "Back again", "seen": "4"})
    assert crawling.leaks(browser, where(house), WORD) == []
    assert crawling.tables_with(WORD) == []


def test_the_cms_leads_past_it_and_on_with_the_rest(house):
    flag_clause(house)
    browser = signed_in(house.reader)
    editor, hidden = f"/cms/pages/{house.page_id}/edit/", "/guidelines/rules/hidden/"
    assert browser.get(editor).headers["Location"] == hidden
    assert browser.post(editor, {"title": "Mine"}).status_code == 403
    assert "Take it out, and edit the rest" in browser.get(hidden).content.decode()
    assert browser.post(hidden).status_code == 302
    assert GuidelineRecord.objects.get(slug="rules").current.number == 4
    assert browser.get(editor).status_code == 200
    assert crawling.leaks(browser, [*where(house), *screens(house)], WORD) == []
    assert browser.get(f"/cms/pages/{house.page_id}/history/").headers["Location"] == hidden


def test_colleagues_edit_on_once_the_words_are_out_of_what_is_in_force(house):
    actions.take_out(person=house.author, case=flag_clause(house), now=timezone.now())
    assert LeafCover.objects.exists()
    browser = signed_in(house.reader)
    assert browser.get(f"/cms/pages/{house.page_id}/edit/").status_code == 200
    answer = browser.post("/guidelines/rules/hidden/")
    assert answer.headers["Location"] == f"/cms/pages/{house.page_id}/edit/"
    assert GuidelineRecord.objects.get(slug="rules").current.number == 4


def test_everybody_whose_words_stand_in_a_clause_is_an_author_of_it(house):
    comma = clause("Names", LEAKY.replace("outside.", "outside, ever."), id=NAMES)
    VersionFactory(slug="rules", guideline=guideline("Rules", comma), author_id=house.reader.pk)
    assert set(clause_target.authors(house.piece.pk)) == {house.author.pk, house.reader.pk}


def test_nothing_is_hidden_nothing_to_say(house):
    browser = signed_in(house.reader)
    assert browser.get("/guidelines/rules/hidden/").headers["Location"] == "/guidelines/rules/"


def test_words_of_a_clause_are_flagged_from_its_page_and_by_selecting_them(house):
    browser = signed_in(house.reader)
    page = browser.get(f"/guidelines/rules/clauses/{house.piece.clause_id}/").content.decode()
    assert f"kind={clause_target.KIND}&amp;id={house.piece.pk}&amp;version=3&amp;block=b1" in page
    page = browser.get("/guidelines/rules/").content.decode()
    assert f'"{house.piece.clause_id}": {house.piece.pk}' in page
    form = {"kind": clause_target.KIND, "id": house.piece.pk, "version": 3, "block": "b1", "start": 11, "end": 30}
    answer = browser.post("/flags/new/", {**form, "category": "unreleased", "stamp": "open"})
    assert answer.status_code == 302
    assert Case.objects.get().target_id == house.piece.pk


def test_a_colleague_who_rewords_the_clause_does_not_take_the_case_from_its_author(house):
    case = flag_clause(house)
    VersionFactory(
        slug="rules",
        guideline=guideline("Rules", clause("Names", "<p>Else.</p>", id=house.piece.clause_id)),
        author_id=house.superuser.pk,
    )
    assert {house.author.pk, house.superuser.pk} <= set(clause_target.authors(house.piece.pk))
    assert signed_in(house.author).get(case.get_absolute_url()).status_code == 200
