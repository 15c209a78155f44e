"""Flagging a passage: the form, as a page and as a fragment for the dialog, and its answer."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from flags import actions, citations, registry
from flags.actions import Citation, Mark
from flags.forms import FlagForm, TargetForm
from flags.models import Testimony
from flags.rules.passages import Span
from flags.views import refusals
from flags.views.offers import Offer
from people.messages import SAVED


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Show the form that flags a passage, and take it in."""
    where = TargetForm(request.POST if request.method == "POST" else request.GET)
    if not where.is_valid():
        return refusals.bad_address(request)
    asked = where.cleaned_data
    refusal = _refusal(request, asked)
    if refusal:
        return refusal
    try:
        offer = Offer(asked, request.user)
    except LookupError:
        return refusals.unknown(request)
    except ValueError:
        return refusals.bad_address(request)
    clauses = citations.grouped(citations.choices())
    if request.method != "POST":
        return _page(request, offer, FlagForm(sentences=offer.choices, clauses=clauses))
    if _moved_under_the_form(offer, asked["stamp"]):
        kept = {name: request.POST.get(name, "") for name in ("category", "clause", "note")}
        return _page(request, offer, FlagForm(sentences=offer.choices, clauses=clauses, initial=kept), status=409)
    form = FlagForm(request.POST, sentences=offer.choices, clauses=clauses)
    if not form.is_valid():
        return _page(request, offer, form, status=422)
    return _testify(request, offer, form)


def _refusal(request, asked):
    """Return why this text cannot be flagged by this person, or None."""
    kind, target_id = asked["kind"], asked["id"]
    try:
        target = registry.get(kind)
    except registry.UnknownKindError:
        return refusals.unknown(request)
    current = target.current_version(target_id)
    if current is None or asked["version"] > current or not target.may_see(request.user, target_id):
        return refusals.unknown(request)
    if request.user.pk in target.authors(target_id):
        return refusals.own_text(request, kind, target_id)
    if asked["version"] != current:
        return refusals.stale(request, kind, target_id)
    return None


def _moved_under_the_form(offer: Offer, stamp: str) -> bool:
    """Tell whether a veil fell since the form was made, so that what was selected or ticked means nothing now."""
    if offer.selected:
        return False
    return offer.was_selected or stamp != offer.view.stamp


def _testify(request, offer: Offer, form: FlagForm):
    """Record the flag; the answer is the same whether a case was opened or joined."""
    span = offer.span_of(form.cleaned_data.get("sentences", []))
    now = timezone.now()
    kind, target_id = offer.target.kind, offer.target_id
    try:
        testimony = actions.testify(
            person=request.user,
            mark=Mark(kind, target_id, offer.version, offer.key, span.start, span.end),
            category=form.cleaned_data["category"],
            note=form.cleaned_data["note"].strip(),
            citation=_citation(offer, span, form.cleaned_data["clause"], now),
            now=now,
        )
    except actions.StaleTextError:
        return refusals.stale(request, kind, target_id)
    except actions.OwnTextError:
        return refusals.own_text(request, kind, target_id)
    except actions.OwnWordsError:
        return refusals.own_words(request, kind, target_id)
    except actions.TooManyMarksError as error:
        return refusals.too_many(request, error)
    except actions.UnknownTargetError:
        return refusals.unknown(request)
    except actions.ClearedError:
        return refusals.cleared(request, kind, target_id)
    except actions.PassageHiddenError:
        return refusals.hidden_meanwhile(request, kind, target_id)
    except actions.NoteRepeatsPassageError:
        form.add_error("note", _("The note repeats words of the passage. Say why, without saying what."))
        return _page(request, offer, form, status=422)
    except actions.BadMarkError:
        return refusals.bad_address(request)
    return _thanks(request, testimony)


def _citation(offer: Offer, span: Span, clause: str, now) -> Citation | None:
    """Return the clause somebody chose, with its version in force when the words came in."""
    if not clause:
        return None
    page_id, _colon, clause_id = clause.partition(":")
    passage = offer.text[span.start : span.end]
    written_at = citations.written_at(offer.target.kind, offer.target_id, offer.version, passage)
    version = citations.version_in_force(int(page_id), clause_id, written_at=written_at, now=now)
    return Citation(int(page_id), clause_id, version)


def _thanks(request, testimony: Testimony):
    if refusals.wants_fragment(request):
        return render(request, "flags/thanks.html", {"case": testimony.case})
    messages.success(request, _("Thank you. Your flag is noted."), extra_tags=SAVED)
    return redirect(testimony.case)


def _page(request, offer: Offer, form: FlagForm, *, status: int = 200):
    context = {
        "base": refusals.base_for(request),
        "offer": offer,
        "form": form,
        "title": offer.target.titles([offer.target_id], request.user).get(offer.target_id, offer.target.noun),
        "address": offer.target.address(offer.target_id),
        "other_concerns_url": settings.OTHER_CONCERNS_URL,
        "moved": status == 409,
    }
    return render(request, "flags/new.html", context, status=status)
