"""Pages of a long list by cursor: as fast on page 900 as on the first, and stable while posts come in."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from posts.cards import Card, cards
from posts.models import Post
from posts.querysets import PostQuerySet
from posts.rules.cursors import CursorError, decode, encode

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """One page of a list, with the addresses of its neighbours; empty where there are none."""

    cards: list[Card]
    newer_url: str
    older_url: str


def page_of(posts: PostQuerySet, request: HttpRequest, size: int = PAGE_SIZE) -> Page:
    """Return the page that the address asks for (`before` or `after` a cursor), newest first.

    Raises BadRequest for a cursor we did not make.
    """
    listed = posts.without_body().with_byline()
    if "after" in request.GET:
        found = list(listed.newer_than(*_cursor(request, "after")).oldest_first()[: size + 1])
        shown, has_newer, has_older = found[:size][::-1], len(found) > size, True
    elif "before" in request.GET:
        found = list(listed.older_than(*_cursor(request, "before")).newest_first()[: size + 1])
        shown, has_newer, has_older = found[:size], True, len(found) > size
    else:
        found = list(listed.newest_first()[: size + 1])
        shown, has_newer, has_older = found[:size], False, len(found) > size
    return Page(
        cards=cards(shown, request.user),
        newer_url=_neighbour(request, "after", shown[0]) if has_newer and shown else "",
        older_url=_neighbour(request, "before", shown[-1]) if has_older and shown else "",
    )


def _cursor(request: HttpRequest, name: str):
    try:
        return decode(request.GET[name])
    except CursorError as error:
        raise BadRequest(str(error)) from error


def _neighbour(request: HttpRequest, name: str, post: Post) -> str:
    query = request.GET.copy()
    query.pop("before", None)
    query.pop("after", None)
    query[name] = encode(post.published_at, post.pk)
    return f"?{query.urlencode()}"
