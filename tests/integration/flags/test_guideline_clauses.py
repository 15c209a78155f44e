"""Clauses, summaries and change notes of guidelines are flagged, hidden, taken out and sealed like posts."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flags import actions, clause_target, note_target, registry
from flags.actions.sealing import seal_due
from flags.actions.unsealing import put_back_cleared
from flags.models import Case, GuidelinePiece, Seal
from guidelines import publishing
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, LeafCover, Proposal
from guidelines.querysets import LeafQuerySet
from guidelines.rules.markdown_out import guideline_to_markdown
from people.actions import beat
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import TeamFactory, UserFactory
from tests.factories.proposals import suggest
from tests.integration.flags import crawling
from tests.integration.flags.conftest import signed_in
from tests.integration.guidelines import gated

pytestmark = pytest.mark.django_db

NAMES = "6a4e3c10-0000-4000-8000-000000000001"
WORD = "Vierundvierzigmotte"
LEAKY = f"<p>Never name <b>{WORD}</b> outside.</p><p>Ask when you are not sure.</p>"


@pytest.fixture
def house():
    """A guideline in three versions, the second brought the word and the third changed something else."""
    beat(now=timezone.now())  # /readyz is an address too
    today = timezone.now().date()
    author, first, second, reader = (UserFactory(team=TeamFactory(), last_active_on=today) for _ in range(4))
    other = clause("Own your words")
    for clauses in (
        (clause("Names", id=NAMES), other),
        (clause("Names", LEAKY, id=NAMES), other),
        (clause("Names", LEAKY, id=NAMES), clause("Own them", id=other.id)),
    ):
        version = VersionFactory(slug="rules", guideline=guideline("Rules", *clauses), author_id=author.pk)
    piece = GuidelinePiece.objects.get(page_id=version.page_id, clause_id=NAMES)
    return SimpleNamespace(
        author=author,
        peers=[first, second],
        reader=reader,
        superuser=UserFactory(is_superuser=True),
        page_id=version.page_id,
        version=version,
        piece=piece,
    )


def flag(house, kind: str, target_id: int, word: str = WORD, block: str = "b1") -> Case:
    """Have two teams flag the word; return the case, veiled."""
    target = registry.get(kind)
    number = target.current_version(target_id) or 0
    start = target.blocks(target_id, number)[block].find(word)
    mark = actions.Mark(kind, target_id, number, block, start, start + len(word))
    for person in house.peers:
        actions.testify(person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now())
    case = Case.objects.on(kind, target_id).get()
    assert case.state == "veiled"
    return case


def flag_clause(house) -> Case:
    """Have the clause veiled."""
    return flag(house, clause_target.KIND, house.piece.pk)


def where(house) -> list[str]:
    """Every public address of the guideline, by the resolver, and what people would search for."""
    numbers = ["1", "2", "3", "4"]
    arguments = {
        "slug": ["rules"],
        "clause_id": [house.piece.clause_id],
        "number": numbers,
        "a": numbers[:3],
        "b": numbers[1:],
        "day": ["2026-06-01"],
        "rest": ["nothing"],
        "case_id": [str(pk) for pk in Case.objects.values_list("pk", flat=True)],
        "username": [house.author.username],
        "kind": ["clause"],
        "target_id": [str(house.page_id)],
        "part": [house.piece.clause_id],
    }
    found = crawling.addresses(arguments, ())
    ours = [address for route, made in found.items() if not route.startswith("cms/") for address in made]
    searches = [f"/search/?q={WORD[:15]}{more}" for more in ("", "&all=on", "&where=guidelines")]
    forms = [
        f"/flags/new/?kind={kind}&id={target_id}&version={version}&block=b1"
        for kind, target_id, version in [
            (clause_target.KIND, house.piece.pk, 3),
            (note_target.KIND, house.version.pk, 1),
        ]
    ]
    assert "/guidelines/rules/compare/1...2.json" in ours
    assert "/guidelines/rules/v/2.json" in ours
    return [address for address in dict.fromkeys([*ours, *searches, *forms]) if "logout" not in address]


def screens(house) -> list[str]:
    """Every screen of the CMS about the guideline."""
    page = page_of(house.version)
    arguments = {
        "page_id": [str(house.page_id)],
        "revision_id": [str(pk) for pk in page.revisions.values_list("pk", flat=True)],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["live"],
        "app_label": ["guidelines"],
        "model_name": ["guidelinepage"],
        "object_id": [str(house.page_id)],
        "session_id": ["1"],
        "pk": [str(house.page_id)],
        "parent_page_id": [str(page.get_parent().pk)],
    }
    found = crawling.addresses(arguments, ())
    made = [address for route, several in found.items() if route.startswith("cms/") for address in several]
    assert f"/cms/pages/{house.page_id}/edit/" in made
    assert len(made) > 60
    return [address for address in made if "logout" not in address and "failwhale" not in address]


def test_a_veiled_clause_is_nowhere_for_anybody_but_its_authors(house, django_capture_on_commit_callbacks):
    addresses = where(house)
    assert "/guidelines/rules/v/2/" in crawling.leaks(signed_in(house.reader), addresses, WORD)
    with django_capture_on_commit_callbacks(execute=True):
        flag_clause(house)
    addresses = where(house)
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
    changed = guideline("Rules", *_clauses(house)[:1], clause("New"))
    VersionFactory(slug="rules", guideline=changed, author_id=house.reader.pk)
    assert crawling.leaks(signed_in(house.reader), where(house), WORD) == []
    actions.end_overdue(case.ends_at + timedelta(days=30))
    assert "/guidelines/rules/" in crawling.leaks(signed_in(house.reader), where(house), WORD)
    assert f"/search/?q={WORD[:15]}" in crawling.leaks(signed_in(house.reader), where(house), WORD)
    assert not LeafCover.objects.exists()


def _clauses(house):
    return Leaf.objects.read_one(house.version, in_full=True).guideline.clauses


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
    assert crawling.leaks(signed_in(house.superuser), [*where(house), *screens(house)], WORD) == []
    assert crawling.leaks(signed_in(house.author), [*where(house), *screens(house)], WORD) == []


def test_taking_out_can_be_undone_for_ten_minutes(house):
    case = flag_clause(house)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    actions.undo(person=house.author, case=case, now=timezone.now())
    case.refresh_from_db()
    assert case.state == "veiled"
    newest = GuidelineVersion.objects.get(page_id=house.page_id, number=5)
    assert Leaf.objects.read_one(newest, in_full=True).guideline.clauses == _clauses(house)
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


def test_two_flags_are_no_way_around_a_rule_of_publishing(house):
    gated.hang(house.version, gated.TWO_OF_TWO)
    case = flag_clause(house)
    browser = signed_in(house.reader)
    answer = browser.post("/guidelines/rules/hidden/", follow=True)
    assert "Colleagues have to agree" in answer.content.decode()
    assert GuidelineRecord.objects.get(slug="rules").current.number == 3
    actions.take_out(person=house.author, case=case, now=timezone.now())
    assert GuidelineRecord.objects.get(slug="rules").current.number == 4


def test_a_text_that_waits_for_colleagues_shows_nothing_hidden_and_goes_with_the_seal(house):
    names = clause("Names", f"<p>Never name <b>{WORD}</b> anywhere.</p>", id=NAMES)
    gated.hang(house.version, gated.TWO_OF_TWO)
    page = page_of(house.version)
    page.fill(guideline("Rules", names, clause("More")))
    page.describe_change(note="Sharper", person_id=house.reader.pk)
    revision = page.save_revision(user=house.reader)
    publishing.ask(page=page, revision=revision, person=house.reader, now=timezone.now())
    assert crawling.leaks(signed_in(house.superuser), ["/guidelines/rules/pending/"], WORD)
    case = flag_clause(house)
    assert crawling.leaks(signed_in(house.superuser), ["/guidelines/rules/pending/"], WORD) == []
    actions.take_out(person=house.author, case=case, now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    assert crawling.tables_with(WORD) == []


def _imported(browser, words: bytes) -> str:
    file = SimpleUploadedFile("rules.md", b"# Rules\n\n## Names\n\n" + words)
    answer = browser.post("/cms/import-guideline/", {"file": file, "slug": "rules", "note": "Anew"}, follow=True)
    assert answer.status_code < 500
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|CSRF_TOKEN": "\w+"', "", answer.content.decode())


def test_guessing_by_import_learns_nothing_and_brings_nothing_back(house):
    flag_clause(house)
    browser, text = signed_in(house.reader), guideline("Rules", *_clauses(house))
    right = guideline_to_markdown(text).partition("## Names")[2].encode()
    wrong = right.replace(WORD.encode(), b"Nichts")
    assert right != wrong
    assert "hidden for now" in _imported(browser, right)
    assert _imported(browser, right) == _imported(browser, wrong)
    assert GuidelineRecord.objects.get(slug="rules").current.number == 3


def test_no_import_brings_back_what_was_sealed(house):
    right = guideline_to_markdown(guideline("Rules", *_clauses(house))).partition("## Names")[2].encode()
    actions.take_out(person=house.author, case=flag_clause(house), now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    assert "could bring it back" in _imported(signed_in(house.reader), right)
    assert crawling.tables_with(WORD) == []


def test_what_was_suggested_with_the_words_is_hidden_and_goes_with_the_seal(house):
    names = _clauses(house)[0]
    reason = f"Since {WORD} is out."
    suggest(house.version, house.reader, names, reason=reason)
    suggest(house.version, house.peers[0], _clauses(house)[1], reason=reason)
    address = "/guidelines/rules/proposals/"
    assert crawling.leaks(signed_in(house.superuser), [address], WORD)
    case = flag_clause(house)
    browser = signed_in(house.superuser)
    assert browser.get(f"/guidelines/rules/clauses/{NAMES}/suggest/").status_code == 302
    hidden = Proposal.objects.get(clause_id=NAMES)
    assert browser.get(hidden.get_absolute_url()).status_code == 404
    actions.take_out(person=house.author, case=case, now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    assert crawling.tables_with(WORD) == []
    assert crawling.leaks(browser, [address, *where(house)], WORD) == []


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


def test_a_change_note_is_taken_back_undone_and_sealed(house):
    note = f"Because of {WORD}"
    version = VersionFactory(
        slug="rules", guideline=guideline("Rules", *_clauses(house)[1:]), note=note, author_id=house.author.pk
    )
    case = flag(house, note_target.KIND, version.pk)
    addresses = [each for each in where(house) if "/v/2" not in each]
    only_note = ["/guidelines/rules/history/", "/guidelines/rules/v/4/", "/guidelines/rules/feed.atom", "/"]
    assert crawling.leaks(signed_in(house.reader), only_note, WORD) == []
    assert set(only_note[:2]) <= set(addresses)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    assert crawling.leaks(signed_in(house.reader), only_note, WORD) == []
    actions.undo(person=house.author, case=case, now=timezone.now())
    assert LeafCover.objects.count() == 1
    case.refresh_from_db()
    actions.take_out(person=house.author, case=case, now=timezone.now())
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    assert "taken out" in signed_in(house.reader).get("/guidelines/rules/history/").content.decode()
    assert not Leaf.objects.filter(content=note).exists()


def test_a_summary_is_flagged_and_taken_out(house):
    summary = GuidelinePiece.objects.get(page_id=house.page_id, clause_id="")
    case = flag(house, clause_target.KIND, summary.pk, "honest", "line1")
    assert "Be honest." not in signed_in(house.reader).get("/guidelines/rules/").content.decode()
    actions.take_out(person=house.author, case=case, now=timezone.now())
    assert "<li>Be" in signed_in(house.reader).get("/guidelines/rules/").content.decode()
    assert "honest" not in signed_in(house.reader).get("/guidelines/rules/").content.decode()


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
