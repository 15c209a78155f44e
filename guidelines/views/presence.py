"""In which clause of a guideline colleagues are, for the script beside Wagtail's editor."""

import re

from django.http import HttpRequest, JsonResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.views import editing_sessions

from guidelines import presence
from guidelines.presence import Colleague
from guidelines.views.access import signed_in

ping = presence.leaving_no_trace(editing_sessions.ping)
"""Wagtail's sign of life of an open editor; of those who are not to be seen nothing is left."""

_CLAUSE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@require_POST
def here(request: HttpRequest, page_id: int) -> JsonResponse:
    """Take in which clause (`clause`) an editor (`session`) is, and answer in which ones colleagues are.

    Answers {"people": [[name, clause id], ...], "clauses": {clause id: sentence}}; "" is the id of no clause.
    """
    person = signed_in(request)
    session, clause_id = request.POST.get("session", ""), request.POST.get("clause", "")
    if session.isdecimal() and len(session) < 19:
        clause_id = clause_id if _CLAUSE_ID.fullmatch(clause_id) else ""
        presence.be_in(person=person, page_id=page_id, session_id=int(session), clause_id=clause_id)
    colleagues = presence.colleagues_of(person=person, page_id=page_id)
    return JsonResponse(
        {"people": [[each.name, each.clause_id] for each in colleagues], "clauses": _sentences(colleagues)}
    )


def _sentences(colleagues: list[Colleague]) -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for each in colleagues:
        if each.clause_id:
            names.setdefault(each.clause_id, []).append(each.name)
    return {clause_id: _sentence(several) for clause_id, several in names.items()}


def _sentence(names: list[str]) -> str:
    text = ngettext("%(names)s is in this clause", "%(names)s are in this clause", len(names))
    return text % {"names": get_text_list(names, _("and"))}
