"""Invitations to panels by mail: a link and words that are always the same, nothing of what is to be judged.

They go out once the invitation is committed, or at the fixed hour it waits for; what could not be sent then, the
ticker sends later, so that a mail server that does not answer breaks nothing.
Source: docs/adr/0039-invitations-by-mail.md.
"""

import logging
from datetime import datetime
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from flags.models import Seat
from people.models import User

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Mails of one run; the ticker goes on half a minute later."""

_SENDS_NOTHING = frozenset(
    {"django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend"}
)


def is_configured() -> bool:
    """Return whether mail leaves this house: EMAIL_URL names a server."""
    return settings.EMAIL_BACKEND not in _SENDS_NOTHING


@task()
def send_invitations() -> int:
    """Send what is due now; to be enqueued by whoever invites people at once."""
    return mail_invitations(timezone.now())


def mail_invitations(now: datetime) -> int:
    """Send a mail to everybody who was told of an invitation by now, once each; return how many went out.

    Nothing is sent to people without an address, and nothing for seats that are not open any more. Never raises
    because of mail. Safe to run twice, late, or beside another run: a mail is claimed before it is sent.
    """
    seats = list(Seat.objects.to_mail(now)[:AT_ONCE]) if is_configured() else []
    if not seats:
        return 0
    sent = 0
    try:
        with get_connection() as connection:
            for seat in seats:
                sent += _send(seat, connection, now)
    except OSError as error:  # what smtplib raises is one too
        logger.warning("%d invitations by mail wait: %s", len(seats) - sent, type(error).__name__)
    return sent


def _send(seat: Seat, connection: BaseEmailBackend, now: datetime) -> bool:
    """Send one mail; return whether it went out. Raises OSError where the server takes none at all."""
    if not Seat.objects.filter(pk=seat.pk, mailed_at=None).update(mailed_at=now):
        return False
    try:
        _message(seat, connection).send()
    except (SMTPRecipientsRefused, SMTPNotSupportedError, ValueError) as error:
        logger.warning("seat %d: no mail goes to its person's address: %s", seat.pk, type(error).__name__)
        if _may_come_later(error):
            _give_back(seat)
        return False
    except OSError:
        _give_back(seat)
        raise
    return True


def _give_back(seat: Seat) -> None:
    Seat.objects.filter(pk=seat.pk).update(mailed_at=None)


def _may_come_later(error: Exception) -> bool:
    """Return whether a server refused an address for now only, as those do that greet strangers with a delay."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code < 500 for code, _text in error.recipients.values())


def _message(seat: Seat, connection: BaseEmailBackend) -> EmailMessage:
    person = seat.person
    assert person is not None  # noqa: S101 - `SeatQuerySet.to_mail` asks for an address
    with translation.override(_language_of(person)):
        lines = [
            _("You were drawn by lot to look at one passage. It takes a few minutes; nobody learns what you say."),
            f"{settings.BASE_URL}{seat.get_absolute_url()}",
            _("What it is about stands there only. You can also decline there."),
        ]
        subject = _("You were drawn by lot")
    return EmailMessage(subject, "\n\n".join(lines), to=[person.email], connection=connection)


def _language_of(person: User) -> str:
    """Return the first of a person's languages that the site speaks, else the site's own."""
    spoken = dict(settings.LANGUAGES)
    return next((code for code in person.languages if code in spoken), settings.LANGUAGE_CODE)
