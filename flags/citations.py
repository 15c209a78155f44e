"""The clauses a flag can cite, and which version of one was in force when words were written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import gettext as _

from flags import registry
from flags.conf import house
from flags.models import Case
from flags.rules import clauses, suggest
from flags.rules.passages import LEFT_OVER_RUN, repeats
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules.content import Clause

NEEDS_NO_RULE = frozenset({"credentials", "personal_data"})
"""Kinds of leak that are one whatever the guidelines say."""


@dataclass(frozen=True)
class ClauseChoice:
    """A clause of a guideline in force. value: what a form sends, "page id:clause id"; address: its place."""

    value: str
    guideline: str
    heading: str
    text: str
    address: str


def choices() -> list[ClauseChoice]:
    """Return every clause with a heading of the guidelines in force, in reading order; two queries."""
    records = list(GuidelineRecord.objects.in_force())
    readings = Leaf.objects.read([record.current for record in records], kinds={"title", "clause"})
    return [
        ClauseChoice(
            value=f"{record.page_id}:{clause.id}",
            guideline=reading.guideline.title,
            heading=clause.heading,
            text=_plain(clause),
            address=f"{record.get_absolute_url()}#clause-{clause.id}",
        )
        for record, reading in zip(records, readings, strict=True)
        for clause in reading.guideline.clauses
        if clause.heading
    ]


def grouped(offered: list[ClauseChoice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the clauses as groups of a select: suggested ones first, then by guideline."""
    best = [offered[index] for index in suggest.suggested([(one.heading, one.text) for one in offered])]
    groups: dict[str, list[tuple[str, str]]] = {}
    if best:
        groups[_("Suggested")] = [(one.value, one.heading) for one in best]
    suggested = {one.value for one in best}
    for one in offered:
        if one.value not in suggested:
            groups.setdefault(one.guideline, []).append((one.value, one.heading))
    return list(groups.items())


def version_in_force(page_id: int, clause_id: str, *, written_at: datetime, now: datetime) -> int | None:
    """Return the version of a guideline whose clause was in force at `written_at`; None for none."""
    history = [
        clauses.ClauseAt(version.number, version.date, _leaf_of(version, clause_id))
        for version in GuidelineVersion.objects.of(page_id).oldest_first()
    ]
    settles = timedelta(hours=house().clause_settles_hours)
    return clauses.in_force(history, written_at=written_at, now=now, settles=settles)


def written_at(kind: str, target_id: int, version: int, passage: str) -> datetime:
    """Return when the words of a passage came in: the oldest of the versions that held them without a break."""
    target = registry.get(kind)
    first = version
    for earlier in reversed([number for number in target.versions(target_id) if number < version]):
        if not any(repeats(text, passage, LEFT_OVER_RUN) for text in target.blocks(target_id, earlier).values()):
            break
        first = earlier
    return target.written_at(target_id, first)


@dataclass(frozen=True)
class CitedClause:
    """The clause a case cites, for showing: where it stands, and what its heading and text were then."""

    heading: str
    version: int | None
    address: str
    text: str


def cited(case: Case) -> CitedClause | None:
    """Return the clause a case cites as it was when the words came in; None if it cites none that exists."""
    if case.clause_page_id is None:
        return None
    record = GuidelineRecord.objects.filter(pk=case.clause_page_id).select_related("current").first()
    if record is None or record.current is None:
        return None
    number = case.clause_version or record.current.number
    version = GuidelineVersion.objects.of(record.page_id).numbered(number).get()
    found = {clause.id: clause for clause in Leaf.objects.read_one(version).guideline.clauses}.get(case.clause_id)
    if found is None:
        return None
    page = reverse("guidelines:version", args=[record.slug, number])
    return CitedClause(found.heading, case.clause_version, f"{page}#clause-{case.clause_id}", _plain(found))


def _leaf_of(version: GuidelineVersion, clause_id: str) -> str | None:
    by_clause: Mapping[str, str] = {leaf.clause_id: leaf.leaf_hash for leaf in version.leaf_refs if leaf.clause_id}
    return by_clause.get(clause_id)


def _plain(clause: Clause) -> str:
    html = " ".join([part.html or part.text for part in clause.rule] + [clause.why])
    return BeautifulSoup(html, "html.parser").get_text(" ")


def can_be_upheld(case: Case) -> bool:
    """Tell whether a panel may find a leak: a rule was in force when the words came in.

    Credentials and personal data need none. A flag that cites no clause is judged by the guidelines as a
    whole: one of them has to have been in force for as long as makes a version count.
    """
    if case.category in NEEDS_NO_RULE or case.clause_version is not None:
        return True
    if case.clause_page_id is not None:
        return False
    settles = timedelta(hours=house().clause_settles_hours)
    return GuidelineVersion.objects.filter(date__lte=case.opened_at - settles).exists()
