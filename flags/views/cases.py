"""One case: for the authors of the text, and for those who flagged the passage."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from flags import actions, citations, registry, standing
from flags.models import Case, Testimony
from flags.rules.passages import Span
from flags.veil import Text, visible
from flags.views import refusals
from flags.views.offers import Piece, marked


@require_safe
def case(request, case_id):
    """Show a case to its parties; to everybody else it does not exist."""
    now = timezone.now()
    shown = get_object_or_404(Case.objects.visible_to(request.user, now), pk=case_id)
    if registry.get(shown.target_kind).current_version(shown.target_id) is None:
        return refusals.gone(request)
    if shown.authors.filter(person=request.user).exists():
        return _author_page(request, shown)
    return _witness_page(request, shown)


@require_POST
def take_out(request, case_id):
    """Cut the passage from the author's text and settle the case."""
    own = _own_case(request, case_id)
    try:
        left = actions.take_out(person=request.user, case=own, now=timezone.now())
    except actions.CaseEndedError:
        return refusals.case_ended(request)
    except actions.StaleTextError:
        return refusals.stale(request, own.target_kind, own.target_id)
    except actions.NotYoursError:
        return refusals.unknown(request)
    if left:
        messages.warning(request, _("It is taken out, but some of its words still stand elsewhere in the text."))
    else:
        messages.success(request, _("It is taken out, and the case is settled. Thank you."))
    return redirect(own)


@require_POST
def settle(request, case_id):
    """Take the author's word that this was it, as far as the text bears it out."""
    own = _own_case(request, case_id)
    try:
        actions.settle(person=request.user, case=own, now=timezone.now())
    except actions.CaseEndedError:
        return refusals.case_ended(request)
    except actions.NotYoursError:
        return refusals.unknown(request)
    except actions.StillThereError:
        messages.warning(request, _("Some of its words still stand in the text. Take them out first."))
        return redirect(own)
    messages.success(request, _("The case is settled. Thank you."))
    return redirect(own)


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


def _own_case(request, case_id) -> Case:
    """Return a case on the person's own text; raises Http404 for everybody else's, and for a text that is gone."""
    own = get_object_or_404(Case.objects.on_texts_of(request.user, timezone.now()), pk=case_id)
    if registry.get(own.target_kind).current_version(own.target_id) is None:
        raise Http404("The text is gone.")
    return own


def _author_page(request, shown: Case):
    target = registry.get(shown.target_kind)
    pieces = standing.parts(shown)
    context = {
        **_common(request, shown),
        "sealed": not pieces,
        "passage": marked(pieces[0].blocks[pieces[0].block], pieces[0].span) if pieces else [],
        "notes": sorted(shown.testimonies.standing().exclude(note="").values_list("note", flat=True)),
        "left": bool(standing.left_over(pieces, standing.current_blocks(shown))),
        "edit_address": target.edit_address(shown.target_id, shown.pk),
        "incident_contact": settings.INCIDENT_CONTACT,
    }
    return render(request, "flags/case_author.html", context)


def _witness_page(request, shown: Case):
    mine = shown.testimonies.filter(person=request.user).latest("created_at", "pk")
    context = {**_common(request, shown), "testimony": mine, "passage": _own_mark(request, shown, mine)}
    return render(request, "flags/case_witness.html", context)


def _common(request, shown: Case) -> dict[str, object]:
    target = registry.get(shown.target_kind)
    return {
        "case": shown,
        "title": target.titles([shown.target_id], request.user).get(shown.target_id, target.noun),
        "address": target.address(shown.target_id),
        "clause": citations.cited(shown),
    }


def _own_mark(request, shown: Case, mine: Testimony) -> list[Piece]:
    """Return the block with the witness's own mark, as far as they may see it; empty if closed or taken out."""
    blocks = registry.get(shown.target_kind).blocks(shown.target_id, shown.target_version)
    if shown.block not in blocks or standing.is_sealed(shown):
        return []
    body = blocks[shown.block]
    view = visible(
        Text(shown.target_kind, shown.target_id, shown.target_version, {shown.block: body}), request.user
    )
    if view.closed:
        return []
    pieces: list[Piece] = []
    for segment in view.blocks[shown.block].segments:
        if segment.hidden and segment.veil:
            pieces.append(Piece(segment.veil.label, hidden=True))
        else:
            pieces += _within(segment.text, segment.start, mine.span)
    return pieces


def _within(text: str, offset: int, span: Span) -> list[Piece]:
    """Return a visible stretch that begins at `offset` of its block, with what lies in `span` marked."""
    start = min(max(span.start - offset, 0), len(text))
    end = min(max(span.end - offset, 0), len(text))
    return marked(text, Span(start, end))
