"""Telling people about a case, in words that give nothing of it away.

The words are stored in English and translated for whoever reads them: in the language of the one who flagged, they
would give a hint of who it was.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from flags.conf import house
from flags.models import Advice, Case, Seat
from flags.rules import lifecycle
from flags.rules.notices import tell_at
from people.actions import notify, take_back_each_notice, take_back_notices
from people.models import User


def moment(now: datetime, *, urgent: bool) -> datetime:
    """Return when to tell people of something that happens now: at once, or at the next fixed hour.

    The hours are those of the house's own time zone, the same for everybody.
    """
    local = timezone.localtime(now, timezone.get_default_timezone())
    return tell_at(local, urgent=urgent, hours=house().notice_hours)


def tell_authors_of_mark(case: Case) -> None:
    """Tell every author, when `told_at` comes, that a passage of theirs was flagged."""
    text = _("A colleague flagged a passage of yours. Only you can see this for now.")
    _tell(case, _authors(case), "flags.noted", text, case.told_at)


def tell_authors_of_veil(case: Case, *, now: datetime) -> None:
    """Tell every author at once, because everybody sees the veil; what they had yet to hear is replaced."""
    authors = _authors(case)
    take_back_notices(recipients=authors, url=case.get_absolute_url(), now=now)
    text = _("A passage of yours is hidden for now. You can take it out, or rewrite it.")
    _tell(case, authors, "flags.veiled", text, now)


def tell_authors_of_panel(case: Case, *, now: datetime) -> None:
    """Tell every author that a panel sits, because nobody answered in time."""
    text = _("A panel of colleagues will look at a passage of yours. You can still take it out, or rewrite it.")
    _tell(case, _authors(case), "flags.panel", text, moment_for(case, now))


def moment_for(case: Case, now: datetime) -> datetime:
    """Return when to tell people of this case: at once if it is urgent, else at the next fixed hour."""
    return moment(now, urgent=lifecycle.is_urgent(case.category, recognised=case.recognised))


def tell_jurors(seats: Iterable[Seat], *, at: datetime) -> None:
    """Ask people to sit on a panel; the notice leads to a page that says more, but not what the passage says."""
    text = _("You were drawn by lot to look at one passage. It takes a few minutes; nobody learns what you say.")
    for seat in seats:
        if seat.person is not None:
            url = seat.get_absolute_url()
            notify(recipient=seat.person, kind="flags.seat", text=text, url=url, deliver_at=at)


def take_back_from_jurors(seats: Iterable[Seat], *, now: datetime) -> None:
    """Take back what people who were asked have not been shown yet: their panel has ended."""
    urls = {seat.person_id: seat.get_absolute_url() for seat in seats if seat.person_id is not None}
    take_back_each_notice(urls=urls, now=now)


def tell_of_appeal(case: Case, *, now: datetime) -> None:
    """Tell authors who know of the case, and its witnesses, that a second panel sits."""
    witnesses = User.objects.filter(pk__in=case.testimonies.standing().values("person"))
    text = _("A second panel looks at a flag that concerns you.")
    _tell(case, [*_authors(case), *witnesses], "flags.appeal", text, moment(now, urgent=False))


def tell_advisor(advice: Advice, *, now: datetime) -> None:
    """Tell a colleague that an author would like their word to the panel."""
    text = _("A colleague names you as advisor: you may write a note to a panel. You have no vote.")
    if advice.person is not None:
        url = advice.get_absolute_url()
        notify(recipient=advice.person, kind="flags.advice", text=text, url=url, deliver_at=now)


def tell_of_end(case: Case, *, now: datetime) -> None:
    """Tell authors who know of the case, and its witnesses, that it has ended; the same words for every end."""
    authors = _authors(case)
    take_back_notices(recipients=authors, url=case.get_absolute_url(), now=now)
    told = authors if case.told_at <= now else []
    witnesses = User.objects.filter(pk__in=case.testimonies.standing().values("person"))
    text = _("A flag that concerns you has ended.")
    _tell(case, [*told, *witnesses], "flags.ended", text, moment(now, urgent=False))


def take_back_end(case: Case, *, now: datetime) -> None:
    """Take back what nobody was shown yet about an end that was undone."""
    witnesses = User.objects.filter(pk__in=case.testimonies.values("person"))
    take_back_notices(recipients=[*_authors(case), *witnesses], url=case.get_absolute_url(), now=now)


def tell_that_its_place_is_open(case: Case, *, now: datetime) -> None:
    """Tell authors and witnesses that an edit left open where the passage stands, so that more is hidden."""
    text = _("A text was edited where words are hidden. More of it is hidden now, to be safe.")
    witnesses = User.objects.filter(pk__in=case.testimonies.standing().values("person"))
    _tell(case, _authors(case), "flags.unsure", text, now)
    _tell(case, list(witnesses), "flags.unsure", text, moment(now, urgent=False))


def _authors(case: Case) -> list[User]:
    return list(User.objects.filter(pk__in=case.authors.values("person")))


def _tell(case: Case, people: list[User], kind: str, text: str, at: datetime) -> None:
    for person in people:
        notify(recipient=person, kind=kind, text=text, url=case.get_absolute_url(), deliver_at=at)
