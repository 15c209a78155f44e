"""What people write beside the clauses of a guideline, or bring in from files, gives nothing hidden away."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from flags import actions, clause_target, note_target
from flags.actions.sealing import seal_due
from flags.models import GuidelinePiece
from guidelines import publishing
from guidelines.models import GuidelineRecord, Leaf, LeafCover, Proposal
from guidelines.rules.markdown_out import guideline_to_markdown
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.proposals import suggest
from tests.integration.flags import crawling
from tests.integration.flags.conftest import signed_in
from tests.integration.flags.leaky_guidelines import (
    NAMES,
    WORD,
    build,
    clauses,
    flag,
    flag_clause,
    where,
)
from tests.integration.guidelines import gated

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """A guideline with a word in it that nobody outside may read."""
    return build()


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
    browser, text = signed_in(house.reader), guideline("Rules", *clauses(house))
    right = guideline_to_markdown(text).partition("## Names")[2].encode()
    wrong = right.replace(WORD.encode(), b"Nichts")
    assert right != wrong
    assert "hidden for now" in _imported(browser, right)
    assert _imported(browser, right) == _imported(browser, wrong)
    assert GuidelineRecord.objects.get(slug="rules").current.number == 3


def test_no_import_brings_back_what_was_sealed(house):
    right = guideline_to_markdown(guideline("Rules", *clauses(house))).partition("## Names")[2].encode()
    actions.take_out(person=house.author, case=flag_clause(house), now=timezone.now())
    seal_due(timezone.now() + timedelta(minutes=11))
    assert "could bring it back" in _imported(signed_in(house.reader), right)
    assert crawling.tables_with(WORD) == []


def test_what_was_suggested_with_the_words_is_hidden_and_goes_with_the_seal(house):
    names = clauses(house)[0]
    reason = f"Since {WORD} is out."
    suggest(house.version, house.reader, names, reason=reason)
    suggest(house.version, house.peers[0], clauses(house)[1], reason=reason)
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


def test_a_change_note_is_taken_back_undone_and_sealed(house):
    note = f"Because of {WORD}"
    version = VersionFactory(
        slug="rules", guideline=guideline("Rules", *clauses(house)[1:]), note=note, author_id=house.author.pk
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
