"""An author disagrees, a side appeals, an advisor writes: what people do about a panel."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from flags import actions, citations, registry
from flags.exhibits import exhibit
from flags.models import Advice, Case
from flags.panel_forms import AdviceForm, AdvisorForm, ContestForm
from flags.rules.lifecycle import Side
from flags.views import refusals
from people.messages import SAVED


@require_http_methods(["GET", "HEAD", "POST"])
def contest(request, case_id):
    """Ask an author why a passage is no leak, and let a panel sit."""
    own = _own_case(request, case_id)
    if not own.is_open or own.contested_at:
        return refusals.cannot_contest(request, own)
    form = ContestForm(request.POST or None)
    if request.method != "POST":
        return _contest_page(request, own, form)
    if not form.is_valid():
        return _contest_page(request, own, form, status=422)
    try:
        actions.contest(person=request.user, case=own, now=timezone.now(), **form.cleaned_data)
    except actions.CaseEndedError:
        return refusals.case_ended(request)
    except actions.TooLateError:
        return refusals.cannot_contest(request, own)
    except actions.NotYoursError:
        return refusals.unknown(request)
    except actions.NoteRepeatsPassageError:
        form.add_error("note", _("This repeats words of the passage. Say why, without saying what."))
        return _contest_page(request, own, form, status=422)
    except actions.UnknownAdvisorError:
        form.add_error("advisor", _("Name somebody other than yourself."))
        return _contest_page(request, own, form, status=422)
    said = _("Your answer is noted. A panel of colleagues looks at the passage.")
    messages.success(request, said, extra_tags=SAVED)
    return redirect(own)


@require_POST
def name_advisor(request, case_id):
    """Let an author name who may write to the panel."""
    own = _own_case(request, case_id)
    form = AdvisorForm(request.POST)
    if not form.is_valid():
        return render(request, "flags/panel_advisor.html", {"case": own, "form": form}, status=422)
    try:
        actions.name_advisor(
            person=request.user, case=own, advisor=form.cleaned_data["advisor"], now=timezone.now()
        )
    except actions.TooLateError:
        return refusals.case_ended(request)
    except actions.NotYoursError:
        return refusals.unknown(request)
    except actions.UnknownAdvisorError:
        form.add_error("advisor", _("Name somebody other than yourself."))
        return render(request, "flags/panel_advisor.html", {"case": own, "form": form}, status=422)
    messages.success(request, _("Your advisor is told, and may write to the panel."))
    return redirect(own)


@require_POST
def appeal(request, case_id):
    """Ask for a second panel, as an author or as somebody who flagged the passage."""
    known = get_object_or_404(Case.objects.visible_to(request.user, timezone.now()), pk=case_id)
    side = Side.AUTHORS if known.authors.filter(person=request.user).exists() else Side.WITNESSES
    try:
        actions.appeal(person=request.user, case=known, side=side, now=timezone.now())
    except actions.TooLateError:
        return refusals.cannot_appeal(request, known)
    except actions.NotYoursError:
        return refusals.unknown(request)
    messages.success(request, _("A second panel is drawn. Nobody of the first is on it."))
    return redirect(known)


@require_http_methods(["GET", "HEAD", "POST"])
def advise(request, case_id):
    """Let an advisor read the passage and write to the panel."""
    advice = get_object_or_404(Advice.objects.select_related("case"), case=case_id, person=request.user)
    if not advice.case.life.panel_sits:
        return refusals.panel_over(request)
    form = AdviceForm(request.POST if request.method == "POST" else None, initial={"note": advice.note})
    if request.method == "POST" and form.is_valid() and (answer := _advise(request, advice, form)):
        return answer
    case = advice.case
    context = {"case": case, "exhibit": exhibit(case), "clause": citations.cited(case), "form": form}
    return render(request, "flags/panel_advise.html", context, status=422 if form.errors else 200)


def _advise(request, advice: Advice, form: AdviceForm):
    """Record the note and return the answer; None when the form has to come back."""
    note, case = form.cleaned_data["note"], advice.case
    try:
        actions.advise(person=request.user, case=case, note=note, now=timezone.now())
    except actions.NoteRepeatsPassageError:
        form.add_error("note", _("This repeats words of the passage. Say why, without saying what."))
        return None
    except actions.CaseEndedError:
        return refusals.panel_over(request)
    except actions.NotYoursError:
        return refusals.sits_already(request)
    said = _("Your note is with the panel. You can change it while the panel sits.")
    messages.success(request, said, extra_tags=SAVED)
    return redirect(advice)


def _own_case(request, case_id) -> Case:
    """Return a case on the person's own text; raises Http404 for everybody else's, and for a text that is gone."""
    own = get_object_or_404(Case.objects.on_texts_of(request.user, timezone.now()), pk=case_id)
    if registry.get(own.target_kind).current_version(own.target_id) is None:
        raise Http404("The text is gone.")
    return own


def _contest_page(request, own: Case, form: ContestForm, *, status: int = 200):
    context = {"case": own, "form": form, "clause": citations.cited(own), "exhibit": exhibit(own)}
    return render(request, "flags/panel_contest.html", context, status=status)
