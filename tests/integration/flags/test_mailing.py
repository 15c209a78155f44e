"""Invitations to panels by mail: a link and no word of it, at the right time, and never in the way of a case."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from flags import actions
from flags.mailing import mail_invitations
from flags.models import Panel, Seat
from people import ticker
from people.models import User
from tests.integration.flags.conftest import Company
from tests.integration.flags.panels import BODY, LEAK, case_of, contested, judge, take

pytestmark = pytest.mark.django_db
TITLE = "Nightly figures"
NOBODY_LISTENS = "1"  # a port of this machine that takes no mail


class Refusing(EmailBackend):
    """A mail server that refuses every address of one name, with one code."""

    name, code = "refused", 550

    def send_messages(self, messages):
        """Refuse, or take the mail."""
        for message in messages:
            if any(address.startswith(self.name) for address in message.to):
                raise SMTPRecipientsRefused(dict.fromkeys(message.to, (self.code, b"no")))
        return super().send_messages(messages)


class Greylisting(Refusing):
    """One that refuses it for now only."""

    code = 450


@pytest.fixture
def company():
    """Twelve teams of two: ten teams' people may judge."""
    twelve = Company(12)
    for team in twelve.teams:
        twelve.join(team)
    return twelve


@pytest.fixture
def board(boards, company):
    return boards.add(company.people[0], title=TITLE, b0="Before.", b1=BODY, b2="After.")


@pytest.fixture
def convene(board, company, flagging, django_capture_on_commit_callbacks):
    """Give a way to have a panel sit, and what was asked for until the commit be done."""

    def convened() -> Panel:
        with django_capture_on_commit_callbacks(execute=True):
            return contested(board, company, flagging)

    return convened


@pytest.fixture
def panel_later(board, company, flagging) -> Panel:
    """A panel on what is not urgent, whose people are told at the next fixed hour."""
    case = case_of(flagging(board).by(company.people[1], LEAK, category="strategy"))
    assert case.ends_at
    ticker.run(case.ends_at)
    return case.panels.get()


def no_server(settings) -> None:
    """Let the mail server be one that does not answer."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", NOBODY_LISTENS


def test_who_is_asked_about_something_urgent_has_a_mail_at_once(convene):
    panel = convene()
    asked = panel.asked.select_related("person")
    assert sorted(one.to[0] for one in mail.outbox) == sorted(seat.person.email for seat in asked)
    assert not asked.filter(mailed_at=None).exists()
    assert mail_invitations(timezone.now()) == 0


def test_a_mail_holds_a_link_and_nothing_of_what_is_to_be_judged(convene, settings):
    panel = convene()
    texts = set()
    for seat in panel.asked.select_related("person"):
        [one] = [one for one in mail.outbox if one.to == [seat.person.email]]
        address = f"{settings.BASE_URL}{seat.get_absolute_url()}"
        assert address in one.body
        assert one.attachments == []
        texts.add(f"{one.subject}\n{one.body.replace(address, '')}")
    [text] = texts
    for word in ("Nightfall", "cakes", TITLE, "board", "personal data", str(panel.case_id), "I made it up"):
        assert word.lower() not in text.lower()


def test_who_is_asked_about_anything_else_has_a_mail_at_the_fixed_hour(panel_later):
    hour = panel_later.asked.first().invited_at
    assert hour > panel_later.convened_at
    ticker.run(hour - timedelta(seconds=1))
    assert mail.outbox == []
    ticker.run(hour)
    assert len(mail.outbox) == panel_later.asked.count()


def test_nobody_without_an_address_and_nobody_who_left_has_a_mail(panel_later, company):
    without, gone = list(panel_later.asked.all()[:2])
    User.objects.filter(pk=without.person_id).update(email="")
    User.objects.filter(pk=gone.person_id).update(is_active=False)
    sent = mail_invitations(panel_later.asked.first().invited_at)
    assert sent == len(mail.outbox) == panel_later.asked.count() - 2
    assert Seat.objects.get(pk=without.pk).mailed_at is None


def test_where_no_mail_server_is_named_nothing_is_sent_or_noted(convene, settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    panel = convene()
    assert mail_invitations(timezone.now()) == 0
    assert not panel.asked.exclude(mailed_at=None).exists()
    assert capsys.readouterr().out == ""


def test_a_mail_server_that_does_not_answer_stops_no_case_and_the_ticker_tries_again(convene, settings, caplog):
    working = settings.EMAIL_BACKEND
    no_server(settings)
    panel = convene()
    assert panel.asked.count() == 15
    assert panel.asked.filter(mailed_at=None).count() == 15
    assert "invitations by mail wait" in caplog.text
    ticker.run(timezone.now())
    settings.EMAIL_BACKEND = working
    ticker.run(timezone.now())
    assert len(mail.outbox) == 15
    judge(panel, *["leak"] * 4)
    assert Panel.objects.get(pk=panel.pk).ended_at


@pytest.mark.parametrize(("backend", "tried_again"), [("Refusing", False), ("Greylisting", True)])
def test_one_address_that_is_refused_keeps_nobody_elses_mail(panel_later, settings, backend, tried_again):
    seat = panel_later.asked.first()
    User.objects.filter(pk=seat.person_id).update(email="refused@peerline.example")
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    assert mail_invitations(seat.invited_at) == len(mail.outbox) == panel_later.asked.count() - 1
    seat.refresh_from_db()
    assert (seat.mailed_at is None) is tried_again


def test_an_address_that_is_none_keeps_nobody_elses_mail(panel_later):
    User.objects.filter(pk=panel_later.asked.first().person_id).update(email="a@b.example\nBcc: c@d.example")
    sent = mail_invitations(panel_later.asked.first().invited_at)
    assert sent == len(mail.outbox) == panel_later.asked.count() - 1


def test_who_answered_before_the_hour_or_is_not_needed_any_more_has_no_mail(panel_later, company):
    now = timezone.now()
    panel_later.asked.update(invited_at=now)
    first, second = panel_later.asked.all()[:2]
    assert take(first).status_code == 302
    actions.decline(person=second.person, seat=second, reason="conflict", now=now)
    assert mail_invitations(now) == panel_later.asked.count() - 2
    mail.outbox.clear()
    panel_later.asked.update(mailed_at=None)
    Panel.objects.filter(pk=panel_later.pk).update(ended_at=now, next_draw_at=None)
    assert mail_invitations(now) == 0


def test_a_mail_is_in_the_first_language_of_its_reader_that_the_site_speaks(panel_later):
    swede, other = panel_later.asked.all()[:2]
    User.objects.filter(pk=swede.person_id).update(languages=["fi", "sv"], email="swede@peerline.example")
    User.objects.filter(pk=other.person_id).update(languages=["fi"], email="finn@peerline.example")
    mail_invitations(swede.invited_at)
    by_address = {one.to[0]: one.body for one in mail.outbox}
    assert "Du har lottats" in by_address["swede@peerline.example"]
    assert "You were drawn by lot" in by_address["finn@peerline.example"]
