"""What a search shows: guidelines, posts and people as far as the viewer may see, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from guidelines.models import GuidelineRecord, Leaf, Wording
from guidelines.rules.content import clause_from_json
from guidelines.searching import leaf_text
from people.rules.searching import Piece, Query, excerpt, matches
from posts.cards import Card
from posts.searching import excerpts


@dataclass(frozen=True, slots=True)
class FoundWording:
    """What a clause, title or summary says or said; heading: none for a clause without one."""

    wording: Wording
    heading: tuple[Piece, ...]
    pieces: tuple[Piece, ...]

    @property
    def guideline(self) -> GuidelineRecord:
        """Where it stands or stood."""
        return self.wording.guideline

    @property
    def in_force(self) -> bool:
        """Whether people are to follow it now."""
        return self.wording.gone is None and self.guideline.in_force

    @property
    def url(self) -> str:
        """Where to read it: in the guideline in force, else in the version that brought it."""
        slug, clause_id = self.guideline.slug, self.wording.clause_id
        place = f"#clause-{clause_id}" if clause_id else ""
        if self.in_force:
            return self.guideline.get_absolute_url() + place
        return reverse("guidelines:version", args=[slug, self.wording.first]) + place

    @property
    def compare_url(self) -> str:
        """Where to see how it went; "" while it stands."""
        gone = self.wording.gone
        if gone is None:
            return ""
        place = f"#change-{self.wording.clause_id}" if self.wording.clause_id else ""
        return reverse("guidelines:compare", args=[self.guideline.slug, gone - 1, gone]) + place


@dataclass(frozen=True, slots=True)
class FoundGuideline:
    """A guideline with what was found in it; title: as it is now, "" when it was taken out."""

    guideline: GuidelineRecord
    title: str
    wordings: list[FoundWording]


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post that was found, as a list shows it."""

    card: Card
    pieces: tuple[Piece, ...]


def found_guidelines(wordings: Sequence[Wording], query: Query) -> list[FoundGuideline]:
    """Return wordings by guideline with their excerpts, in their order; two queries.

    A wording whose leaf was taken out is left out, whatever the index says.
    """
    contents = Leaf.objects.contents({wording.leaf_hash for wording in wordings})
    records = {wording.guideline_id: wording.guideline for wording in wordings}
    readings = Leaf.objects.read([record.current for record in records.values()], kinds={"title"})
    titles = dict(zip(records, (reading.guideline.title for reading in readings), strict=True))
    return [
        FoundGuideline(records[page_id], titles[page_id], found)
        for page_id, of_one in groupby(wordings, key=lambda wording: wording.guideline_id)
        if (found := _found_wordings(of_one, contents, query))
    ]


def _found_wordings(
    wordings: Iterable[Wording], contents: dict[str, str | None], query: Query
) -> list[FoundWording]:
    found = []
    for wording in wordings:
        content = contents.get(wording.leaf_hash)
        text = leaf_text(wording.kind, content)
        if content and matches(text, query):
            heading = clause_from_json(content).heading if wording.kind == "clause" else ""
            body = text.removeprefix(heading).strip() or text
            found.append(FoundWording(wording, excerpt(heading, query), excerpt(body, query)))
    return found


def found_posts(cards: Sequence[Card], query: Query) -> list[FoundPost]:
    """Return posts with their excerpts, in their order; two queries.

    What an index that is late found wrongly is left out.
    """
    shown = excerpts([card.post for card in cards], query)
    return [FoundPost(card, shown[card.post.pk]) for card in cards if card.post.pk in shown]
