"""Which posts a query finds, by what everybody may see of them.

The index holds nothing that a veil hides, and an excerpt is made anew from what the door lets out, for nobody in
particular: an author's own hidden words find nothing either, so that no screen tells them from other words.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from flags.veil import Text, View, visible_many
from people.models import User
from people.rules.searching import Piece, Query, excerpt, matches
from people.word_index import TEXTS_AT_ONCE
from posts.models import TARGET_KIND, Post, PostEntry
from posts.querysets import PostQuerySet
from posts.rules.blocks import blocks_of


def index_posts(post_ids: Iterable[int]) -> int:
    """Index these posts anew; return how many they are.

    Call it in the transaction that changes them, or what is hidden of them.
    """
    return PostEntry.objects.index(_public_texts_of(post_ids))


def rebuild_posts() -> int:
    """Index all posts anew; return how many they are."""
    return index_posts(Post.objects.order_by("pk").values_list("pk", flat=True))


def search_posts(query: Query, viewer: User) -> PostQuerySet:
    """Return the posts a query finds, in no order yet; none for somebody who has not signed in."""
    return Post.objects.visible_to(viewer).filter(pk__in=PostEntry.objects.matching(query).values("pk"))


def excerpts(posts: Sequence[Post], query: Query) -> dict[int, tuple[Piece, ...]]:
    """Return what to show of each post a query found, by its id; posts that do not hold it are left out.

    The words are looked for once more in what everybody may see now, so that an index that is late gives nothing
    away. Reads the posts' long text: one query, and one at the door.
    """
    texts = _public_texts_of(post.pk for post in posts)
    return {post_id: excerpt(text, query) for post_id, text in texts if matches(text, query)}


def _public_texts_of(post_ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield all that everybody may see of each post, a block a line; two queries for every TEXTS_AT_ONCE."""
    remaining = iter(post_ids)
    while some := list(islice(remaining, TEXTS_AT_ONCE)):
        yield from _public_texts(Post.objects.filter(pk__in=some))


def _public_texts(posts: Iterable[Post]) -> Iterator[tuple[int, str]]:
    asked = [Text(TARGET_KIND, post.pk, post.version, blocks_of(post)) for post in posts]
    views = visible_many(asked, None)
    return ((text.id, _public_text(views[text.key])) for text in asked)


def _public_text(view: View) -> str:
    blocks = ("… ".join(part.text for part in block.segments if not part.veil) for block in view.blocks.values())
    return "\n".join(blocks)
