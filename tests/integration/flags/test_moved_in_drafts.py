"""A draft that had moved a passage to another clause before it was hidden: shut like the clause itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from flags import actions, clause_target
from flags.actions.sealing import seal_due
from flags.models import Quotation
from guidelines import publishing
from guidelines.models import GuidelineRecord
from people import ticker
from tests.factories.guidelines import clause, guideline, page_of
from tests.integration.flags import crawling
from tests.integration.flags.conftest import signed_in
from tests.integration.flags.leaky_guidelines import WORD, build, clauses, flag, screens
from tests.integration.guidelines import gated

pytestmark = pytest.mark.django_db

LEAK = f"name {WORD} outside"
HIDDEN = "/guidelines/rules/hidden/"
MOVED = "6a4e3c10-0000-4000-8000-000000000007"


@pytest.fixture
def house():
    """A guideline with a word in it that nobody outside may read."""
    return build()


def editor(house) -> str:
    """Where the guideline is edited."""
    return f"/cms/pages/{house.page_id}/edit/"


def draft(house, *several, title="Rules"):
    """Save a draft of these clauses."""
    page = page_of(house.version)
    page.fill(guideline(title, *several))
    page.save_revision(user=house.reader, clean=False)


def moved(house):
    """The words of the first clause in another one."""
    return clause("Elsewhere", f"<p>One may {LEAK} from May on.</p>", id=MOVED)


def veil(house):
    """Have the clause veiled; return the case."""
    return flag(house, clause_target.KIND, house.piece.pk, LEAK)


def test_a_draft_that_had_moved_the_words_is_shut_until_they_are_out_of_it(house):
    other = clauses(house)[1]
    draft(house, moved(house), other, clause("Kept"))
    assert WORD in signed_in(house.reader).get(editor(house)).content.decode()
    veil(house)
    for person in (house.reader, house.superuser, house.peers[0]):
        assert signed_in(person).get(editor(house)).headers["Location"] == HIDDEN
    assert crawling.leaks(signed_in(house.superuser), screens(house), WORD) == []
    assert WORD in signed_in(house.author).get(editor(house)).content.decode()
    browser = signed_in(house.reader)
    assert browser.post(editor(house), {"title": "Mine"}).status_code == 403
    assert browser.post(HIDDEN).headers["Location"] == editor(house)
    page = browser.get(editor(house)).content.decode()
    assert "Kept" in page
    assert WORD not in page
    assert "Elsewhere" not in page


def test_it_opens_again_when_the_veil_ends(house):
    draft(house, moved(house), clauses(house)[1])
    case = veil(house)
    ticker.run(case.ends_at)
    assert WORD in signed_in(house.reader).get(editor(house)).content.decode()


def test_words_that_a_draft_had_put_into_a_clause_in_force_go_from_the_draft_alone(house):
    other = clauses(house)[1]
    draft(house, clause("Own them", f"<p>One may {LEAK}.</p>", id=other.id))
    veil(house)
    browser = signed_in(house.reader)
    assert browser.post(HIDDEN).headers["Location"] == editor(house)
    assert WORD not in browser.get(editor(house)).content.decode()
    assert page_of(house.version).get_latest_revision_as_object().content().clauses == (other,)
    assert GuidelineRecord.objects.get(slug="rules").current.number == 4
    assert clauses(house)[1] == other


def test_a_draft_of_later_is_not_compared(house):
    veil(house)
    browser = signed_in(house.reader)
    browser.post(HIDDEN)
    draft(house, moved(house), clauses(house)[1])
    assert browser.get(editor(house)).status_code == 200
    assert not Quotation.objects.exists()


def test_a_draft_keeps_clauses_with_other_words(house):
    draft(house, clauses(house)[1], clause("Elsewhere", "<p>Name nobody outside.</p>", id=MOVED))
    veil(house)
    browser = signed_in(house.reader)
    assert browser.post(HIDDEN).headers["Location"] == editor(house)
    assert "Name nobody outside." in browser.get(editor(house)).content.decode()


def test_a_text_that_waits_for_colleagues_shows_nothing_of_what_it_had_moved(house):
    gated.hang(house.version, gated.TWO_OF_TWO)
    page = page_of(house.version)
    page.fill(guideline("Rules", moved(house), clause("More")))
    page.describe_change(note="Sharper", person_id=house.reader.pk)
    revision = page.save_revision(user=house.reader)
    publishing.ask(page=page, revision=revision, person=house.reader, now=timezone.now())
    draft(house, title="")  # which cannot be read
    address = ["/guidelines/rules/pending/"]
    browser = signed_in(house.superuser)
    assert crawling.leaks(browser, address, WORD) == address
    veil(house)
    assert crawling.leaks(browser, address, WORD) == []
    assert "More" in browser.get(address[0]).content.decode()


def test_the_seal_takes_the_words_out_of_drafts_that_had_moved_them(house):
    draft(house, moved(house), clauses(house)[1], clause("Kept"))
    case = veil(house)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    assert crawling.tables_with(WORD) == []
    assert "Kept" in signed_in(house.reader).get(editor(house)).content.decode()
