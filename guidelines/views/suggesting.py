"""Suggesting a change without entering the CMS: a small editor for one clause, with what would change."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guidelines import proposing
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, LeafCover, Proposal
from guidelines.private_look import private_look
from guidelines.proposal_forms import ClauseForm, ProposalForm
from guidelines.rules.content import Clause, ContentError, Guideline, clause_html
from guidelines.rules.proposing import Suggestion, find_clause, fit
from guidelines.views.access import current_version, not_found, signed_in
from guidelines.views.proposals import clause_id_of, for_colleagues, the_proposal, title_of
from guidelines.views.suggested import shown_change
from people.messages import SAVED


@dataclass(frozen=True, slots=True)
class Task:
    """What a form is for. number: of the version it was made from. now: the clause in it, None for a new one.

    begin: what the form shows first. after: the id of the clause before it. removes: the clause should go.
    proposal: the one that is edited, None for a new one.
    """

    number: int
    now: Clause | None
    begin: Clause
    after: str
    removes: bool = False
    proposal: Proposal | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def suggest(request: HttpRequest, guideline: GuidelineRecord, clause_id: str) -> HttpResponse:
    """Edit one clause as a suggestion; `?remove=1` suggests that it should go."""
    number, text = _version_meant(request, guideline)
    clause = find_clause(text, clause_id)
    if clause is None:
        return _gone(request, guideline, clause_id)
    current = [leaf.leaf_hash for leaf in current_version(guideline).leaf_refs if leaf.clause_id == clause_id]
    if LeafCover.objects.filter(leaf__in=current).exists():
        messages.error(
            request, _("Words of this clause are hidden for now. Suggest a change once that is decided.")
        )
        return redirect("guidelines:clause", slug=guideline.slug, clause_id=clause_id)
    task = Task(number, clause, clause, _before(text, clause_id), removes="remove" in request.GET)
    return _form_page(request, guideline, task)


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def suggest_new(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Write a new clause as a suggestion; `?after=` is the id of the clause before it, else it comes first."""
    number, text = _version_meant(request, guideline)
    neighbour = find_clause(text, request.GET.get("after", ""))
    new = Clause(_new_id(request, guideline), level=neighbour.level if neighbour else 2)
    return _form_page(request, guideline, Task(number, None, new, neighbour.id if neighbour else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@for_colleagues
def edit(request: HttpRequest, guideline: GuidelineRecord, proposal_id: int) -> HttpResponse:
    """Change a suggestion of one's own, against the guideline as it is now."""
    found = the_proposal(guideline, proposal_id, signed_in(request))
    if found.author_id != request.user.pk or not found.is_open:
        messages.error(request, _("Only whoever looks after an open suggestion can change it."))
        return redirect(found)
    number, text = _version_meant(request, guideline)
    try:
        base = GuidelineVersion.objects.of(guideline.page_id).numbered(found.base_number).get()
        known = fit(Leaf.objects.read_one(base).guideline, found.suggestion, text)
    except ContentError:
        messages.error(request, _("Too much was taken out of this guideline. Edit it in the CMS instead."))
        return redirect(found)
    begin = known.clause_then or known.clause_now or Clause(found.clause_id)
    after = _before(known.merge.draft, found.clause_id) or found.after_clause_id
    return _form_page(request, guideline, Task(number, known.clause_now, begin, after, not found.content, found))


def _version_meant(request: HttpRequest, guideline: GuidelineRecord) -> tuple[int, Guideline]:
    """Return number and text of the version that a form was made from; the newest where it does not say."""
    current = current_version(guideline)
    given = request.POST.get("base", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else current.number
    versions = GuidelineVersion.objects.of(guideline.page_id)
    version = versions.numbered(number).first() if number != current.number else None
    return (version or current).number, Leaf.objects.read_one(version or current).guideline


def _gone(request: HttpRequest, guideline: GuidelineRecord, clause_id: str) -> HttpResponse:
    """Say that a clause is not there any more, on the page that tells what became of it."""
    known = clause_id_of(clause_id)
    if not (known and Leaf.objects.of_page(guideline.page_id).filter(clause_id=known, kind="clause").exists()):
        return not_found(request, guideline)
    messages.error(request, _("This clause is not in the guideline any more. Here is what became of it."))
    return redirect("guidelines:clause", slug=guideline.slug, clause_id=known)


def _new_id(request: HttpRequest, guideline: GuidelineRecord) -> str:
    """Return the id of a new clause: the one that the form was given, so that two clicks are one."""
    given = clause_id_of(request.POST.get("clause", ""))
    is_known = Leaf.objects.of_page(guideline.page_id).filter(clause_id=given).exists()
    return given if given and not is_known else str(uuid4())


def _before(text: Guideline, clause_id: str) -> str:
    """Return the id of the clause before another one, "" for the first."""
    ids = [clause.id for clause in text.clauses]
    place = ids.index(clause_id) if clause_id in ids else 0
    return ids[place - 1] if place else ""


def _form_page(request: HttpRequest, guideline: GuidelineRecord, task: Task) -> HttpResponse:
    """Show the form, what would change (`preview`; with `fragment` nothing else), or keep what was suggested.

    `check`: also show its writer what a private look at it finds.
    """
    form, previews = _form(request, task), "preview" in request.POST or "check" in request.POST
    if form.is_valid() and not previews and (kept := _kept(request, guideline, task, form)):
        return redirect(kept)
    if previews:
        form.errors.pop("reason", None)
    new = _suggested(form)
    is_readable = form.is_bound and (task.removes or new is not None)
    context = {
        "guideline": guideline,
        "task": task,
        "form": form,
        "change": shown_change(task.now, new) if is_readable else None,
    }
    if "fragment" in request.POST:
        return render(request, "guidelines/includes/proposal_preview.html", context)
    context |= {"title": title_of(guideline)} | _looked_at(request, form)
    status = 422 if form.is_bound and not previews else 200
    return render(request, "guidelines/suggest.html", context, status=status)


def _form(request: HttpRequest, task: Task) -> ProposalForm:
    """Return the form of a task, filled in with what was sent."""
    sent = request.POST if request.method == "POST" else None
    found = task.proposal
    initial: dict[str, Any] = {"base": task.number}
    if found:
        initial |= {"reason": found.reason, "material": found.material, "edition": found.edition}
    if task.removes:
        return ProposalForm(sent, initial=initial)
    address = GuidelineRecord.objects.addresses_in(clause_html(task.begin))
    return ClauseForm(sent, before=task.begin, address=address, initial=initial)


def _looked_at(request: HttpRequest, form: ProposalForm) -> dict[str, Any]:
    """Return the private look that the form offers, and what it found in the texts where somebody asked for it."""
    look = private_look()
    names = [name for name, field in form.fields.items() if isinstance(field, CharField)]
    context = {"look": look, "text_names": names}
    if look is None or "check" not in request.POST:
        return context
    texts = [request.POST.get(name, "") for name in names]
    return context | {"checked": look.look(texts, signed_in(request), timezone.now())}


def _suggested(form: ProposalForm) -> Clause | None:
    """Return the clause that a form suggests; None to remove it, and where it cannot be read."""
    return form.clause if isinstance(form, ClauseForm) else None


def _kept(request: HttpRequest, guideline: GuidelineRecord, task: Task, form: ProposalForm) -> Proposal | None:
    """Keep what was suggested and say so; None where it cannot be, with the reason on the form."""
    new = _suggested(form)
    if new == task.now:
        form.add_error(None, _("Nothing is changed yet."))
        return None
    words = proposing.Words(
        Suggestion(task.begin.id, new, task.after),
        task.number,
        form.cleaned_data["reason"],
        form.cleaned_data["material"],
    )
    try:
        kept = _keep(request, guideline, task, words, form.cleaned_data["edition"])
    except proposing.ProposalError as error:
        form.add_error(None, str(error))
        _go_on_from_here(form, task)
        return None
    messages.success(request, _("Your suggestion is kept. Any colleague can take it in."), extra_tags=SAVED)
    return kept


def _go_on_from_here(form: ProposalForm, task: Task) -> None:
    """Let the form be sent once more by somebody who has been told that another window was faster."""
    if task.proposal:
        form.data = dict(form.data.items()) | {"edition": task.proposal.edition}


def _keep(
    request: HttpRequest, guideline: GuidelineRecord, task: Task, words: proposing.Words, edition: int | None
) -> Proposal:
    now = timezone.now()
    if task.proposal is None:
        return proposing.propose(guideline=guideline, person=signed_in(request), words=words, now=now)
    return proposing.revise(
        proposal_id=task.proposal.pk, person=signed_in(request), edition=edition or 0, words=words, now=now
    )
