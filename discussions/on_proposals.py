"""Suggested changes of guidelines as something that people talk about: colleagues only, as the suggestions are."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import cast

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussions import registry
from discussions.models import Topic
from discussions.rules.places import Place
from discussions.threads import first_page
from guidelines.models import Leaf, Proposal
from guidelines.page_slots import Content, Facts, ProposalPart, register_on_proposals
from guidelines.proposing import keep_alive
from people.models import User

KIND = "proposal"


def place_of(proposal_id: int) -> Place:
    """Return where the comments on a suggested change are."""
    return Place(KIND, proposal_id)


def visible(person: User, places: Collection[Place]) -> set[Place]:
    """Return those of some places that are suggestions that may be read, to people who work here; one query."""
    if not (person.is_authenticated and person.works_here):
        return set()
    asked = [place.id for place in places if not place.part]
    shown = Proposal.objects.shown(person.pk).filter(pk__in=asked)
    return {place_of(key) for key in shown.values_list("pk", flat=True)}


def readers(place: Place, people: Collection[User]) -> Collection[User]:
    """Return those of some people who work here."""
    return [person for person in people if person.works_here]


def authors(place: Place) -> Collection[int]:
    """Return the id of who looks after a suggestion."""
    found = Proposal.objects.filter(pk=place.id, author__isnull=False)
    return list(found.values_list("author_id", flat=True))


def address(place: Place) -> str:
    """Return the address of a suggestion's page."""
    return Proposal.objects.select_related("guideline").get(pk=place.id).get_absolute_url()


def titles(places: Collection[Place], viewer: User) -> Mapping[Place, str]:
    """Return what to call suggestions: by the guideline they are about; two queries."""
    seen = [place.id for place in visible(viewer, places)]
    proposals = list(Proposal.objects.with_people().filter(pk__in=seen))
    readings = Leaf.objects.read([proposal.guideline.current for proposal in proposals], kinds={"title"})
    return {
        place_of(proposal.pk): _("Suggested change of: %(title)s") % {"title": reading.guideline.title}
        for proposal, reading in zip(proposals, readings, strict=True)
    }


def commented(place: Place, now: datetime) -> None:
    """Let a suggestion that is talked about lapse later."""
    keep_alive(proposal_id=place.id, now=now)


def on_proposal(proposal: Proposal, viewer: User) -> Content:
    """Return the thread on a suggestion; two queries."""
    return {"thread": first_page(place_of(proposal.pk), viewer)}


def facts() -> Facts:
    """Return how many comments a suggestion has, for a query of suggestions."""
    topics = Topic.objects.of(KIND, OuterRef("pk")).values("comments")
    return {"remarks": Coalesce(Subquery(topics), Value(0))}


def register() -> None:
    """Let suggestions be talked about, and their pages show it."""
    registry.register(
        registry.Subject(
            kind=KIND,
            noun=cast("str", gettext_lazy("suggested change")),
            visible=visible,
            readers=readers,
            authors=authors,
            address=address,
            titles=titles,
            commented=commented,
        )
    )
    register_on_proposals("discussions", ProposalPart("discussions/includes/thread_here.html", on_proposal, facts))
