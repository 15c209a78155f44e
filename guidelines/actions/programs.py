"""Publishing from programs: imports, seeds, examples."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines import gates
from guidelines.actions.errors import AddressTakenError, GateClosedError
from guidelines.actions.finding import container
from guidelines.models import GuidelineAddress, GuidelinePage, GuidelineRecord, GuidelineVersion, Origin
from guidelines.rules.content import Guideline, normalise_guideline


class Bringer(NamedTuple):
    """Somebody who brings a file in at a screen, and when."""

    person_id: int
    now: datetime


@transaction.atomic
def publish_guideline(
    *,
    slug: str,
    guideline: Guideline,
    note: str,
    author_id: int | None,
    date: datetime,
    origin: str = Origin.IMPORT,
    material: bool = False,
    co_authors: Sequence[int] = (),
    brought_by: Bringer | None = None,
) -> GuidelineVersion | None:
    """Publish a guideline from a program: page, revision and version; None when it says what it said before.

    The page that lives (or lived) at `slug` takes the content, a new one is made where there is none.
    author_id, co_authors, date: who is credited, and since when it is in force. brought_by: whoever brings it in
    at a screen, who passes the same gates as with an edit; None for a program, which brings what was decided
    elsewhere. Raises RecordingError (GateClosedError where colleagues have to agree) and ContentError; nothing is
    kept then.
    """
    canonical = normalise_guideline(guideline)
    page = GuidelinePage.objects.filter(pk__in=_page_ids_at(slug)).select_for_update().first()
    if page is None:
        page = _new_page(slug, canonical)
    before = GuidelineRecord.objects.filter(page_id=page.pk).values_list("current_id", flat=True).first()
    page = page.get_latest_revision_as_object()
    page.fill(canonical)
    page.go_live_at = None
    page.describe_change(
        note=note, material=material, origin=origin, person_id=author_id, date=date, authors=co_authors
    )
    if brought_by:
        _check_gates(page, brought_by)
    page.save_revision(log_action=False).publish(log_action=False)
    current = GuidelineRecord.objects.select_related("current").get(page_id=page.pk).current
    return current if current and current.pk != before else None


def _check_gates(page: GuidelinePage, bringer: Bringer) -> None:
    """Raise GateClosedError where colleagues have to agree before somebody's edit would be in force."""
    text = gates.text_of(page)
    if gates.is_closed(page, text=text, author_id=bringer.person_id, now=bringer.now):
        raise GateClosedError(
            _(
                "Colleagues have to agree before this guideline changes, so nothing was imported. Put the text "
                "into its editor and press Publish there to ask them."
            )
        )


def _page_ids_at(slug: str) -> list[int]:
    """Return the page that lives or lived at a slug: by the addresses given out, else by Wagtail's tree."""
    owners = list(GuidelineAddress.objects.filter(slug=slug).values_list("guideline_id", flat=True))
    return owners or list(GuidelinePage.objects.filter(slug=slug).values_list("pk", flat=True))


def _new_page(slug: str, guideline: Guideline) -> GuidelinePage:
    """Return a new page in the tree, not live yet."""
    if GuidelineAddress.objects.filter(slug=slug).exists():
        raise AddressTakenError(_("A guideline that was deleted had the address “%(slug)s”.") % {"slug": slug})
    return container().add_child(instance=GuidelinePage(slug=slug, title=guideline.title, live=False))
