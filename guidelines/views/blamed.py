"""Who wrote a version, ready to be shown: what is the same for every reader is put together once and kept."""

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language
from wagtail.rich_text import expand_db_html

from guidelines.blaming import Words, blame_of
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, Origin
from guidelines.rules.blame import Credit, parts_of, versions_of, words_by_version
from guidelines.rules.blamehtml import Mark, blame_html
from guidelines.rules.content import clause_from_json
from guidelines.rules.tokens import Token
from guidelines.views.rendered import KEPT_FOR, people_of
from guidelines.views.wording import count_in_words, labels
from people.models import User

BETWEEN_PARTS = "<!-- part -->"
"""Holds the parts apart while the links of all of them are looked up at once; no text has comments."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about a version; the note is "" when it was taken out.

    how: it came about, in words; "" for an edit like most.
    """

    number: int
    date: datetime
    person_id: int | None
    note: str
    co_authors: tuple[int, ...]
    how: str

    @property
    def previous_number(self) -> int:
        """The number of the version before it; 0 for none."""
        return self.number - 1


@dataclass(frozen=True, slots=True)
class BlamedPart:
    """Title, summary or a clause, with marks. words: how many of its words each version brought, the most first.

    name: "title", "summary" or the clause's id. heading: of a clause.
    """

    name: str
    heading: str
    html: str
    words: tuple[tuple[int, int], ...]
    taken_out: bool

    @property
    def is_clause(self) -> bool:
        """Whether it is a clause."""
        return self.name not in {"title", "summary"}

    @property
    def word_count(self) -> int:
        """How many words it has."""
        return sum(count for _version, count in self.words)


@dataclass(frozen=True, slots=True)
class Blamed:
    """Who wrote a version, or some parts of it. said: about each version that wrote any of it, by number."""

    title: str
    parts: tuple[BlamedPart, ...]
    said: Mapping[int, Said]

    @property
    def word_count(self) -> int:
        """How many words can be read in it."""
        return sum(part.word_count for part in self.parts)

    @property
    def taken_out(self) -> int:
        """How many parts had their words taken out."""
        return sum(part.taken_out for part in self.parts)


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody's share of the words; person is None for those who are no longer known. percent: rounded.

    others: who wrote these words with them, in one draft: nobody kept which word was whose.
    """

    person: User | None
    words: int
    percent: int
    others: tuple[User, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one version wrote: of a part in its list, of all of them in its card.

    about: who made the version, when and why, as HTML.
    """

    said: Said
    words: int
    about: str

    @property
    def size(self) -> str:
        """How many words it wrote, in words."""
        return count_in_words(self.words)


def blamed(guideline: GuidelineRecord, version: GuidelineVersion, parts: Collection[str] | None = None) -> Blamed:
    """Return who wrote a version, from the cache or put together now (four queries and those of links).

    parts: those wanted ("title", "summary", ids of clauses), all by default.
    """
    wanted = "" if parts is None else ",".join(sorted(parts))
    key = f"guidelines.blamed.{guideline.cache_key(version)}.{guideline.slug}.{get_language()}.{wanted}"
    known = cache.get(key)
    if known is None:
        known = _put_together(version, parts)
        cache.set(key, known, KEPT_FOR)
    return known


def _put_together(version: GuidelineVersion, parts: Collection[str] | None) -> Blamed:
    leaves = {part: leaf for part, leaf in parts_of(version.leaves).items() if parts is None or part in parts}
    words = Words()
    words.read(leaves.values())
    credit = blame_of(version, words, parts)
    marker = _Marker(version.number, functools.cache(_mark), _section_titles())
    marked = [marker.html(words(leaf), credit.get(part)) for part, leaf in leaves.items()]
    expanded = expand_db_html(BETWEEN_PARTS.join(marked)).split(BETWEEN_PARTS) if marked else []
    shown = tuple(
        _part(part, leaf, html, credit.get(part), words)
        for (part, leaf), html in zip(leaves.items(), expanded, strict=True)
    )
    numbers = {number for part in shown for number, _count in part.words}
    return Blamed(_content(leaves.get("title", ""), words), shown, _said(version.page_id, numbers))


@dataclass(frozen=True, slots=True)
class _Marker:
    """Puts marks into the parts of one version, each mark rendered once."""

    newest: int
    mark: Mark
    section_titles: Mapping[str, str]

    def html(self, tokens: Sequence[Token] | None, credit: Credit | None) -> str:
        """Return a part with marks; "" when its words were taken out."""
        if tokens is None or credit is None:
            return ""
        versions = versions_of(credit.runs)
        return blame_html(tokens, versions, newest=self.newest, mark=self.mark, section_titles=self.section_titles)


