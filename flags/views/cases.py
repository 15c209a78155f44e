"""One case: for the authors of the text, and for those who flagged the passage."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from flags import citations, registry, standing
from flags.actions import answering
from flags.models import Answer, Case, Settlement, Testimony
from flags.overlays import flag_url
from flags.rules.lifecycle import Side
from flags.rules.passages import Span
from flags.veil import Key, Text, visible
from flags.views import refusals
from flags.views.offers import Piece, marked
from flags.views.panel_facts import panel_facts


@dataclass(frozen=True)
class Instead:
    """What stands in the place of a passage now, as far as somebody may see it, and where to flag it."""

    pieces: list[Piece]
    is_new: bool
    flag_address: str


@require_safe
def case(request, case_id):
    """Show a case to its parties; to everybody else it does not exist."""
    now = timezone.now()
    shown = get_object_or_404(Case.objects.visible_to(request.user, now), pk=case_id)
    target = registry.get(shown.target_kind)
    if target.current_version(shown.target_id) is None:
        return refusals.gone(request)
    if request.user.pk in target.authors(shown.target_id) and shown.authors.filter(person=request.user).exists():
        return _author_page(request, shown, now)
    if not shown.testimonies.filter(person=request.user).exists():
        raise Http404("Whoever is no author any more has no part in it.")
    return _witness_page(request, shown, now)


def _author_page(request, shown: Case, now):
    target = registry.get(shown.target_kind)
    readable = standing.is_readable(shown, now)
    pieces = standing.parts(shown) if readable else []
    settlement = _settlement(shown)
    context = {
        **_common(request, shown),
        "passage": marked(pieces[0].blocks[pieces[0].block], pieces[0].span) if pieces else [],
        "notes": sorted(shown.testimonies.standing().exclude(note="").values_list("note", flat=True)),
        "left": readable and bool(standing.left_over(pieces, standing.current_blocks(shown))),
        "is_unsure": shown.is_open and not standing.is_certain(shown),
        "edit_address": target.edit_address(shown.target_id, shown.pk),
        "settlement": settlement,
        "can_undo": settlement is not None and now < settlement.undo_until and not shown.authors_appealed,
        "incident_contact": settings.INCIDENT_CONTACT,
        "incident_address": _incident_address(request, target.address(shown.target_id)),
        "link_to_pass_on": request.build_absolute_uri(target.address(shown.target_id)),
    }
    return render(request, "flags/case_author.html", context)


def _witness_page(request, shown: Case, now):
    mine = shown.testimonies.filter(person=request.user).latest("created_at", "pk")
    settlement = _settlement(shown)
    answer = Answer.objects.filter(settlement=settlement, testimony=mine).first() if settlement else None
    asked = not mine.withdrawn_at and answering.open_question(shown, mine, now)
    context = {
        **_common(request, shown),
        "testimony": mine,
        "readable": standing.is_readable(shown, now),
        "passage": _own_mark(request, shown, mine) if standing.is_readable(shown, now) else [],
        "is_unsure": shown.is_open and not standing.is_certain(shown),
        "settlement": settlement,
        "is_early": settlement is not None and not mine.withdrawn_at and now < settlement.undo_until,
        "asked": asked,
        "answer": answer,
        "instead": _instead(request, settlement) if settlement and (asked or answer) else None,
    }
    return render(request, "flags/case_witness.html", context)


def _settlement(shown: Case) -> Settlement | None:
    return shown.settlements.filter(undone_at=None).first() if shown.state == "fixed" else None


def _common(request, shown: Case) -> dict[str, object]:
    target = registry.get(shown.target_kind)
    is_author = shown.authors.filter(person=request.user).exists()
    side = Side.AUTHORS if is_author else Side.WITNESSES
    return {
        "case": shown,
        "title": target.titles([shown.target_id], request.user).get(shown.target_id, target.noun),
        "address": target.address(shown.target_id),
        "clause": citations.cited(shown),
        "panel": panel_facts(shown, side, timezone.now()),
    }


def _incident_address(request, address: str) -> str:
    """Return where a click on whom to tell leads: to a mail with a link, or a page; empty for other text."""
    contact = settings.INCIDENT_CONTACT.strip()
    if contact.startswith(("https://", "http://")):
        return contact
    if "@" not in contact or " " in contact:
        return ""
    words = {"subject": _("A passage to look at"), "body": request.build_absolute_uri(address)}
    return f"mailto:{quote(contact, safe='@')}?{urlencode(words, quote_via=quote)}"


def _own_mark(request, shown: Case, mine: Testimony) -> list[Piece]:
    """Return the block with the witness's own mark, as far as they may see it; empty if its version is closed."""
    return _pieces(request, Key(shown.target_kind, shown.target_id, shown.target_version), shown.block, mine.span)


def _instead(request, settlement: Settlement) -> Instead | None:
    """Return what stands in the passage's place; None where nobody can tell, or nothing may be seen."""
    found = answering.new_passage(settlement)
    if found is None:
        return None
    version, block, span = found
    key = Key(settlement.case.target_kind, settlement.case.target_id, version)
    pieces = _pieces(request, key, block, span or Span(0, 0))
    return Instead(pieces, span is not None, flag_url(key, block)) if pieces else None


def _pieces(request, key: Key, block: str, span: Span) -> list[Piece]:
    """Return a block with a stretch of it marked, as far as the person may see it; empty if it is closed."""
    body = registry.get(key.kind).blocks(key.id, key.version).get(block, "")
    view = visible(Text(*key, {block: body}), request.user)
    if view.closed:
        return []
    pieces: list[Piece] = []
    for segment in view.blocks[block].segments:
        if segment.hidden and segment.veil:
            pieces.append(Piece(segment.veil.label, hidden=True))
        else:
            pieces += _within(segment.text, segment.start, span)
    return pieces


def _within(text: str, offset: int, span: Span) -> list[Piece]:
    """Return a visible stretch that begins at `offset` of its block, with what lies in `span` marked."""
    start = min(max(span.start - offset, 0), len(text))
    end = min(max(span.end - offset, 0), len(text))
    return marked(text, Span(start, end))
