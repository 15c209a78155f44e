"""The history of a guideline: who changed what, when and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property

from guidelines import gates, page_slots
from guidelines.forms import AsOfForm
from guidelines.models import (
    Acknowledgement,
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
    PendingPublication,
    Proposal,
    Withdrawal,
)
from guidelines.rules.reading import Reading
from guidelines.rules.teamcounts import TeamCounts, merge_small
from guidelines.rules.timeline import Size, timeline
from guidelines.views.access import current_version, may_edit, not_found, reads_guideline
from guidelines.views.kept import drawn_page, kept_page
from guidelines.views.rendered import makers, people_of
from people.models import User

VERSIONS_A_PAGE = 25
PAGE = "guidelines/includes/versions.html"


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A version in a list: what was said about it, and by whom; None when nobody is known any more.

    others: who wrote it with them. withdrawal: with names, when it went out of force without another one.
        proposal: with who took it in, when it was a suggestion. endorsers: who endorsed it. Only the history asks
        for these three. note_hidden_since: set where the note may come back.
    """

    version: GuidelineVersion
    note: str
    note_taken_out: bool
    person: User | None
    others: tuple[User, ...] = ()
    withdrawal: Withdrawal | None = None
    proposal: Proposal | None = None
    endorsers: Sequence[User] = ()
    note_hidden_since: date | None = None

    @property
    def flag_address(self) -> str:
        """Where somebody can say that the note holds what should not stand there, "" for nowhere."""
        return page_slots.note_address(self.version)

    @property
    def previous_number(self) -> int:
        """The number of the version before it; 0 for none."""
        return self.version.number - 1


