"""Every long text that somebody types outlives a session that ended; saved texts are not offered again."""

from dataclasses import replace

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from discussions import actions
from guidelines.models import Objection
from people.messages import SAVED
from posts.discussed import place_of
from tests.factories.guidelines import VersionFactory, page_of
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.gated import (
    PENDING,
    RULE,
    THREE_DAYS,
    colleague,
    hang,
    press,
    publish,
    signed_in,
)
from tests.integration.kept_texts import assert_keeps_its_texts

pytestmark = pytest.mark.django_db

ADDRESS = "/guidelines/social-media"


@pytest.fixture
def ann():
    return colleague(display_name="Ann Ahl")


@pytest.fixture
def version():
    return VersionFactory(slug="social-media")


@pytest.fixture
def places(version, ann):
    """What the addresses of the screens hold."""
    post = PostFactory(author=ann)
    clause = standing(version)
    now = timezone.now()
    comment = actions.write(
        place=place_of(post.pk), person=ann, text="I see it differently.", answers=None, now=now
    )
    proposal = suggest(version, UserFactory(), replace(clause, heading="Mind your words"))
    publish(ann, version, "Say who you are, always.")
    return {"post": post, "clause": clause, "comment": comment, "proposal": proposal, "page": page_of(version)}


SCREENS = {
    "a new post": "/posts/new/",
    "a post being edited": "/posts/{post.pk}/edit/",
    "a post with comments": "/posts/{post.pk}/",
    "a comment being edited": "/comments/{comment.pk}/edit/",
    "an answer": "/comments/{comment.pk}/answer/",
    "a suggestion": ADDRESS + "/clauses/{clause.id}/suggest/",
    "a suggested change": ADDRESS + "/proposals/{proposal.pk}/",
    "a rule of publishing": RULE,
    "the rule for all": "/publishing/",
    "restoring": ADDRESS + "/v/1/restore/",
    "unpublishing": "/cms/pages/{page.pk}/unpublish/",
    "deleting": "/cms/pages/{page.pk}/delete/",
}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_long_text_is_kept(ann, places, screen):
    response = signed_in(ann).get(SCREENS[screen].format(**places))
    assert response.status_code == 200
    assert_keeps_its_texts(response)


def test_an_objection_and_its_answer_are_kept_and_said_to_be_saved(ann, version):
    hang(version, THREE_DAYS)
    publish(ann, version, "Mind your words.")
    bo = colleague()
    assert_keeps_its_texts(signed_in(bo).get(PENDING))
    objected = press(bo, "object", reason="Too vague.")
    assert [message.extra_tags for message in get_messages(objected.wsgi_request)] == [SAVED]
    assert_keeps_its_texts(signed_in(ann).get(PENDING))
    objection = Objection.objects.get().pk
    answer = {"answer_to": objection, f"objection{objection}-answer": "It has to be."}
    answered = press(ann, "answer", **answer)
    assert [message.extra_tags for message in get_messages(answered.wsgi_request)] == [SAVED]


def test_what_came_too_late_is_not_said_to_be_saved(ann, version):
    hang(version, THREE_DAYS)
    publish(ann, version, "Mind your words.")
    late = press(colleague(), "object", text="0" * 64, reason="Too vague.")
    assert [message.extra_tags for message in get_messages(late.wsgi_request)] == [""]


def test_a_rule_and_a_restored_version_are_said_to_be_saved(ann, version, places):
    rule = {"rule": "silence", "endorsements": 2, "teams": 2, "days": 3, "reason": "We agreed."}
    sent = [(f"{ADDRESS}/v/1/restore/", {"note": "It was better."}), (RULE, rule)]
    for address, fields in sent:
        done = signed_in(ann).post(address, fields)
        assert done.status_code == 302
        assert [message.extra_tags for message in get_messages(done.wsgi_request)] == [SAVED]
