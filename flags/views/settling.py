"""What authors and witnesses press on a case's page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flags import actions, registry
from flags.forms import AnswerForm
from flags.models import Answer, Case
from flags.views import refusals


@require_POST
def take_out(request, case_id):
    """Cut the passage from the author's text and settle the case."""
    own = own_case(request, case_id)
    try:
        left = actions.take_out(person=request.user, case=own, now=timezone.now())
    except actions.FlagError as error:
        return _refused(request, own, error)
    if left:
        messages.warning(request, _("It is taken out, but some of its words still stand elsewhere in the text."))
    else:
        messages.success(request, _("It is taken out, and the case is settled. Thank you."))
    return redirect(own)


@require_POST
def settle(request, case_id):
    """Take the author's word that this was it, as far as the text bears it out."""
    own = own_case(request, case_id)
    try:
        actions.settle(person=request.user, case=own, now=timezone.now())
    except actions.StillThereError:
        messages.warning(request, _("Some of its words still stand in the text. Take them out first."))
        return redirect(own)
    except actions.FlagError as error:
        return _refused(request, own, error)
    messages.success(request, _("The case is settled. Thank you."))
    return redirect(own)


@require_POST
def undo(request, case_id):
    """Take a settlement back while there is time."""
    own = own_case(request, case_id)
    try:
        undone = actions.undo(person=request.user, case=own, now=timezone.now())
    except actions.FlagError as error:
        return _refused(request, own, error)
    if undone.version_before:
        messages.success(request, _("Undone: the text and the case are as they were."))
    else:
        messages.success(request, _("Undone: the case is open again. Your text stays as you wrote it."))
    return redirect(own)


@require_POST
def answer(request, case_id):
    """Say whether the new text settles it."""
    joined = get_object_or_404(Case.objects.marked_by(request.user), pk=case_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return refusals.bad_answer(request, joined)
    settles = form.cleaned_data["settles"] == AnswerForm.YES
    try:
        given = actions.answer(person=request.user, case=joined, settles=settles, now=timezone.now())
    except actions.FlagError as error:
        return _refused(request, joined, error)
    messages.success(request, _what_became(given))
    return redirect(joined)


@require_POST
def withdraw(request, case_id):
    """Take a flag back."""
    joined = get_object_or_404(Case.objects.marked_by(request.user), pk=case_id)
    try:
        actions.withdraw(person=request.user, case=joined, now=timezone.now())
    except actions.CaseEndedError:
        return refusals.case_ended(request)
    except actions.NotYoursError:
        return redirect(joined)
    messages.success(request, _("Your flag is withdrawn."))
    return redirect(joined)


def own_case(request, case_id) -> Case:
    """Return a case on the person's own text; raises Http404 for everybody else's, and for a text that is gone."""
    own = get_object_or_404(Case.objects.on_texts_of(request.user, timezone.now()), pk=case_id)
    if registry.get(own.target_kind).current_version(own.target_id) is None:
        raise Http404("The text is gone.")
    return own


def _refused(request, case: Case, error: actions.FlagError):
    """Say why something was not done."""
    if isinstance(error, actions.CaseEndedError):
        return refusals.case_ended(request)
    if isinstance(error, actions.TooLateError):
        return refusals.too_late(request, case)
    if isinstance(error, actions.StaleTextError):
        return refusals.changed_meanwhile(request, case)
    if isinstance(error, actions.ChangedAccountError):
        return refusals.changed_account(request, case)
    return refusals.unknown(request)


def _what_became(given: Answer) -> str:
    if given.settles:
        return _("Thank you. You said that this settles it.")
    if given.carried_to:
        return _("Thank you. Your flag stands on the new words now.")
    return _("Thank you. Nothing stands in the place of the passage that could be flagged for you; see below.")
