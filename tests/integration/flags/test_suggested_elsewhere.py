"""Suggestions for other clauses that had repeated a passage before it was hidden are hidden and shown with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussions.on_proposals import place_of
from flags import actions, clause_target, note_target
from flags.actions.sealing import seal_due
from flags.models import Quotation
from guidelines import proposing
from guidelines.models import GuidelineRecord, Proposal
from guidelines.rules.content import Clause
from people import ticker
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.proposals import suggest
from tests.integration.flags import crawling
from tests.integration.flags.conftest import signed_in
from tests.integration.flags.leaky_guidelines import WORD, build, clauses, flag, where

pytestmark = pytest.mark.django_db

LEAK = f"name {WORD} outside"
LIST = "/guidelines/rules/proposals/"


@pytest.fixture
def house():
    """A guideline with a word in it that nobody outside may read."""
    return build()


@pytest.fixture
def writer():
    """A colleague who suggests something."""
    return UserFactory()


def repeating(house) -> Clause:
    """The second clause as it would read with the words of the first."""
    return clause("Own them", f"<p>You <i>may</i> {LEAK.upper()} from May on.</p>", id=clauses(house)[1].id)


def addresses_of(proposal) -> list[str]:
    """Every address where a suggestion or what is said about it could stand."""
    own = f"{LIST}{proposal.pk}/"
    clause_page = f"/guidelines/rules/clauses/{proposal.clause_id}/"
    return [own, f"{own}edit/", f"/discussions/proposal/{proposal.pk}/", LIST, f"{LIST}?state=closed", clause_page]


def veil(house):
    """Have the clause veiled; return the case."""
    return flag(house, clause_target.KIND, house.piece.pk, LEAK)


def test_what_a_suggestion_for_another_clause_says_is_hidden_from_all_but_its_writer(house, writer):
    proposal = suggest(house.version, writer, repeating(house))
    other = suggest(house.version, writer, clause("Anew", id="6a4e3c10-0000-4000-8000-000000000009"))
    say(place_of(proposal.pk), house.reader, "I like it.")
    addresses = addresses_of(proposal)
    assert crawling.leaks(signed_in(house.reader), addresses, WORD)
    case = veil(house)
    for person in (house.reader, house.author, house.superuser, house.peers[0]):
        browser = signed_in(person)
        assert crawling.leaks(browser, addresses, WORD) == []
        assert [browser.get(each).status_code for each in addresses] == [404, 404, 404, 200, 200, 200]
        assert browser.get(other.get_absolute_url()).status_code == 200
    assert crawling.leaks(signed_in(house.reader), where(house), WORD) == []
    own = signed_in(writer)
    assert crawling.leaks(own, addresses, WORD) == [*addresses[:2], LIST]
    assert "Nobody but you can read it" in own.get(addresses[0]).content.decode()
    assert "I like it." in own.get(addresses[2]).content.decode()
    ticker.run(case.ends_at)
    assert crawling.leaks(signed_in(house.reader), addresses, WORD) == [addresses[0], f"{LIST}?state=closed"]
    assert "Nobody but you" not in own.get(addresses[0]).content.decode()


def test_a_reason_and_an_answer_that_repeat_the_words_are_hidden(house, writer):
    new = clause("Anew", id="6a4e3c10-0000-4000-8000-000000000009")
    reason = suggest(house.version, writer, new, reason=f"For nobody may {LEAK}.")
    plain = suggest(house.version, writer, clauses(house)[1], reason="Kinder.")
    say(place_of(plain.pk), writer, f"Who would {LEAK}?\n\nNobody.")
    case = veil(house)
    browser, thread = signed_in(house.reader), f"/discussions/proposal/{plain.pk}/"
    assert crawling.leaks(browser, [*addresses_of(reason), *addresses_of(plain)], WORD) == []
    assert "Nobody." in browser.get(thread).content.decode()
    assert crawling.leaks(signed_in(writer), [reason.get_absolute_url(), thread], WORD)
    ticker.run(case.ends_at)
    assert crawling.leaks(browser, [reason.get_absolute_url(), thread], WORD) == [
        reason.get_absolute_url(),
        thread,
    ]


def test_a_suggestion_of_later_is_not_compared(house, writer):
    mine = suggest(house.version, writer, clauses(house)[1], reason="Kinder.")
    veil(house)
    guess = clause("Anew", f"<p>You may {LEAK}.</p>", id="6a4e3c10-0000-4000-8000-000000000009")
    suggest(house.version, house.reader, guess)
    text = {"base": 3, "edition": 1, "heading": "Own them", "level": 2, "rule": f"Never {LEAK}.", "reason": "So."}
    signed_in(writer).post(f"{mine.get_absolute_url()}edit/", text)
    assert Proposal.objects.get(pk=mine.pk).edition == 2
    assert not Quotation.objects.exists()
    assert Proposal.objects.shown(house.superuser.pk).count() == 2


def test_a_hidden_suggestion_cannot_be_taken_in_by_anybody(house, writer):
    proposal = suggest(house.version, writer, repeating(house))
    seen = {"edition": proposal.edition, "number": 3}
    veil(house)
    for button in ("take-in", "ask"):
        answer = signed_in(writer).post(f"{proposal.get_absolute_url()}{button}/", seen, follow=True)
        assert "are hidden for now" in answer.content.decode()
        assert signed_in(house.reader).post(f"{proposal.get_absolute_url()}{button}/", seen).status_code == 404
    assert GuidelineRecord.objects.get(slug="rules").current.number == 3


def test_rewording_a_hidden_suggestion_does_not_bring_it_back(house, writer):
    proposal = suggest(house.version, writer, repeating(house))
    veil(house)
    words = proposing.Words(proposal.suggestion, 3, "Shorter.")
    proposing.revise(proposal_id=proposal.pk, person=writer, edition=1, words=words, now=timezone.now())
    assert signed_in(house.reader).get(proposal.get_absolute_url()).status_code == 404
    assert signed_in(writer).get(proposal.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("words", [LEAK, WORD], ids=["hidden before", "too short to be looked for before"])
def test_the_seal_takes_the_words_out_of_every_suggestion(house, writer, words):
    proposal = suggest(house.version, writer, repeating(house))
    kept = suggest(house.version, house.reader, clauses(house)[1], reason="Kinder.")
    case = flag(house, clause_target.KIND, house.piece.pk, words)
    assert Quotation.objects.count() == (words == LEAK)
    actions.take_out(person=house.author, case=case, now=timezone.now())
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    assert not Quotation.objects.exists()
    assert crawling.tables_with(WORD) == []
    proposal.refresh_from_db()
    kept.refresh_from_db()
    assert (proposal.state, proposal.content, kept.state) == ("lapsed", "", "open")
    assert signed_in(house.reader).get(proposal.get_absolute_url()).status_code == 200


def test_a_hidden_change_note_hides_suggestions_with_its_words(house, writer):
    note = f"Because of {WORD} and others"
    version = VersionFactory(
        slug="rules", guideline=guideline("Rules", *clauses(house)[1:]), note=note, author_id=house.author.pk
    )
    proposal = suggest(version, writer, repeating(house), reason=f"{note}, too.")
    flag(house, note_target.KIND, version.pk, note)
    assert crawling.leaks(signed_in(house.reader), addresses_of(proposal), WORD) == []
    assert signed_in(house.reader).get(proposal.get_absolute_url()).status_code == 404


def test_nobody_can_flag_a_suggestion(house, writer):
    proposal = suggest(house.version, writer, repeating(house))
    address = f"/flags/new/?kind=suggested_change&id={proposal.pk}&version=1&block=b1"
    assert signed_in(house.reader).get(address).status_code == 404
