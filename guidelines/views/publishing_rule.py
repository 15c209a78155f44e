"""How a guideline, or all of them, are published: what holds, who chose it, and choosing something else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines import gates, publishing
from guidelines.gate_forms import RuleForm
from guidelines.models import GuidelineIndexPage, GuidelinePage, GuidelineRecord, Leaf, RuleChange
from guidelines.rules.gates import Gate
from guidelines.views.access import current_version, finds_guideline, may_edit
from guidelines.views.gate_wording import gate_in_words
from people.messages import SAVED

CHANGES_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@finds_guideline
def of_guideline(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Show and set how one guideline is published."""
    if not GuidelinePage.objects.filter(pk=guideline.page_id).exists():
        raise Http404
    title = Leaf.objects.read([current_version(guideline)], kinds={"title"})[0].guideline.title
    return _rule_page(request, guideline.page_id, {"guideline": guideline, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
def of_all(request: HttpRequest) -> HttpResponse:
    """Show and set how all guidelines are published that have no rule of their own."""
    container = GuidelineIndexPage.objects.first()
    if container is None:
        raise Http404
    return _rule_page(request, container.pk, {"guideline": None})


def _rule_page(request: HttpRequest, page_id: int, context: dict[str, Any]) -> HttpResponse:
    if not (request.user.is_authenticated and may_edit(request)):
        raise PermissionDenied
    now = timezone.now()
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        for_all=context["guideline"] is None,
        reach=gates.could_endorse(now),
        initial=_initial(page_id),
    )
    if form.is_valid():
        change = publishing.set_rule(
            page_id=page_id, person=request.user, gate=form.gate, reason=form.cleaned_data["reason"], now=now
        )
        messages.success(request, _news(change), extra_tags=SAVED)
        return redirect(request.path)
    changes = list(RuleChange.objects.of(page_id)[:CHANGES_SHOWN])
    shown = {
        "form": form,
        "asks": gate_in_words(gates.gate_set(page_id)),
        "calm_until": gates.calm_until(page_id, now),
        "changes": [(change, _chosen_in_words(change, context)) for change in changes],
        "now": now,
        "numbers": gates.numbers(),
    }
    return render(request, "guidelines/publishing.html", context | shown, status=422 if form.is_bound else 200)


def _initial(page_id: int) -> dict[str, Any]:
    """Return what the form shows first: the newest choice, and sensible numbers for the others."""
    last = RuleChange.objects.of(page_id).first()
    gate = last.gate if last else Gate()
    return {
        "rule": "silence" if gate.days else "peers" if gate.endorsements else "open",
        "endorsements": gate.endorsements or 2,
        "teams": gate.teams or 2,
        "days": gate.days or gates.numbers().silence_days,
    }


def _chosen_in_words(change: RuleChange, context: dict[str, Any]) -> list[str]:
    if change.gate.is_open and context["guideline"]:
        return [_("As all guidelines; no rule of its own.")]
    return gate_in_words(change.gate)


def _news(change: RuleChange) -> str:
    if change.applied_at:
        return _("This holds from now on.")
    return _("Noted. It is looser than what holds now, so it begins later; everybody can see it coming.")
