"""Versions as Atom feeds: those of one guideline, and those of all."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin
from guidelines.rules.feeding import LeafChanges, feed_id, leaf_changes
from guidelines.rules.markdown_text import kept
from guidelines.views.access import current_version, finds_guideline, guidelines_access
from guidelines.views.rendered import people_of
from guidelines.views.wording import leaf_changes_in_words
from people.models import FeedToken, User

VERSIONS_IN_A_FEED = 50
"""The newest versions; readers ask often enough, and the history has the others."""

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Entry:
    """A version in a feed."""

    guideline: GuidelineRecord
    version: GuidelineVersion
    title: str
    note: str
    note_taken_out: bool
    people: list[User]
    changes: LeafChanges | None

    @property
    def phrases(self) -> str:
        """What changed, in words; "" for the first version."""
        return ", ".join(leaf_changes_in_words(self.changes)) if self.changes else ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its entries, its title, the page it belongs to, and a lasting name for it."""

    title: str
    link: str
    name: str
    entries: list[Entry]


class VersionFeed(Feed):
    """Writes a channel as Atom."""

    feed_type = Atom1Feed
    description_template = "guidelines/feed_entry.html"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Channel:
        """Return the channel the view made."""
        return kwargs["channel"]

    def title(self, channel: Channel) -> str:
        """Return the feed's title."""
        return channel.title

    def link(self, channel: Channel) -> str:
        """Return the address of the page the feed belongs to."""
        return channel.link

    def feed_guid(self, channel: Channel) -> str:
        """Return the feed's lasting id."""
        return feed_id(f"{settings.BASE_URL} {channel.name}")

    def items(self, channel: Channel) -> list[Entry]:
        """Return the entries."""
        return channel.entries

    def item_title(self, item: Entry) -> str:
        """Return the guideline's title and the version's number."""
        return _("%(title)s: version %(number)d") % {"title": item.title, "number": item.version.number}

    def item_link(self, item: Entry) -> str:
        """Return the address at which the version is read for ever."""
        return reverse("guidelines:version", args=[item.guideline.slug, item.version.number])

    def item_guid(self, item: Entry) -> str:
        """Return a lasting id, the same at every address the guideline ever has."""
        return feed_id(item.version.hash)

    def item_author_name(self, item: Entry) -> str:
        """Return who made the version; Atom wants an author of every entry."""
        return ", ".join(kept(str(person)) for person in item.people) or _("somebody who is no longer here")

    def item_pubdate(self, item: Entry) -> datetime:
        """Return since when the version is in force."""
        return item.version.date

    def item_updateddate(self, item: Entry) -> datetime:
        """Return the same: a version never changes."""
        return item.version.date

    def item_categories(self, item: Entry) -> tuple[str, ...]:
        """Return whether the version changes what people may or must do, and how it came about but by an edit."""
        material = (_("material change"),) if item.version.material else ()
        return (
            material if item.version.origin == Origin.EDIT else (*material, str(item.version.get_origin_display()))
        )


def feed_access(view: View) -> View:
    """Let feed readers in by the `?token=` of an active person, and everybody else as to any guideline.

    A token that opens nothing is not found, whoever sends it without having signed in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.GET.get("token")
        if token is None or settings.GUIDELINES_PUBLIC or request.user.is_authenticated:
            return guidelines_access(view)(request, *args, **kwargs)
        if not FeedToken.objects.opens(token):
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(require_safe(guarded))


@feed_access
@finds_guideline
def guideline_feed(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Give the newest versions of a guideline."""

    def make() -> Channel:
        versions = GuidelineVersion.objects.of(guideline.page_id).newest_first()[:VERSIONS_IN_A_FEED]
        entries = _entries(versions, {guideline.page_id: guideline})
        name = f"guideline {guideline.page_id}"
        return Channel(entries[0].title, guideline.get_absolute_url(), name, entries)

    current_version(guideline)
    return _feed(request, [guideline], make)


@feed_access
def all_feed(request: HttpRequest) -> HttpResponse:
    """Give the newest versions of all guidelines."""
    records = {record.page_id: record for record in GuidelineRecord.objects.recorded()}

    def make() -> Channel:
        versions = GuidelineVersion.objects.filter(page_id__in=records).order_by("-date", "-page_id", "-number")
        entries = _entries(versions[:VERSIONS_IN_A_FEED], records)
        return Channel(_("Guidelines"), reverse("guidelines:index"), "guidelines", entries)

    return _feed(request, list(records.values()), make)


def _feed(request: HttpRequest, records: Sequence[GuidelineRecord], make: Callable[[], Channel]) -> HttpResponse:
    """Return a feed, or 304 to a reader who has it already."""
    facts = [f"{each.slug} {each.cache_key(current_version(each))} {each.withdrawn_at}" for each in records]
    digest = hashlib.sha256("\n".join([*facts, request.get_host(), get_language() or ""]).encode()).hexdigest()
    etag, changed_at = quote_etag(digest), _last_change(records)
    seconds = int(changed_at.timestamp()) if changed_at else None
    response = get_conditional_response(request, etag=etag, last_modified=seconds)
    if response is None:
        response = VersionFeed()(request, channel=make())
    response.headers["ETag"] = etag
    if seconds is not None:
        response.headers["Last-Modified"] = http_date(seconds)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    patch_cache_control(response, private=not settings.GUIDELINES_PUBLIC, no_cache=True)
    return response


def _last_change(records: Sequence[GuidelineRecord]) -> datetime | None:
    """Return when what the feed says last changed; a version that was imported may be much older than that.

    None for no guidelines.
    """
    ids = [record.page_id for record in records]
    published = GuidelinePage.objects.filter(pk__in=ids).aggregate(at=Max("last_published_at"))["at"]
    taken_out = Leaf.objects.filter(page_id__in=ids).taken_out().aggregate(at=Max("taken_out_at"))["at"]
    moments = [published, taken_out, *(record.withdrawn_at for record in records)]
    return max((moment.astimezone(UTC) for moment in moments if moment), default=None)


def _entries(versions: Iterable[GuidelineVersion], records: dict[int, GuidelineRecord]) -> list[Entry]:
    found = list(versions)
    parents = {
        parent.hash: parent.leaves
        for parent in GuidelineVersion.objects.filter(hash__in=[each.parent_hash for each in found])
    }
    readings = Leaf.objects.read(found, kinds={"title", "note"})
    people = people_of(person for version in found for person in version.people_ids)
    return [
        Entry(
            guideline=records[version.page_id],
            version=version,
            title=kept(reading.guideline.title) or _("(title taken out)"),
            note=kept(reading.note),
            note_taken_out=any(leaf.kind == "note" for leaf in reading.taken_out),
            people=[person for person in map(people.get, version.people_ids) if person],
            changes=leaf_changes(parents[version.parent_hash], version.leaves) if version.parent_hash else None,
        )
        for version, reading in zip(found, readings, strict=True)
    ]
