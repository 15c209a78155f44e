"""The home page, and the search."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from guidelines.models import GuidelineRecord
from guidelines.searching import search_wordings
from guidelines.views.access import guidelines_access
from home import front_page, search
from home.rules.search_request import EVERYWHERE, GUIDELINES, PEOPLE, POSTS, SearchRequest, read_request
from people.rules.searching import read_query
from people.searching import search_people
from posts.searching import search_posts
from posts.views.paging import page_of

FOUND_A_PAGE = 20
FOUND_OF_EACH = 5
"""Results of each kind where all kinds are shown."""


@guidelines_access
def home(request):
    """Show what waits for the reader, then guidelines, newest posts and blogs.

    Strangers come in only where guidelines are public, and to those.
    """
    if not request.user.is_authenticated:
        return redirect("guidelines:index")
    now = timezone.now()
    cases = front_page.waiting_cases(request.user, now=now)
    changed = front_page.changed_guidelines(request.user)
    texts = front_page.waiting_texts(request.user)
    shown = [each.case.get_absolute_url() for each in cases] + [each.url for each in changed]
    seats = front_page.waiting_seats(request.user, now=now)
    shown += [each.get_absolute_url() for each in texts] + [each.get_absolute_url() for each in seats]
    return render(
        request,
        "home/home.html",
        {
            "now": now,
            "cases": cases,
            "seats": seats,
            "notices": front_page.unread_notices(request.user, besides=shown, now=now),
            "changed": changed,
            "texts": texts,
            "guidelines": front_page.guidelines_in_force(),
            "posts": front_page.newest_posts(request.user),
            "blogs": front_page.blogs(request.user),
            "is_new_here": not front_page.has_written(request.user),
        },
    )


@guidelines_access
def find(request: HttpRequest) -> HttpResponse:
    """Show what `?q=` finds: guidelines, posts and people the viewer may see; `?in=` one kind of them, by pages.

    `versions=all`: guidelines as they ever were. `guideline=`: the slug of the one guideline to look in. Strangers
    find guidelines only, and those only where they are public.
    """
    asked = read_request(request.GET, signed_in=request.user.is_authenticated)
    query = read_query(asked.text)
    context = {"asked": asked, "query": query, "guideline": _asked_guideline(asked)}
    if query.terms:
        size = FOUND_OF_EACH if asked.where == EVERYWHERE else FOUND_A_PAGE
        found = {kind: _FIND[kind](request, asked, query, size) for kind in asked.kinds}
        context |= {"found": found, "is_empty": not any(each["results"] for each in found.values())}
    return render(request, "home/search.html", context)


def _asked_guideline(asked: SearchRequest) -> GuidelineRecord | None:
    return GuidelineRecord.objects.recorded().filter(slug=asked.guideline).first() if asked.guideline else None


def _find_guidelines(request, asked, query, size):
    wordings = search_wordings(query, all_versions=asked.all_versions, slug=asked.guideline)
    page = Paginator(wordings, size).get_page(asked.page)
    results = search.found_guidelines(list(page.object_list), query)
    return {"results": results, **_neighbours(asked, page)}


def _find_posts(request, asked, query, size):
    page = page_of(search_posts(query, request.user), request, size)
    results = search.found_posts(page.cards, query)
    return {"results": results, "newer_url": page.newer_url, "older_url": page.older_url}


def _find_people(request, asked, query, size):
    page = Paginator(search_people(query, request.user), size).get_page(asked.page)
    return {"results": list(page.object_list), **_neighbours(asked, page)}


def _neighbours(asked, page):
    before = asked.address(page=page.previous_page_number()) if page.has_previous() else ""
    return {
        "newer_url": before,
        "older_url": asked.address(page=page.next_page_number()) if page.has_next() else "",
    }


_FIND = {GUIDELINES: _find_guidelines, POSTS: _find_posts, PEOPLE: _find_people}
