"""The public log as an Atom feed: a day an entry, dates only."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from flags import figures

Day = tuple[date, Mapping[str, int | None]]

DAYS_SHOWN = 60


class DayFeed(Feed):
    """Days on which enough cases ended in one way to say how many."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Return the feed's title."""
        return _("The log: how cases ended, by day")

    def link(self) -> str:
        """Return the address of the page it belongs to."""
        return reverse("flags:log")

    def feed_guid(self) -> str:
        """Return the feed's lasting id."""
        return _urn("log")

    def author_name(self) -> str:
        """Return who speaks; Atom wants an author."""
        return _("Everybody")

    def items(self) -> list[Day]:
        """Return the days with a number to show, newest first."""
        days = figures.by_day(timezone.now()).items()
        return [(day, cells) for day, cells in days if any(cells.values())][::-1][:DAYS_SHOWN]

    def item_title(self, item: Day) -> str:
        """Return the day."""
        return date_format(item[0])

    def item_description(self, item: Day) -> str:
        """Return its numbers in words."""
        numbers = [f"{label}: {item[1][state]}" for state, label in figures.columns() if item[1][state]]
        return "; ".join([*numbers, _("smaller numbers are not shown")])

    def item_link(self, item: Day) -> str:
        """Return the page of the log: a day has none of its own."""
        return reverse("flags:log")

    def item_guid(self, item: Day) -> str:
        """Return a lasting id of the day."""
        return _urn(f"log {item[0]}")

    def item_pubdate(self, item: Day) -> datetime:
        """Return when the day was over."""
        return timezone.make_aware(datetime.combine(item[0] + timedelta(days=1), time()))

    def item_updateddate(self, item: Day) -> datetime:
        """Return the same."""
        return self.item_pubdate(item)


def _urn(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"peerline:{settings.BASE_URL} {name}").urn