def _mark(number: int) -> str:
    return render_to_string("guidelines/includes/blame_mark.html", {"number": number}).strip()


def _section_titles() -> dict[str, str]:
    return {
        field: render_to_string("guidelines/includes/blame_label.html", {"label": label})
        for field, label in labels().sections.items()
    }


def _part(part: str, leaf: str, html: str, credit: Credit | None, words: Words) -> BlamedPart:
    tokens = words(leaf)
    counted = words_by_version(tokens, credit.runs) if tokens is not None and credit else Counter[int]()
    content = _content(leaf, words)
    heading = clause_from_json(content).heading if content and part not in {"title", "summary"} else ""
    return BlamedPart(part, heading, html, _most_first(counted), taken_out=tokens is None)


def _content(leaf: str, words: Words) -> str:
    _kind, content = words.texts.get(leaf, ("", None))
    return content or ""


def _most_first(counted: Counter[int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _said(page_id: int, numbers: Collection[int]) -> dict[int, Said]:
    """Return what was said about versions, in two queries."""
    versions = list(GuidelineVersion.objects.of(page_id).numbered(*numbers).oldest_first())
    readings = Leaf.objects.read(versions, kinds={"note"})
    return {
        version.number: Said(
            number=version.number,
            date=version.date,
            person_id=version.person_id,
            note=reading.note,
            co_authors=tuple(version.co_authors),
            how="" if version.origin == Origin.EDIT else version.get_origin_display(),
        )
        for version, reading in zip(versions, readings, strict=True)
    }


def writers(found: Blamed, people: Mapping[int, User]) -> list[Writer]:
    """Return whose words they are, most of them first; all who are no longer known stand as one, last."""
    counted: Counter[tuple[User | None, tuple[User, ...]]] = Counter()
    for number, count in _totals(found).items():
        said = found.said[number]
        counted[_person(said, people), _others(said, people)] += count
    total = counted.total() or 1
    ordered = sorted(counted.items(), key=lambda item: (item[0][0] is None, -item[1], str(item[0])))
    return [Writer(person, count, round(100 * count / total), others) for (person, others), count in ordered]


def about_versions(
    request: HttpRequest, guideline: GuidelineRecord, found: Blamed, people: Mapping[int, User]
) -> dict[int, str]:
    """Return who made each version, when and why, as HTML by its number: made once, however often it is shown."""
    template = get_template("guidelines/includes/blame_said.html")
    shared = {"guideline": guideline, "request": request}
    return {
        number: template.render(
            {**shared, "said": said, "person": _person(said, people), "others": _others(said, people)}
        )
        for number, said in found.said.items()
    }


def entries(found: Blamed, about: Mapping[int, str]) -> list[Entry]:
    """Return each version that wrote any of it, in order. about: as `about_versions` gives it."""
    totals = _totals(found)
    return [Entry(said, totals[number], about[number]) for number, said in sorted(found.said.items())]


def entries_of(part: BlamedPart, found: Blamed, about: Mapping[int, str]) -> list[Entry]:
    """Return the versions that wrote one part, the most words first. about: as `about_versions` gives it."""
    return [Entry(found.said[number], count, about[number]) for number, count in part.words]


def clause_blame(
    request: HttpRequest, guideline: GuidelineRecord, version: GuidelineVersion, clause_id: str
) -> dict[str, object]:
    """Return what `guidelines/includes/clause_blame.html` needs to show who wrote one clause of a version.

    Five queries, and those of links; one when it is in the cache. `each` is None for a clause that the version
    lacks.
    """
    found = blamed(guideline, version, {clause_id})
    about = about_versions(request, guideline, found, authors_of(found))
    each = next(((part, entries_of(part, found, about)) for part in found.parts), None)
    return {"version": version, "each": each, "cards": entries(found, about)}


def authors_of(found: Blamed) -> dict[int, User]:
    """Return the people who wrote any of it by their ids, in one query."""
    return people_of(person for said in found.said.values() for person in (said.person_id, *said.co_authors))


def _totals(found: Blamed) -> Counter[int]:
    pairs: Iterable[tuple[int, int]] = (pair for part in found.parts for pair in part.words)
    totals: Counter[int] = Counter()
    for number, count in pairs:
        totals[number] += count
    return totals


def _person(said: Said, people: Mapping[int, User]) -> User | None:
    return people.get(said.person_id) if said.person_id else None


def _others(said: Said, people: Mapping[int, User]) -> tuple[User, ...]:
    return tuple(people[person] for person in said.co_authors if person in people)
