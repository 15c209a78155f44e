"""What a person's page shows of their posts and blogs."""

from collections.abc import Mapping
from typing import Any

from people import person_page
from people.models import User
from posts.cards import cards
from posts.models import Blog, Post

POSTS_SHOWN = 10


def read(person: User, viewer: User) -> Mapping[str, Any]:
    """Return the person's newest posts as far as the viewer may see them, and their blogs from A to Z."""
    written = Post.objects.visible_to(viewer).written_by(person).newest_first().without_body().with_byline()
    posts = list(written[: POSTS_SHOWN + 1])
    return {
        "cards": cards(posts[:POSTS_SHOWN], viewer),
        "has_more": len(posts) > POSTS_SHOWN,
        "blogs": list(Blog.objects.visible_to(viewer).written_by(person).by_name()),
    }


def register() -> None:
    """Let a person's page show their posts."""
    person_page.register(person_page.Section("posts", 10, "posts/includes/of_person.html", read))