@reads_guideline
def history(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """List the versions, newest first; `?as_of=` leads to the one in force that day, `?page=` to older ones."""
    if "as_of" in request.GET:
        return _as_of(request, guideline)
    current = current_version(guideline)
    try:
        shown = NumberedPages(guideline, current.number).page(request.GET.get("page", 1))
    except InvalidPage:
        return not_found(request, guideline)
    readers = _readers(current) if may_edit(request) else None
    page = kept_page(
        request,
        guideline,
        *(shown.number, readers, timezone.localdate()),
        template=PAGE,
        context=lambda: _history_context(guideline, shown, readers),
    )
    return render(request, "guidelines/history.html", {"guideline": guideline, "page": page})


def _as_of(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Lead to the version in force on the day that was asked for, or say what is wrong with that day."""
    first = GuidelineVersion.objects.of(guideline.page_id).oldest_first()[0]
    form = AsOfForm(request.GET, first_day=timezone.localdate(first.date), today=timezone.localdate())
    if form.is_valid():
        return redirect("guidelines:on_day", slug=guideline.slug, day=form.cleaned_data["as_of"])
    current = current_version(guideline)
    shown = NumberedPages(guideline, current.number).page(1)
    readers = _readers(current) if may_edit(request) else None
    page = drawn_page(request, PAGE, _history_context(guideline, shown, readers) | {"as_of": form})
    return render(request, "guidelines/history.html", {"guideline": guideline, "page": page}, status=422)


def _history_context(guideline: GuidelineRecord, shown: Page, readers: TeamCounts | None) -> dict[str, Any]:
    """Return what `guidelines/includes/versions.html` needs."""
    current, versions = current_version(guideline), list(shown.object_list)
    newest, *readings = Leaf.objects.read([current, *versions], kinds={"title", "note"})
    withdrawn = [version.number for version in shown.object_list if version.was_withdrawn]
    suggested = [version.number for version in shown.object_list if version.was_suggested]
    past = _with_proposals(_with_withdrawals(_with_people(versions, readings), withdrawn), suggested)
    past = _with_endorsers(past, [version.parent_hash for version in shown.object_list if version.was_agreed_on])
    sizes = sizes_of(guideline.page_id)
    return {
        "guideline": guideline,
        "current": current,
        "title": newest.guideline.title,
        "shown": shown,
        "past": past,
        "people": _named(past),
        "timeline": timeline(sizes),
        "first": sizes[0],
        "chosen_a": past[0].previous_number,
        "chosen_b": past[0].version.number,
        "as_of": AsOfForm(first_day=sizes[0].date.date(), today=timezone.localdate()),
        "readers": readers,
        "may_flag": readers is not None,
    }


def _with_withdrawals(past: list[PastVersion], numbers: Collection[int]) -> list[PastVersion]:
    """Return versions, each with what took it out of force; one query, none where none was.

    numbers: of those that were withdrawn.
    """
    if not numbers:
        return past
    found = Withdrawal.objects.of(past[0].version.page_id).numbered(*numbers).with_names()
    by_number = {withdrawal.number: withdrawal for withdrawal in found}
    return [replace(each, withdrawal=by_number.get(each.version.number)) for each in past]


def _with_proposals(past: list[PastVersion], numbers: Collection[int]) -> list[PastVersion]:
    """Return versions, each with the suggestion it was; one query, none where none was.

    numbers: of those that were suggestions.
    """
    if not numbers:
        return past
    found = Proposal.objects.taken_in_as(past[0].version.page_id, numbers)
    return [replace(each, proposal=found.get(each.version.number)) for each in past]


def _with_endorsers(past: list[PastVersion], parent_hashes: Collection[str]) -> list[PastVersion]:
    """Return versions, each with who endorsed it; one query, none where nobody was asked.

    parent_hashes: of those that waited for colleagues.
    """
    if not parent_hashes:
        return past
    found = gates.endorsers_of(past[0].version.page_id, parent_hashes)
    return [replace(each, endorsers=found.get(each.version.parent_hash, ())) for each in past]


def _named(past: Sequence[PastVersion]) -> list[User]:
    """Return everybody whom a list of versions names."""
    wrote = [each.person for each in past if each.person]
    endorsed = [person for each in past for person in each.endorsers]
    return wrote + _who_withdrew(past) + _who_took_in(past) + endorsed


def _who_took_in(past: Sequence[PastVersion]) -> list[User]:
    """Return the people who took in suggestions that became some of these versions."""
    return [each.proposal.taken_in_by for each in past if each.proposal and each.proposal.taken_in_by]


def _who_withdrew(past: Sequence[PastVersion]) -> list[User]:
    """Return the people who withdrew some of these versions; one query, none when nobody did."""
    ids = [each.withdrawal.person_id for each in past if each.withdrawal and each.withdrawal.person_id]
    return list(people_of(ids).values()) if ids else []


def _readers(version: GuidelineVersion) -> TeamCounts:
    """Return how many colleagues read a version, by team, in one query."""
    return merge_small(Acknowledgement.objects.whole().filter(version=version).colleagues_by_team())


def sizes_of(page_id: int) -> list[Size]:
    """Return how much each version of a guideline changed, from the first one on, in one query.

    Dates are in the reader's time zone.
    """
    versions = GuidelineVersion.objects.of(page_id).oldest_first()
    rows = versions.values_list("number", "date", "words_added", "words_removed")
    return [Size(number, timezone.localtime(date), added, removed) for number, date, added, removed in rows]


class NumberedPages(Paginator):
    """Pages of versions, newest first, without counting them: they are numbered from 1 without a gap.

    Each version knows whether it `was_withdrawn`, `was_suggested`, and whether it `was_agreed_on` by colleagues.
    """

    def __init__(self, guideline: GuidelineRecord, newest: int):
        withdrawn = Exists(Withdrawal.objects.of(guideline.page_id).filter(number=OuterRef("number")))
        suggested = Exists(Proposal.objects.of(guideline.page_id).filter(version_number=OuterRef("number")))
        versions = GuidelineVersion.objects.of(guideline.page_id).newest_first()
        waited = PendingPublication.objects.of(guideline.page_id).filter(state="published")
        agreed = Exists(waited.filter(parent_hash=OuterRef("parent_hash")))
        annotated = versions.annotate(was_withdrawn=withdrawn, was_suggested=suggested, was_agreed_on=agreed)
        super().__init__(annotated, VERSIONS_A_PAGE)
        self._newest = newest

    @cached_property
    def count(self) -> int:
        """The number of the newest version."""
        return self._newest


def described(versions: Sequence[GuidelineVersion]) -> list[PastVersion]:
    """Return versions with their notes and people, in two queries."""
    return _with_people(versions, Leaf.objects.read(versions, kinds={"note"}))


def _with_people(versions: Sequence[GuidelineVersion], readings: Sequence[Reading]) -> list[PastVersion]:
    people = people_of(person for version in versions for person in version.people_ids)
    pairs = zip(versions, readings, strict=True)
    return [_past(version, reading, people) for version, reading in pairs]


def _past(version: GuidelineVersion, reading: Reading, people: dict[int, User]) -> PastVersion:
    note_taken_out = any(leaf.kind == "note" for leaf in reading.taken_out)
    past = PastVersion(version, reading.note, note_taken_out, *makers(version, people))
    return replace(past, note_hidden_since=reading.hidden_since("note"))
