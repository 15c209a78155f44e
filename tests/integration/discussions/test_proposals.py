"""Talking about a suggested change, in a thread, for colleagues; what was said before is in it too."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from discussions.models import ThreadComment
from discussions.on_proposals import place_of
from guidelines.models import Proposal
from people import ticker
from people.models import Notice
from tests.factories.discussions import say, text_of
from tests.factories.guidelines import VersionFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import SUGGESTED_AT, standing, suggest
from tests.integration.discussions.conftest import signed_in

BEFORE_THREADS = [("guidelines", "0012_coediting_windows"), ("discussions", "0001_initial")]


@pytest.fixture
def proposal(author):
    """A suggestion of the author's."""
    version = VersionFactory(slug="social-media")
    return suggest(version, author, replace(standing(version), heading="Kinder words"))


def test_colleagues_talk_about_a_suggestion_and_its_author_hears_of_it(as_reader, proposal, author):
    address = f"/guidelines/social-media/proposals/{proposal.pk}/"
    where = f"/discussions/proposal/{proposal.pk}/"
    assert f'action="{where}"' in as_reader.get(address).content.decode()
    assert as_reader.post(where, {"text": " \n "}).status_code == 422
    answer = as_reader.post(where, {"text": "<b>Why?</b>"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(address)
    assert "&lt;b&gt;Why?&lt;/b&gt;" in answer.content.decode()
    told = Notice.objects.filter(recipient=author).values_list("text", flat=True)
    assert list(told) == ["A colleague commented on something of yours."]


def test_lists_say_how_many_comments_there_are(as_reader, proposal, reader):
    for minutes in (0, 5):
        say(place_of(proposal.pk), reader, minutes=minutes)
    assert "2 comments" in as_reader.get("/guidelines/social-media/proposals/").content.decode()


def test_who_does_not_work_here_finds_no_thread(proposal, reader):
    said = say(place_of(proposal.pk), reader, "Among us.")
    former = signed_in(UserFactory(employment="alumni"))
    for address in (f"/discussions/proposal/{proposal.pk}/", said.get_absolute_url()):
        assert former.get(address).status_code == 404


def test_what_is_talked_about_lapses_later(proposal, reader, settings):
    settings.PROPOSALS_LAPSE_DAYS = 30
    say(place_of(proposal.pk), reader, minutes=60 * 24 * 20)
    ticker.run(SUGGESTED_AT + timedelta(days=40))
    proposal.refresh_from_db()
    assert proposal.is_open


def test_a_long_thread_is_called_like_its_suggestion(as_reader, proposal):
    page = as_reader.get(f"/discussions/proposal/{proposal.pk}/").content.decode()
    assert "Suggested change of: Social media" in page


@pytest.fixture
def before_threads(transactional_db):
    """The models as they were before there were threads, with the table that is gone since."""
    models = MigrationExecutor(connection).loader.project_state(BEFORE_THREADS).apps
    with connection.schema_editor() as editor:
        editor.create_model(models.get_model("guidelines", "ProposalComment"))
    yield models
    with connection.schema_editor() as editor:
        editor.delete_model(models.get_model("guidelines", "ProposalComment"))


@pytest.mark.django_db(transaction=True)
def test_what_was_said_before_there_were_threads_is_in_them(before_threads, proposal, reader):
    old_comments = before_threads.get_model("guidelines", "ProposalComment").objects
    for number, person in enumerate([reader.pk, None], 1):
        old_comments.create(
            proposal_id=proposal.pk,
            person_id=person,
            text=f"Said {number}\nand more",
            at=SUGGESTED_AT + timedelta(days=number),
        )
    import_module("discussions.migrations.0002_comments_on_suggestions").move(before_threads, None)
    assert text_of(place_of(proposal.pk)) == [("Said 1  \nand more", 0), ("Said 2  \nand more", 0)]
    first, second = ThreadComment.objects.at(place_of(proposal.pk)).with_people().in_order()
    assert (first.user, second.user) == (reader, None)
    assert first.submit_date == SUGGESTED_AT + timedelta(days=1)
    assert first.topic.comments == 2
    assert first.history.get().comment == first.comment
    answer = say(place_of(proposal.pk), reader, "An answer.", answers=first)
    assert [text for text, _level in text_of(place_of(proposal.pk))][1] == answer.comment
    assert Proposal.objects.get(pk=proposal.pk) == proposal
