"""Posts as something that people talk about: what `discussions.registry` needs to know about them."""

from collections.abc import Collection, Mapping
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from discussions import registry
from discussions.rules.places import Place
from people.models import User
from posts import veil
from posts.models import TARGET_KIND, Authorship, Post


def place_of(post_id: int) -> Place:
    """Return where the comments on a post are."""
    return Place(TARGET_KIND, post_id)


def visible(person: User, places: Collection[Place]) -> set[Place]:
    """Return those of some posts that the person may read; one query."""
    asked = [place.id for place in places if not place.part]
    return {
        place_of(key) for key in Post.objects.visible_to(person).filter(pk__in=asked).values_list("pk", flat=True)
    }


def readers(place: Place, people: Collection[User]) -> Collection[User]:
    """Return who of some people may read a post: everybody who can sign in."""
    return people


def authors(place: Place) -> Collection[int]:
    """Return the ids of a post's authors."""
    return list(Authorship.objects.filter(post_id=place.id).values_list("person_id", flat=True))


def address(place: Place) -> str:
    """Return the address of a post."""
    return reverse("posts:post", args=[place.id])


def titles(places: Collection[Place], viewer: User) -> Mapping[Place, str]:
    """Return the titles of posts as far as the viewer may see them; two queries."""
    posts = Post.objects.visible_to(viewer).without_body().in_bulk([place.id for place in places])
    return {place_of(key): title for key, title in veil.titles(posts, viewer).items()}


def language(place: Place) -> str:
    """Return the language of a post; "" if nobody said."""
    return Post.objects.filter(pk=place.id).values_list("language", flat=True).first() or ""


def register() -> None:
    """Let posts be talked about."""
    registry.register(
        registry.Subject(
            kind=TARGET_KIND,
            noun=cast("str", _("post")),
            visible=visible,
            readers=readers,
            authors=authors,
            address=address,
            titles=titles,
            language=language,
        )
    )
