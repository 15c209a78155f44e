"""Who may read guidelines, and which guideline an address means."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from guidelines import page_slots
from guidelines.models import GuidelineAddress, GuidelineRecord, GuidelineVersion
from people.middleware import SignInRequiredMiddleware
from people.models import User

View = Callable[..., HttpResponse]
GuidelineView = Callable[Concatenate[HttpRequest, GuidelineRecord, ...], HttpResponse]


def guidelines_access(view: View) -> View:
    """Let everybody read where guidelines are public (GUIDELINES_PUBLIC), else only people who signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.GUIDELINES_PUBLIC or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return SignInRequiredMiddleware(view).handle_no_permission(request, view)

    return login_not_required(require_safe(guarded))


def reads_guideline(view: GuidelineView) -> View:
    """Give a view the guideline that lives at `slug`, to those who may read it.

    An address the guideline had before leads to the same screen at its present one, for good; a slug that no
    guideline ever had is not found.
    """
    return guidelines_access(finds_guideline(view))


def reads_guideline_with_facts(view: GuidelineView) -> View:
    """Give a view the guideline as `reads_guideline` does, with the `facts` that parts of its page need."""
    return guidelines_access(finds_guideline(view, with_facts=True))


def finds_guideline(view: GuidelineView, *, with_facts: bool = False) -> View:
    """Give a view the guideline that lives at `slug`, as `reads_guideline` does, whoever asks."""

    @wraps(view)
    def found(request: HttpRequest, *, slug: str, **kwargs: Any) -> HttpResponse:
        guideline = guideline_at(request, slug, with_facts=with_facts)
        if guideline.slug != slug:
            return _moved_for_good(request, guideline.slug)
        return view(request, guideline, **kwargs)

    return found


def guideline_at(request: HttpRequest, slug: str, *, with_facts: bool = False) -> GuidelineRecord:
    """Return the guideline that lives or lived at a slug; one query.

    with_facts: whether its `facts` hold what parts of the page ask for somebody who signed in. Raises Http404 for
        a slug that no guideline ever had.
    """
    asked = page_slots.facts(request.user) if with_facts and request.user.is_authenticated else {}
    address = GuidelineAddress.objects.with_guideline().annotate(**asked).filter(slug=slug).first()
    if address is None or address.guideline.current is None:
        raise Http404
    address.guideline.facts = {name: getattr(address, name) for name in asked}
    return address.guideline


def signed_in(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for strangers, whom the middleware leads to sign in before."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def _moved_for_good(request: HttpRequest, slug: str) -> HttpResponse:
    match = resolve(request.path_info)
    target = reverse(match.view_name, kwargs={**match.kwargs, "slug": slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def current_version(guideline: GuidelineRecord) -> GuidelineVersion:
    """Return the newest version of a guideline that has one; every address leads to such. Raises Http404."""
    if guideline.current is None:
        raise Http404
    return guideline.current


def may_edit(request: HttpRequest) -> bool:
    """Return whether the reader is somebody who works here: they all may edit."""
    return request.user.is_authenticated and request.user.works_here


def not_found(request: HttpRequest, guideline: GuidelineRecord, **missing: Any) -> HttpResponse:
    """Say what a guideline does not have, and lead to what it has.

    missing: the `number` of a version; or a `day` with the `first` version, and whether it `is_to_come`; else it
        is the address that means nothing.
    """
    context = {"guideline": guideline, "version": current_version(guideline), **missing}
    return render(request, "guidelines/not_found.html", context, status=404)
