"""What a version's page shows that is the same for every reader: put together once, then kept by content hash."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.rich_text import expand_db_html

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules import clause_blocks
from guidelines.rules.content import Clause
from guidelines.rules.lineage import LastChange, last_changes, numbered_clauses
from guidelines.rules.outline import Entry, outline
from guidelines.rules.reading import Reading
from people.models import User

KEPT_FOR = 60 * 60
"""Seconds a rendered version is kept. What it says never changes; its layout may, with the next release."""

LAYOUT = 6
"""Number of the form of RenderedVersion and of its template; a higher one leaves behind what was kept before."""


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause as its template needs it, its blocks marked so that words of them can be pointed at."""

    clause: Clause
    rule: str
    change: LastChange | None
    taken_out: bool
    hidden_since: date | None


@dataclass(frozen=True, slots=True)
class RenderedVersion:
    """A version, ready to be shown.

    title: "" when it was taken out, as is the note. body: the clauses as HTML. authors: ids of the people whose
    versions led here, who wrote most of them first.
    """

    title: str
    summary: tuple[str, ...]
    summary_taken_out: bool
    summary_hidden_since: date | None
    note: str
    note_taken_out: bool
    note_hidden_since: date | None
    contents: tuple[Entry, ...]
    body: str
    authors: tuple[int, ...]


def rendered(guideline: GuidelineRecord, version: GuidelineVersion, *, suggests: bool = False) -> RenderedVersion:
    """Return a version ready to be shown, from the cache or put together now (two queries and those of links).

    suggests: each clause leads to the form that suggests a change of it.
    """
    facts = (LAYOUT, guideline.cache_key(version), guideline.slug, get_language(), suggests)
    key = f"guidelines.rendered.{'.'.join(map(str, facts))}"
    known = cache.get(key)
    if known is None:
        known = _put_together(guideline, version, suggests=suggests)
        cache.set(key, known, KEPT_FOR)
    return known


def _put_together(guideline: GuidelineRecord, version: GuidelineVersion, *, suggests: bool) -> RenderedVersion:
    past = GuidelineVersion.objects.of(version.page_id).up_to(version.number).oldest_first()
    versions = list(past.only("number", "leaves", "person_id", "co_authors"))
    changes = last_changes([numbered_clauses(version.number, version.leaves) for version in versions])
    reading = Leaf.objects.read_one(version)
    clauses = reading.guideline.clauses
    kinds_taken_out = {leaf.kind for leaf in reading.taken_out}
    return RenderedVersion(
        title=reading.guideline.title,
        summary=tuple(reading.guideline.summary.splitlines()),
        summary_taken_out="summary" in kinds_taken_out,
        summary_hidden_since=reading.hidden_since("summary"),
        note=reading.note,
        note_taken_out="note" in kinds_taken_out,
        note_hidden_since=reading.hidden_since("note"),
        contents=outline((clause.id, clause.heading, clause.level) for clause in clauses),
        body=_body(guideline.slug, _shown(reading, changes), suggests=suggests),
        authors=_most_often_first(person for version in versions for person in version.people_ids),
    )


def _shown(reading: Reading, changes: dict[str, LastChange]) -> list[ShownClause]:
    return [
        ShownClause(
            clause=marked.clause,
            rule=with_scrolling_tables(marked.rule),
            change=changes.get(clause.id),
            taken_out=clause.id in reading.clauses_taken_out,
            hidden_since=reading.hidden_since("clause", clause.id),
        )
        for clause, marked in ((clause, clause_blocks.marked(clause)) for clause in reading.guideline.clauses)
    ]


def _body(slug: str, clauses: list[ShownClause], *, suggests: bool) -> str:
    """Return the clauses as HTML. Links to pages are looked up for all of them at once, not clause by clause."""
    context = {"clauses": clauses, "slug": slug, "suggests": suggests}
    return expand_db_html(render_to_string("guidelines/includes/clauses.html", context))


def _most_often_first(people: Iterable[int]) -> tuple[int, ...]:
    return tuple(person for person, _versions in Counter(people).most_common())


def with_scrolling_tables(html: str) -> str:
    """Return canonical HTML whose tables, which scroll on a phone, can be reached and scrolled by keyboard."""
    return html.replace("<table>", '<table tabindex="0">')


def makers(version: GuidelineVersion, people: Mapping[int, User]) -> tuple[User | None, tuple[User, ...]]:
    """Return who made a version, None for nobody known, and who wrote it with them; of `people`, by their ids."""
    others = tuple(people[person] for person in version.co_authors if person in people)
    return people.get(version.person_id or 0), others


def people_of(ids: Iterable[int | None]) -> dict[int, User]:
    """Return people by their ids in one query; accounts that are gone are left out."""
    return User.objects.in_bulk({person for person in ids if person is not None})
