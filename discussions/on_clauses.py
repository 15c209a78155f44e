"""Clauses of guidelines as something that people talk about, for those who signed in: strangers see no thread."""

from collections.abc import Collection, Mapping
from functools import cache, partial
from typing import Any, cast

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import BaseExpression
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussions import registry
from discussions.models import Topic
from discussions.rules.places import Place
from discussions.threads import first_page
from guidelines.models import GuidelineRecord, Leaf
from guidelines.page_slots import AtClause, Content, Slot
from guidelines.page_slots import register as fill_slot
from guidelines.rules.acknowledging import clause_hashes
from guidelines.rules.content import clause_from_json
from people.json_objects import CountsByName
from people.models import User

KIND = "clause"


def place_of(page_id: int, clause_id: str) -> Place:
    """Return where the comments on a clause are."""
    return Place(KIND, page_id, clause_id)


def visible(person: User, places: Collection[Place]) -> set[Place]:
    """Return those of some places that are clauses now, or were talked about while they were; two queries."""
    if not person.is_authenticated:
        return set()
    asked = set(places)
    leaves = _current_clauses({place.id for place in asked})
    talked_about = Topic.objects.filter(kind=KIND, target_id__in=leaves).talked_about()
    once = {topic.place for topic in talked_about.filter(part__in={place.part for place in asked})}
    return {place for place in asked if place.part in leaves.get(place.id, {})} | (asked & once)


def readers(place: Place, people: Collection[User]) -> Collection[User]:
    """Return who of some people may read a guideline: everybody who can sign in."""
    return people


def authors(place: Place) -> Collection[int]:
    """Return nobody: a clause is everybody's; who wants to hear of comments watches them."""
    return []


def address(place: Place) -> str:
    """Return the address of a clause's page."""
    slug = GuidelineRecord.objects.values_list("slug", flat=True).get(pk=place.id)
    return reverse("guidelines:clause", args=[slug, place.part])


def titles(places: Collection[Place], viewer: User) -> Mapping[Place, str]:
    """Return the headings of clauses; two queries."""
    if not viewer.is_authenticated:
        return {}
    leaves = _current_clauses({place.id for place in places})
    hashes = {place: leaves.get(place.id, {}).get(place.part, "") for place in places}
    contents = Leaf.objects.contents(hashes.values())
    return {place: _heading(contents.get(leaf)) for place, leaf in hashes.items()}


def _current_clauses(page_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return the clauses of the newest versions of some guidelines: leaf hash by clause id, by page id."""
    records = GuidelineRecord.objects.select_related("current").filter(pk__in=page_ids, current__isnull=False)
    return {record.pk: clause_hashes(record.current.leaves) for record in records if record.current}


def _heading(content: str | None) -> str:
    heading = clause_from_json(content).heading if content else ""
    return heading or _("A clause of a guideline")


# On pages of guidelines


@cache
def counts_of_address() -> BaseExpression:
    """How many comments each clause of the guideline of an address has, by its id, for a query of addresses.

    The same expression each time; queries copy it.
    """
    topics = Topic.objects.of(KIND, OuterRef("guideline_id")).talked_about().order_by().values("target_id")
    return Subquery(topics.annotate(counts=CountsByName("part", "comments")).values("counts"))


def on_clause(guideline: GuidelineRecord, clause_id: str, viewer: Any) -> Content | None:
    """Return the thread on a clause; None for strangers, and for a removed clause nobody talked about."""
    if not viewer.is_authenticated:
        return None
    thread = first_page(place_of(guideline.page_id, clause_id), viewer)
    stands = guideline.current is not None and clause_id in clause_hashes(guideline.current.leaves)
    return {"thread": thread} if thread.said or stands else None


def at_clauses(guideline: GuidelineRecord, viewer: Any) -> AtClause | None:
    """Return the link to the thread of each clause, with how many comments it has; None for strangers."""
    if not viewer.is_authenticated:
        return None
    return partial(_link, guideline.slug, guideline.facts.get("comments") or {})


def _link(slug: str, counts: Mapping[str, int], clause_id: str) -> str:
    count = counts.get(clause_id, 0)
    label = ngettext("%d comment", "%d comments", count) % count if count else _("discuss")
    kind = "permalink discussed" if count else "permalink"
    url = f"{reverse('guidelines:clause', args=[slug, clause_id])}#comments"
    return format_html('<a class="{}" href="{}">{}</a>', kind, url, label)


def register() -> None:
    """Let clauses be talked about, and pages of guidelines show it."""
    registry.register(
        registry.Subject(
            kind=KIND,
            noun=cast("str", gettext_lazy("clause")),
            visible=visible,
            readers=readers,
            authors=authors,
            address=address,
            titles=titles,
        )
    )
    fill_slot(
        Slot(
            name="discussions",
            clause_template="discussions/includes/thread_here.html",
            guideline_template="",
            of_clause=on_clause,
            of_guideline=lambda guideline, viewer: None,
            facts=lambda viewer: {"comments": counts_of_address()},
            at_clauses=at_clauses,
        )
    )
