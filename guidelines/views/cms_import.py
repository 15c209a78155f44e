"""Bringing a guideline in through the CMS: choose a file, look at what will come of it, import it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Page

from guidelines import importing, pending
from guidelines.import_forms import LINES_SUFFIXES, MARKDOWN_SUFFIXES, ImportForm
from guidelines.importing import REMARKS, Imported, ImportRefusedError, Step
from guidelines.models import GuidelineIndexPage, GuidelineRecord
from guidelines.programs import ProgramError
from guidelines.rules.entries import BrokenHistoryError, Entry
from guidelines.rules.jsonlines import read_histories
from guidelines.rules.markdown_remarks import remarks
from guidelines.rules.previewing import VersionPreview, preview
from guidelines.views.cms import HTTP_UNPROCESSABLE
from guidelines.wikis import read_wiki
from people.models import User

MAX_VERSIONS = 100
"""Versions that are imported while somebody waits; longer histories are for manage.py."""

MAX_UNZIPPED = 20 * 1024 * 1024
"""Bytes that a gzipped file may hold here."""

_REFUSALS = (BrokenHistoryError, ImportRefusedError, ProgramError)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A version for the preview: what is known of it, what becomes of it, what can't be kept and where."""

    step: Step
    preview: VersionPreview
    remarks: list[tuple[int, str]]


def choose(request: HttpRequest) -> HttpResponse:
    """Take a file, and lead to what would come of it."""
    person = _publisher(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        file = pending.PendingFile(facts["file"].name, facts["file"].read(), facts["slug"], facts["note"])
        return redirect("guidelines_import_look", pending.keep(person, file))
    status = HTTP_UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "guidelines/cms/import.html", {"form": form}, status=status)


def look(request: HttpRequest, token: str) -> HttpResponse:
    """Show what would come of a file; on POST import it."""
    person = _publisher(request)
    file = pending.find(person, token)
    if file is None:
        messages.warning(
            request, _("The file is not here any more. Please choose it again; nothing was imported.")
        )
        return redirect("guidelines_import")
    writes = request.method == "POST"
    try:
        results = _results(file, person, writes=writes)
    except _REFUSALS as error:
        context = {"file": file, "refusal": str(error)}
        return render(request, "guidelines/cms/import_look.html", context, status=HTTP_UNPROCESSABLE)
    if writes:
        pending.forget(person, token)
        return _imported(request, results)
    shown = [(result, [_shown(step) for step in reversed(result.steps)]) for result in results]
    added = sum(result.added for result in results)
    context = {"file": file, "results": shown, "added": added}
    return render(request, "guidelines/cms/import_look.html", context)


def _publisher(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for people who may not publish guidelines."""
    person, container = request.user, GuidelineIndexPage.objects.first()
    if not isinstance(person, User):
        raise PermissionDenied
    if container and not container.permissions_for_user(person).can_publish_subpage():
        raise PermissionDenied
    return person


def _results(file: pending.PendingFile, person: User, *, writes: bool) -> list[Imported]:
    """Return what importing a file does, or would do, when this person does it. Raises one of the refusals."""
    now = timezone.now()
    if PurePath(file.name).suffix.lower() in MARKDOWN_SUFFIXES:
        entry = importing.markdown_entry(
            file.data, name=file.name, slug=file.slug, note=file.note, now=now, username=person.username
        )
        return [
            (importing.import_version if writes else importing.preview_version)(entry, now=now, by_id=person.pk)
        ]
    act = importing.import_histories if writes else importing.preview_histories
    return act(_histories(file), now=now, by_id=person.pk)


def _histories(file: pending.PendingFile) -> Mapping[str, Sequence[Entry]]:
    if PurePath(file.name).suffix.lower() not in LINES_SUFFIXES:
        return read_wiki(file.data, limit=MAX_VERSIONS)
    histories = read_histories(file.data, limit=MAX_UNZIPPED)
    if sum(map(len, histories.values())) > MAX_VERSIONS:
        raise BrokenHistoryError("", _too_many())
    return histories


def _too_many() -> str:
    return _(
        "The file holds more than %(count)d versions. Whoever runs Peerline can import it with manage.py."
    ) % {"count": MAX_VERSIONS}


def _shown(step: Step) -> ShownStep:
    found = [(remark.line, str(REMARKS[remark.kind])) for remark in remarks(step.entry.markdown)]
    return ShownStep(step, preview(step.before, step.after), found)


def _imported(request: HttpRequest, results: Sequence[Imported]) -> HttpResponse:
    """Say what was imported, note down who did it, and lead there."""
    added = sum(result.added for result in results)
    text = ngettext("%(count)d version was imported.", "%(count)d versions were imported.", added)
    messages.success(request, text % {"count": added})
    for page, result in _pages(results):
        log(instance=page, action=importing.IMPORT_ACTION, user=request.user, data={"versions": result.added})
    if len(results) == 1:
        return redirect("guidelines:guideline", results[0].slug)
    return redirect("wagtailadmin_explore", GuidelineIndexPage.objects.get().pk)


def _pages(results: Sequence[Imported]) -> Iterator[tuple[Page, Imported]]:
    """Yield the pages that got versions."""
    records = {record.slug: record.page_id for record in GuidelineRecord.objects.filter(slug__in=_slugs(results))}
    pages = Page.objects.in_bulk(records.values())
    yield from ((pages[records[result.slug]], result) for result in results if result.added)


def _slugs(results: Sequence[Imported]) -> list[str]:
    return [result.slug for result in results]
