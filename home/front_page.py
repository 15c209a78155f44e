"""What stands on the home page, read in a number of queries that does not grow with what there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from flags import registry
from flags.models import Case, Seat
from guidelines.models import Acknowledgement, GuidelineRecord, GuidelineVersion, Leaf, PendingPublication
from guidelines.rules.acknowledging import Changes
from guidelines.rules.reading import Reading
from people.models import Notice, User
from posts.cards import Card, cards
from posts.models import Blog, Post

CASES_SHOWN = 5
CHANGED_SHOWN = 5
TEXTS_SHOWN = 5
NOTICES_SHOWN = 3
GUIDELINES_SHOWN = 6
POSTS_SHOWN = 8
BLOGS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A flag on a text of the viewer that wants an answer; `title` is what the text is called."""

    case: Case
    title: str


@dataclass(frozen=True, slots=True)
class ChangedGuideline:
    """A guideline that says something its reader has not read; `title` is "" when it was taken out."""

    guideline: GuidelineRecord
    title: str
    changes: Changes

    @property
    def url(self) -> str:
        """Where to see what changed since it was read."""
        return reverse("guidelines:compare_read", args=[self.guideline.slug])


@dataclass(frozen=True, slots=True)
class ListedGuideline:
    """A guideline in force, with the version that made it what it is, and who did."""

    guideline: GuidelineRecord
    version: GuidelineVersion
    reading: Reading
    author: User | None

    @property
    def previous(self) -> int:
        """The number of the version before, 0 for the first."""
        return self.version.number - 1


def waiting_cases(viewer: User, *, now: datetime) -> list[WaitingCase]:
    """Return the open flags on the viewer's own texts, those that end first on top."""
    cases = list(Case.objects.on_texts_of(viewer, now).open().order_by("ends_at", "pk")[:CASES_SHOWN])
    titles = _titles(cases, viewer)
    keyed = [((case.target_kind, case.target_id), case) for case in cases]
    return [WaitingCase(case, titles[key]) for key, case in keyed if key in titles]


def waiting_seats(viewer: User, *, now: datetime) -> list[Seat]:
    """Return the viewer's seats on panels that want to be taken, or a verdict; those asked first on top."""
    seats = Seat.objects.held_by(viewer, now).waiting().select_related("panel__case")
    return list(seats.order_by("invited_at", "pk")[:CASES_SHOWN])


def _titles(cases: Sequence[Case], viewer: User) -> dict[tuple[str, int], str]:
    """Return what each case's text is called, asking each kind of text once."""
    targets = sorted({(case.target_kind, case.target_id) for case in cases})
    titles: dict[tuple[str, int], str] = {}
    for kind, of_kind in groupby(targets, key=lambda target: target[0]):
        known = registry.get(kind).titles([target_id for _kind, target_id in of_kind], viewer)
        titles |= {(kind, target_id): title for target_id, title in known.items()}
    return titles


def changed_guidelines(viewer: User) -> list[ChangedGuideline]:
    """Return the guidelines in force that changed since the viewer read them.

    Those that changed what people may or must do stand on top, then those that changed last.
    """
    read = Acknowledgement.objects.of(viewer).last_read()
    records = GuidelineRecord.objects.in_force().filter(page_id__in=read).order_by("-current__date", "slug")
    found = [
        (record, version, record.changes_since(read[record.page_id]))
        for record in records
        if (version := record.current)
    ]
    changed = [each for each in found if not each[2].is_empty]
    shown = sorted(changed, key=lambda each: not each[2].material)[:CHANGED_SHOWN]
    readings = Leaf.objects.read([version for _record, version, _changes in shown], kinds={"title"})
    return [
        ChangedGuideline(record, reading.guideline.title, changes)
        for (record, _version, changes), reading in zip(shown, readings, strict=True)
    ]


def waiting_texts(viewer: User) -> list[PendingPublication]:
    """Return guidelines' texts that wait for colleagues, and of which the viewer has said nothing yet."""
    return PendingPublication.objects.in_need_of(viewer)[:TEXTS_SHOWN] if viewer.works_here else []


def unread_notices(viewer: User, *, besides: Iterable[str], now: datetime) -> list[Notice]:
    """Return the newest notices the viewer has not opened.

    besides: addresses of what the page shows already; notices that lead there are left out.
    """
    shown = list(besides)
    return list(Notice.objects.visible_to(viewer, now).unread().exclude(url__in=shown)[:NOTICES_SHOWN])


def guidelines_in_force() -> list[ListedGuideline]:
    """Return the guidelines in force, the one that changed last on top, each with its newest change note."""
    records = list(GuidelineRecord.objects.in_force().order_by("-current__date", "slug")[:GUIDELINES_SHOWN])
    versions = [record.current for record in records if record.current]
    readings = Leaf.objects.read(versions, kinds={"title", "summary", "note"})
    authors = User.objects.in_bulk({version.person_id for version in versions if version.person_id})
    return [
        ListedGuideline(record, version, reading, authors.get(version.person_id or 0))
        for record, version, reading in zip(records, versions, readings, strict=True)
    ]


def newest_posts(viewer: User) -> list[Card]:
    """Return the newest posts as far as the viewer may see them."""
    return cards(Post.objects.visible_to(viewer).newest_first().with_byline().without_body()[:POSTS_SHOWN], viewer)


def blogs(viewer: User) -> list[Blog]:
    """Return the first blogs from A to Z, with the number of their posts."""
    return list(Blog.objects.visible_to(viewer).by_name().with_counts()[:BLOGS_SHOWN])


def has_written(viewer: User) -> bool:
    """Whether the viewer has ever written a post; whoever has not is shown around."""
    return Post.objects.written_by(viewer).exists()
