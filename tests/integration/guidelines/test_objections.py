"""Saying what is wrong with a text that waits: it holds what waits for silence, and is heard everywhere."""

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from guidelines.models import PendingPublication
from guidelines.rules.gates import Gate
from people.models import Notice
from tests.integration.guidelines.gated import (
    PENDING,
    THREE_DAYS,
    hang,
    in_days,
    let_pass,
    newest,
    press,
    publish,
    signed_in,
    waiting,
    words_of,
)
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db


def test_after_three_days_of_silence_a_text_is_published_once(version, ann):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    let_pass(2.9)
    assert newest(version) == version
    assert let_pass(0.2) == 1
    assert let_pass(0.1) == 0
    found = newest(version)
    assert (found.number, found.person_id) == (2, ann.pk)
    assert "New words." in words_of(found)


def test_the_command_publishes_what_is_due(version, ann, capsys):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    PendingPublication.objects.update(asked_at=in_days(-4))
    call_command("publish_due")
    call_command("publish_due")
    assert capsys.readouterr().out == "Done: 1\nDone: 0\n"
    assert newest(version).number == 2


def test_an_objection_stops_the_clock_until_an_author_answers_and_starts_it_anew(version, ann, peers):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    press(peers[0], "object", reason="Too harsh.")
    assert Notice.objects.filter(recipient=ann, url=PENDING).count() == 1
    let_pass(30)
    assert newest(version) == version
    objection = waiting().objections.get()
    field = f"objection{objection.pk}-answer"
    press(peers[1], "answer", answer_to=objection.pk, **{field: "It is fine."})
    assert not waiting().objections.get().answer
    press(ann, "answer", answer_to=objection.pk, **{field: "Softened elsewhere."})
    assert Notice.objects.filter(recipient=peers[0], url=PENDING).count() == 1
    let_pass(2.9)
    assert newest(version) == version
    let_pass(0.2)
    assert newest(version).number == 2


def test_an_objection_needs_a_reason_and_an_answer_words(version, ann, peers):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    refused = press(peers[0], "object", reason="  ", status=422).content.decode()
    assert "Say in a sentence what is wrong" in refused
    press(peers[0], "object", reason="Too harsh.")
    number = waiting().objections.get().pk
    refused = press(ann, "answer", answer_to=number, status=422).content.decode()
    assert "Answer in a sentence" in refused


def test_under_silence_objecting_is_the_main_button_and_endorsing_is_not(version, ann, peers):
    hang(version, THREE_DAYS)
    publish(ann, version, "New words.")
    page = buttons(peers[0])
    assert "btn-primary" in page["object"]["class"]
    assert "btn-primary" not in page["endorse"]["class"]
    assert "If you agree, you need not do anything" in shown(signed_in(peers[0]), PENDING)


def test_where_endorsements_are_asked_for_anybody_may_say_what_is_wrong_and_stops_nothing(version, ann, peers):
    hang(version, Gate(endorsements=2, teams=1))
    publish(ann, version, "New words.")
    press(peers[0], "endorse")
    page = buttons(peers[1])
    assert "btn-primary" in page["endorse"]["class"]
    assert page["object"].get_text(strip=True) == "Say this"
    press(peers[1], "object", reason="Too harsh.")
    assert {each.recipient for each in Notice.objects.filter(url=PENDING)} == {ann, peers[0]}
    for reader in (ann, peers[0], peers[2]):
        shown_there = shown(signed_in(reader), PENDING)
        assert "What colleagues say is wrong with it" in shown_there
        assert "Too harsh." in shown_there
        assert "waits for an answer" not in shown_there
    number = waiting().objections.get().pk
    press(ann, "answer", answer_to=number, **{f"objection{number}-answer": "It has to be."})
    press(peers[2], "endorse")
    assert newest(version).number == 2
    told = Notice.objects.get(recipient=peers[1], url="/guidelines/social-media/")
    assert told.text == "A text you wrote, endorsed or objected to is in force now."


def buttons(person):
    """The buttons somebody sees at the text that waits, by what they do."""
    page = BeautifulSoup(signed_in(person).get(PENDING).content, "html.parser")
    return {each["name"]: each for each in page.select("main button[name]")}
