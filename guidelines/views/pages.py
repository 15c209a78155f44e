"""Reading guidelines: the index, the one in force, one version, the one in force on a day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guidelines import gates
from guidelines.models import GuidelineIndexPage, GuidelineRecord, GuidelineVersion, Leaf, Origin, Withdrawal
from guidelines.page_slots import on_guideline, with_clauses_filled
from guidelines.rules.acknowledging import Changes
from guidelines.rules.reading import Reading
from guidelines.views.access import (
    current_version,
    guidelines_access,
    may_edit,
    not_found,
    reads_guideline,
    reads_guideline_with_facts,
)
from guidelines.views.for_reader import changes_of_all, for_reader
from guidelines.views.kept import kept_page
from guidelines.views.rendered import makers, people_of, rendered
from people.models import User

AUTHORS_NAMED = 12
"""Contributors named at the top of a guideline; its history names all of them."""


@dataclass(frozen=True, slots=True)
class ListedGuideline:
    """A line of the index. changes: for its reader, None if they never said they read it.

    withdrawal: with names; None while it is in force.
    """

    guideline: GuidelineRecord
    version: GuidelineVersion
    reading: Reading
    changes: Changes | None
    withdrawal: Withdrawal | None

    @property
    def points(self) -> list[str]:
        """The lines of the summary."""
        return self.reading.guideline.summary.splitlines()


@guidelines_access
def index(request: HttpRequest) -> HttpResponse:
    """List the guidelines in force with their summaries, then those that are not in force any more."""
    records = list(GuidelineRecord.objects.recorded())
    versions = [current_version(record) for record in records]
    readings = Leaf.objects.read(versions, kinds={"title", "summary"})
    changes = changes_of_all(request, records)
    withdrawn = _withdrawals(records)
    listed = [
        ListedGuideline(
            record, version, reading, changes.get(record.page_id), withdrawn.get((version.page_id, version.number))
        )
        for record, version, reading in zip(records, versions, readings, strict=True)
    ]
    return render(
        request,
        "guidelines/index.html",
        {
            "in_force": [each for each in listed if each.guideline.in_force],
            "withdrawn": [each for each in listed if not each.guideline.in_force],
            "container": GuidelineIndexPage.objects.first() if may_edit(request) else None,
        },
    )


def _withdrawals(records: list[GuidelineRecord]) -> dict[tuple[int, int], Withdrawal]:
    """Return why guidelines are not in force, by page id and number of the version; at most one query."""
    page_ids = [record.page_id for record in records if not record.in_force]
    if not page_ids:
        return {}
    return {(each.page_id, each.number): each for each in Withdrawal.objects.of(*page_ids).with_names()}


@reads_guideline_with_facts
def guideline(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Show the guideline in force, and to its reader what changed since they read it."""
    version = current_version(guideline)
    page = kept_page(
        request,
        guideline,
        template="guidelines/includes/reading.html",
        context=lambda: _reading_context(request, guideline, version),
    )
    page = replace(page, html=with_clauses_filled(page.html, guideline, request.user))
    context = {"guideline": guideline, "version": version, "page": page}
    context["for_reader"] = for_reader(request, guideline)
    context["slots"] = on_guideline(guideline, request.user)
    return render(request, "guidelines/guideline.html", context)


@reads_guideline
def version(request: HttpRequest, guideline: GuidelineRecord, number: int) -> HttpResponse:
    """Show one version, for ever, and say when it was in force."""
    if number > current_version(guideline).number:
        return not_found(request, guideline, number=number)
    found, following = _with_following(guideline, number)
    return _version_page(request, guideline, found, following)


@reads_guideline
def on_day(request: HttpRequest, guideline: GuidelineRecord, day: date) -> HttpResponse:
    """Show the version that was in force when a day ended, in the reader's time zone."""
    if day > timezone.localdate():
        return _no_version_that_day(request, guideline, day)
    found = GuidelineVersion.objects.of(guideline.page_id).in_force_at(_last_moment(day))
    if found is None:
        return _no_version_that_day(request, guideline, day)
    _same, following = _with_following(guideline, found.number)
    return _version_page(request, guideline, found, following, day=day)


@reads_guideline
def mistyped(request: HttpRequest, guideline: GuidelineRecord, rest: str) -> HttpResponse:
    """Answer an address below a guideline that means nothing, with the ways on from there."""
    return not_found(request, guideline)


def _last_moment(day: date) -> datetime:
    """Return when a day ends in the reader's time zone."""
    next_morning = datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone())
    return next_morning - timedelta(microseconds=1)


def _no_version_that_day(request: HttpRequest, guideline: GuidelineRecord, day: date) -> HttpResponse:
    first = GuidelineVersion.objects.of(guideline.page_id).oldest_first().first()
    return not_found(request, guideline, day=day, first=first, is_to_come=day > timezone.localdate())


def _with_following(guideline: GuidelineRecord, number: int) -> tuple[GuidelineVersion, GuidelineVersion | None]:
    """Return a version that exists, and the one that took its place."""
    found = {
        each.number: each for each in GuidelineVersion.objects.of(guideline.page_id).numbered(number, number + 1)
    }
    if number not in found:
        raise Http404
    return found[number], found.get(number + 1)


def _version_page(
    request: HttpRequest,
    guideline: GuidelineRecord,
    version: GuidelineVersion,
    following: GuidelineVersion | None,
    *,
    day: date | None = None,
) -> HttpResponse:
    withdrawal = Withdrawal.objects.of(guideline.page_id).numbered(version.number).with_names().first()
    ended = withdrawal.at if withdrawal else following.date if following else None
    place = {"guideline": guideline, "version": version, "following": following, "ended": ended}
    page = kept_page(
        request,
        guideline,
        version.number,
        template="guidelines/includes/reading_version.html",
        context=lambda: _reading_context(request, guideline, version) | place,
    )
    over = day is not None and withdrawal is not None and withdrawal.at <= _last_moment(day)
    context = {
        **place,
        "page": page,
        "current": current_version(guideline),
        "day": day,
        "withdrawn_that_day": withdrawal if over else None,
    }
    return render(request, "guidelines/version.html", context)


def _reading_context(
    request: HttpRequest, guideline: GuidelineRecord, version: GuidelineVersion
) -> dict[str, Any]:
    """Return what `guidelines/includes/reading.html` needs."""
    suggests = may_edit(request) and guideline.in_force and version == guideline.current
    text = rendered(guideline, version, suggests=suggests)
    people = people_of([*text.authors, *version.people_ids])
    person, co_authors = makers(version, people)
    authors = [people[person] for person in text.authors if person in people]
    endorsers = _endorsers(version)
    return {
        "guideline": guideline,
        "version": version,
        "title": text.title,
        "text": text,
        "people": [*people.values(), *endorsers],
        "person": person,
        "co_authors": co_authors,
        "endorsers": endorsers,
        "previous_number": version.number - 1,
        "authors": authors[:AUTHORS_NAMED],
        "authors_more": len(authors[AUTHORS_NAMED:]),
        "may_edit": may_edit(request),
    }


def _endorsers(version: GuidelineVersion) -> list[User]:
    """Return who endorsed a version; one query, none for what was published without being endorsed.

    What was brought in from a file is not asked about either: the history names who endorsed that.
    """
    if version.origin in {Origin.EDIT, Origin.IMPORT}:
        return []
    return gates.endorsers_of(version.page_id, [version.parent_hash]).get(version.parent_hash, [])
