"""Hidden words repeated where people talk about them: on a suggestion for a clause, in answers to a comment."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.utils import timezone

from discussions import actions as comment_actions
from discussions.actions import UnknownPlaceError
from discussions.models import ThreadComment
from discussions.on_proposals import place_of as place_of_proposal
from flags import actions as flag_actions
from flags import veil
from flags.actions.sealing import seal_due
from flags.clause_target import KIND as CLAUSE
from flags.models import GuidelinePiece, Quotation
from flags.rules.markdown.document import parse
from people import ticker
from posts.discussed import place_of
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.posts import PostFactory
from tests.factories.proposals import suggest
from tests.integration.discussions.conftest import signed_in
from tests.integration.discussions.test_quotations import CANARY, HIDDEN, LEAK, after, company, flag, shown

pytestmark = pytest.mark.django_db
__all__ = ["company"]


@pytest.fixture
def talk(author, reader):
    """A guideline of two clauses, a suggestion for each, and a comment on each that repeats words of the first.

    One more on a suggestion for another guideline.
    """
    clauses = [clause("Names", f"<p>The new oven {LEAK}.</p>"), clause("Own your words")]
    version = VersionFactory(slug="rules", guideline=guideline("Rules", *clauses), author_id=author.pk)
    away = suggest(VersionFactory(slug="more"), author, clause("New"))
    here, beside = (suggest(version, author, replace(one, heading="Kinder")) for one in clauses)
    return SimpleNamespace(
        piece=GuidelinePiece.objects.get(page_id=version.page_id, clause_id=clauses[0].id),
        proposal=here,
        comment=say(place_of_proposal(here.pk), reader, f"I heard that it {LEAK}.\n\nCakes."),
        beside=say(place_of_proposal(beside.pk), reader, f"Here it {LEAK} too."),
        elsewhere=say(place_of_proposal(away.pk), reader, f"There it {LEAK} too."),
    )


def words_seen(comment, viewer) -> str:
    """Return a comment as the door gives it to a viewer."""
    text = veil.Text("comment", comment.pk, comment.version, parse(comment.comment).texts())
    view = veil.visible(text, viewer)
    return " ".join(view.plain(key) for key in text.blocks)


def texts_of(comment) -> list[str]:
    """Return all that is stored of a comment: as it is, and each version."""
    now = ThreadComment.objects.filter(pk=comment.pk).values_list("comment", flat=True)
    return [*now, *ThreadComment.history.filter(id=comment.pk).values_list("comment", flat=True)]


def test_a_comment_on_a_suggestion_is_hidden_with_the_words_of_its_guideline_only(company, talk, reader):
    assert flag(company[:2], CLAUSE, talk.piece.pk, LEAK).state == "veiled"
    assert HIDDEN in words_seen(talk.comment, company[4])
    assert CANARY not in words_seen(talk.comment, company[4])
    assert CANARY in words_seen(talk.comment, reader)
    assert CANARY not in words_seen(talk.beside, company[4])
    assert CANARY in words_seen(talk.elsewhere, company[4])


def test_a_seal_of_a_clause_takes_its_words_out_of_comments_on_suggestions(company, talk, author):
    case = flag(company[:2], CLAUSE, talk.piece.pk, LEAK)
    flag_actions.take_out(person=author, case=case, now=timezone.now())
    assert seal_due(after(minutes=11)) == 1
    assert not any(CANARY in text for text in texts_of(talk.comment))
    assert not any(CANARY in text for text in texts_of(talk.beside))
    assert all(CANARY in text for text in texts_of(talk.elsewhere))
    assert not Quotation.objects.exists()


def test_while_a_suggestion_is_hidden_so_is_what_was_said_about_it(company, talk, reader):
    thread = f"/discussions/proposal/{talk.proposal.pk}/"
    others = [talk.comment.get_absolute_url(), f"/comments/{talk.comment.pk}/answer/"]
    browser = signed_in(company[4])
    assert browser.get(thread).status_code == 200
    case = flag(company[:2], CLAUSE, talk.piece.pk, LEAK)
    for address in (f"/guidelines/rules/proposals/{talk.proposal.pk}/", thread, *others):
        assert browser.get(address).status_code == 404, address
    place = place_of_proposal(talk.proposal.pk)
    assert talk.comment.get_absolute_url() not in browser.get(f"/people/{reader.username}/").content.decode()
    with pytest.raises(UnknownPlaceError):
        comment_actions.write(place=place, person=company[4], text="And now?", now=timezone.now())
    ticker.run(case.ends_at)
    assert browser.get(thread).status_code == 200
    assert "Cakes." in browser.get(f"/people/{reader.username}/").content.decode()


def test_others_of_the_thread_that_repeat_a_comment_are_hidden_and_sealed_with_it(company, place, reader, other):
    before = say(place, other, f"They say it {LEAK}.\n\nCakes.")
    comment = say(place, reader, f"The new oven {LEAK}.", minutes=1)
    answer = say(place, other, f"> The new oven {LEAK}.\n\nReally?", answers=comment, minutes=2)
    plain = say(place, other, "No idea.", minutes=3)
    elsewhere = say(place_of(PostFactory().pk), other, f"Here it {LEAK}.")
    case = flag(company[:2], "comment", comment.pk, LEAK)
    for one in (before, answer):
        assert CANARY not in shown(one, company[4])
        assert CANARY in shown(one, other)
    assert shown(plain, company[4]) == "No idea."
    assert Quotation.objects.exclude(target_id__in=[before.pk, answer.pk]).count() == 0
    flag_actions.take_out(person=reader, case=case, now=timezone.now())
    assert seal_due(after(minutes=11)) == 1
    assert not any(CANARY in text for one in (before, comment, answer) for text in texts_of(one))
    assert shown(answer, company[4]).endswith("Really?")
    assert all(CANARY in text for text in texts_of(elsewhere))


def test_an_answer_of_later_is_not_compared_with_a_hidden_comment(company, place, reader, other):
    comment = say(place, reader, f"The new oven {LEAK}.")
    flag(company[:2], "comment", comment.pk, LEAK)
    guess = comment_actions.write(
        place=place, person=other, text=f"Perhaps it {LEAK}?", answers=comment.pk, now=timezone.now()
    )
    assert shown(guess, company[4]) == f"Perhaps it {LEAK}?"


def test_when_a_hidden_comment_is_shown_again_so_are_its_answers(company, place, reader, other):
    comment = say(place, reader, f"The new oven {LEAK}.")
    answer = say(place, other, f"So it {LEAK}?", answers=comment, minutes=1)
    case = flag(company[:2], "comment", comment.pk, LEAK)
    assert HIDDEN in shown(answer, company[4])
    ticker.run(case.ends_at)
    assert CANARY in shown(answer, company[4])
