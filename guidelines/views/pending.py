"""The page of a text that waits to be published: what it changes, what is missing, what one can say about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines import gates, publishing, taking_in
from guidelines.actions import RecordingError
from guidelines.gate_forms import AnswerForm, ObjectionForm
from guidelines.models import Endorsement, GuidelineAddress, GuidelineRecord, Leaf, PendingPublication
from guidelines.rules import comparison as rules
from guidelines.rules.content import ContentError, Guideline
from guidelines.rules.reading import Reading
from guidelines.views.access import may_edit
from guidelines.views.drawing import Drawing, resolver
from guidelines.views.gate_wording import gate_in_words, missing_in_words
from guidelines.views.rendered import people_of
from guidelines.views.wording import front_in_words, kinds_in_words, labels
from people.messages import SAVED
from people.models import User

NOTHING = Reading(Guideline(""), "", frozenset())
"""What a guideline says before its first version."""


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button for this text."""

    pending: PendingPublication
    text_hash: str
    person: User
    now: datetime

    @property
    def facts(self) -> dict[str, Any]:
        """What every action needs."""
        return {
            "page_id": self.pending.page_id,
            "text_hash": self.text_hash,
            "person": self.person,
            "now": self.now,
        }


@require_http_methods(["GET", "HEAD", "POST"])
def pending(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what waits at a guideline, to everybody who works here; take what they say about it."""
    if not (request.user.is_authenticated and may_edit(request)):
        raise PermissionDenied
    waits, guideline = _found(slug)
    if waits is None:
        return render(request, "guidelines/pending_none.html", {"guideline": guideline})
    forms: dict[str, Form] = {}
    if request.method == "POST":
        press = Press(waits, request.POST.get("text", ""), request.user, timezone.now())
        said, tags = _said(request, press, forms)
        if said:
            messages.info(request, said, extra_tags=tags)
            return redirect(request.path)
    context = _context(request.user, waits, guideline, forms, timezone.now())
    return render(request, "guidelines/pending.html", context, status=422 if forms else 200)


def _found(slug: str) -> tuple[PendingPublication | None, GuidelineRecord | None]:
    """Return what waits at a slug, and the guideline; None for what is not there. Raises Http404 for neither."""
    address = GuidelineAddress.objects.with_guideline().filter(slug=slug).first()
    if address:
        return gates.waiting(address.guideline_id), address.guideline
    waits = PendingPublication.objects.waiting().filter(slug=slug).first()
    if waits is None:
        raise Http404
    return waits, GuidelineRecord.objects.recorded().filter(page_id=waits.page_id).first()


def _said(request: HttpRequest, press: Press, forms: dict[str, Form]) -> tuple[str, str]:
    """Do what a button says; return what to tell, "" where its form has to be filled in again, and its tag."""
    buttons: dict[str, Callable[[HttpRequest, Press, dict[str, Form]], str]] = {
        "endorse": _endorse,
        "back": _endorse_no_more,
        "object": _object,
        "answer": _answer,
        "take_back": _take_back,
    }
    pressed = next((act for name, act in buttons.items() if name in request.POST), None)
    if pressed is None:
        return _("Press one of the buttons."), ""
    try:
        return pressed(request, press, forms), SAVED
    except (publishing.PublishingError, RecordingError) as error:
        return str(error), ""
    except ContentError:
        return _("It cannot be published as it is. Edit the guideline in the CMS instead."), ""


def _endorse(request: HttpRequest, press: Press, forms: dict[str, Form]) -> str:
    if publishing.endorse(**press.facts):
        taking_in.close_done(page_id=press.pending.page_id, person=press.person, now=press.now)
        return _("Thank you. Nothing else was missing: this text is in force now.")
    return _("Thank you. You endorse exactly this text.")


def _endorse_no_more(request: HttpRequest, press: Press, forms: dict[str, Form]) -> str:
    publishing.take_back_endorsement(**press.facts)
    return _("You endorse this text no more.")


def _object(request: HttpRequest, press: Press, forms: dict[str, Form]) -> str:
    holds = _holds(press.pending, press.now)
    form = ObjectionForm(request.POST, holds=holds)
    if not form.is_valid():
        forms["object"] = form
        return ""
    publishing.object_to(**press.facts, reason=form.cleaned_data["reason"])
    if holds:
        return _("Your objection stands below. The text waits until one of its authors has answered.")
    return _("What you wrote stands below, for its authors and for everybody who is asked to endorse it.")


def _holds(waits: PendingPublication, now: datetime) -> bool:
    """Whether an objection holds a text until it is answered."""
    return bool(gates.gate_of_pending(waits, now).days)


def _answer(request: HttpRequest, press: Press, forms: dict[str, Form]) -> str:
    number = request.POST["answer_to"] if request.POST.get("answer_to", "").isdecimal() else "0"
    objection = press.pending.objections.filter(pk=number[:18]).first()
    if objection is None:
        raise publishing.NothingWaitsError(_("This objection is not there any more."))
    holds = _holds(press.pending, press.now)
    form = AnswerForm(request.POST, prefix=_prefix(objection.pk), holds=holds)
    if not form.is_valid():
        forms[_prefix(objection.pk)] = form
        return ""
    text = form.cleaned_data["answer"]
    publishing.answer(objection_id=objection.pk, person=press.person, text=text, now=press.now)
    return _("Your answer stands below. The days start anew.") if holds else _("Your answer stands below.")


def _prefix(objection_id: int) -> str:
    return f"objection{objection_id}"


def _take_back(request: HttpRequest, press: Press, forms: dict[str, Form]) -> str:
    publishing.take_back(**press.facts)
    return _("This text waits no more. It is still a draft in the CMS.")


def _context(
    person: User,
    waits: PendingPublication,
    guideline: GuidelineRecord | None,
    forms: dict[str, Form],
    now: datetime,
) -> dict[str, Any]:
    """Return what `guidelines/pending.html` needs."""
    gate = gates.gate_of_pending(waits, now)
    standing = gates.standing_of(waits, gate)
    endorsements = list(Endorsement.objects.to(waits.text_hash))
    authors = people_of(waits.authors)
    is_mine = person.pk in waits.authors
    current = guideline.current if guideline else None
    return {
        "guideline": guideline,
        "current": current,
        "pending": waits,
        "note": waits.shown.note,
        "authors": [authors[author] for author in waits.authors if author in authors],
        "asks": gate_in_words(gate),
        "missing": missing_in_words(standing, now),
        "endorsements": [row for row in endorsements if row.person_id in standing.endorsers],
        "endorses": any(row.person == person for row in endorsements),
        "is_mine": is_mine,
        "objections": _objections(waits, forms, holds=bool(gate.days)),
        "object_form": forms.get("object") or ObjectionForm(holds=bool(gate.days)),
        "is_objecting": "object" in forms,
        "holds": bool(gate.days),
        "asks_for_endorsement": bool(gate.endorsements or gate.teams or gate.other_team),
        **_changes(Leaf.objects.read_one(current) if current else NOTHING, waits.shown),
    }


def _objections(waits: PendingPublication, forms: dict[str, Form], *, holds: bool) -> list[tuple[Any, Form]]:
    """Return objections, each with the form that answers it."""
    rows = waits.objections.select_related("person", "answered_by")
    return [(row, forms.get(_prefix(row.pk)) or AnswerForm(prefix=_prefix(row.pk), holds=holds)) for row in rows]


def _changes(old: Reading, new: Reading) -> dict[str, Any]:
    """Return what a text changes, for `guidelines/includes/pending_changes.html`."""
    compared = rules.compare(old, new)
    resolve = resolver([*compared.front.changes, *compared.diff.changes])
    draw = Drawing(labels(), resolve, beside=False, whole=False)
    return {
        "compared": compared,
        "front": [(front_in_words(change), draw.body(change)) for change in compared.front.changed],
        "changed": [
            (each, kinds_in_words(each), draw.body(each.change)) for each in compared.clauses if each.is_changed
        ],
    }
