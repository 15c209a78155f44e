"""Main parts of pages that are the same for many readers: drawn once, then kept as long as they say the same.

Versions never change, so what a page shows of them depends on little: on the guideline's own row, the reader's
language and time zone, and the names of the people on it. The first two are part of the key; names are looked up
each time, for people change them, and leave.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from guidelines.models import GuidelineRecord
from guidelines.views.access import may_edit
from people.models import User

KEPT_FOR = 60 * 60
"""Seconds a page is kept. What it says never changes; its layout may, with the next release."""

LAYOUT = 5
"""Number of the form of KeptPage and of the templates drawn for it; a higher one leaves the kept ones behind."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page's main part, ready to be shown.

    title: of the guideline; "" when it was taken out. names: username and shown name of everybody on it, by id.
    """

    title: str
    html: str
    names: dict[int, tuple[str, str]]


def kept_page(
    request: HttpRequest,
    guideline: GuidelineRecord,
    *parts: object,
    template: str,
    context: Callable[[], dict[str, Any]],
) -> KeptPage:
    """Return the page that `template` draws: from the cache (one query, for the names), or drawn now.

    parts: what the page shows, beside the guideline's own row and who asks. context: gives what the template
        needs; its "title" is the guideline's, its "people" are those whom the page names.
    """
    key = _key(request, guideline, template, parts)
    page = cache.get(key)
    if page is None or _names(page.names) != page.names:
        page = drawn_page(request, template, context())
        cache.set(key, page, KEPT_FOR)
    return page


def drawn_page(request: HttpRequest, template: str, context: dict[str, Any]) -> KeptPage:
    """Return the page that `template` draws now, with what `kept_page` would have been given for it."""
    names = {person.pk: (person.username, person.shown_name) for person in context["people"]}
    return KeptPage(context["title"], render_to_string(template, context, request), names)


def _names(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = User.objects.filter(pk__in=ids).order_by().values_list("pk", "username", "display_name")
    return {person: (username, display_name or username) for person, username, display_name in rows}


def _key(request: HttpRequest, guideline: GuidelineRecord, template: str, parts: Iterable[object]) -> str:
    reader = (
        request.user.is_authenticated,
        may_edit(request),
        get_language(),
        timezone.get_current_timezone_name(),
    )
    row = (guideline.page_id, guideline.slug, guideline.current_id, guideline.gaps, guideline.withdrawn_at)
    said = repr((LAYOUT, template, *row, *reader, *parts))
    return f"guidelines.kept.{sha256(said.encode()).hexdigest()}"
