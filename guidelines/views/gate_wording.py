"""Gates, and what is missing to pass them, in words."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.rules.gates import Gate, Standing


def gate_in_words(gate: Gate) -> list[str]:
    """Return what a text has to pass, a sentence each; that nobody is asked where it is open."""
    return [sentence for sentence in _asks(gate) if sentence] or [
        _("Whoever edits it publishes it; nobody is asked.")
    ]


def _asks(gate: Gate) -> list[str]:
    return [
        _people(gate.endorsements) if gate.endorsements else "",
        _teams(gate.teams) if gate.teams > 1 else "",
        _("One of them is of a team that no author is of.") if gate.other_team else "",
        _silence(gate.days) if gate.days else "",
    ]


def _people(count: int) -> str:
    return ngettext(
        "%(count)d colleague who did not write it endorses exactly this text.",
        "%(count)d colleagues who did not write it endorse exactly this text.",
        count,
    ) % {"count": count}


def _teams(count: int) -> str:
    return _("They are of at least %(count)d teams.") % {"count": count}


def _silence(days: int) -> str:
    return ngettext(
        "It waits for %(count)d day in which a colleague may object; an objection has to be answered.",
        "It waits for %(count)d days in which a colleague may object; an objection has to be answered.",
        days,
    ) % {"count": days}


def missing_in_words(standing: Standing, now: datetime) -> list[str]:
    """Return what is missing until a text is in force, a sentence each, in the reader's time zone."""
    return [sentence for sentence in _lacks(standing, now) if sentence]


def _lacks(standing: Standing, now: datetime) -> list[str]:
    return [
        _endorsements(standing.endorsements) if standing.endorsements else "",
        _more_teams(standing.teams) if standing.teams else "",
        _("One of those who endorse it has to be of a team that no author is of.") if standing.other_team else "",
        _answers(standing.objections) if standing.objections else "",
        _moment(standing.opens_at) if standing.opens_at and standing.opens_at > now else "",
    ]


def _endorsements(count: int) -> str:
    return ngettext(
        "%(count)d more endorsement is needed, by a colleague who did not write it.",
        "%(count)d more endorsements are needed, by colleagues who did not write it.",
        count,
    ) % {"count": count}


def _more_teams(count: int) -> str:
    return ngettext(
        "They have to come from %(count)d more team.", "They have to come from %(count)d more teams.", count
    ) % {"count": count}


def _answers(count: int) -> str:
    return ngettext(
        "%(count)d objection waits for an answer by its authors.",
        "%(count)d objections wait for an answer by its authors.",
        count,
    ) % {"count": count}


def _moment(moment: datetime) -> str:
    when = date_format(localtime(moment), "DATETIME_FORMAT")
    return _("It is published on %(when)s at the earliest.") % {"when": when}
