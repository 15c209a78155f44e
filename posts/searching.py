"""Which posts a query or a tag finds, by what everybody may see of them.

The index holds nothing that a veil hides, neither words nor tags, and an excerpt is made anew from what the door
lets out, for nobody in particular: an author's own hidden words find nothing either, so that no screen tells them
from other words.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from flags.veil import Text, View, visible_many
from people.models import User
from people.rules.searching import Piece, Query, excerpt, matches
from people.word_index import TEXTS_AT_ONCE
from posts.models import TARGET_KIND, Post, PostEntry, PostTag
from posts.querysets import PostQuerySet
from posts.rules.blocks import blocks_of
from posts.rules.tags import untouched


def index_posts(post_ids: Iterable[int]) -> int:
    """Index these posts anew, by their words and their tags; return how many they are.

    Call it in the transaction that changes them, or what is hidden of them.
    """
    count = 0
    for some in _batches(post_ids):
        found = _as_everybody_sees(some)
        PostEntry.objects.index((post.pk, _public_text(view)) for post, view in found)
        _index_tags({post.pk: _public_tags(post, view) for post, view in found})
        count += len(found)
    return count


def _index_tags(tags: Mapping[int, Collection[str]]) -> None:
    """Let posts, by id, be found by these tags and by no others; three queries at most."""
    wanted = {(post_id, tag) for post_id, some in tags.items() for tag in some}
    stored = PostTag.objects.filter(post__in=tags)
    known = {(post_id, tag): pk for pk, post_id, tag in stored.values_list("pk", "post_id", "tag")}
    PostTag.objects.filter(pk__in=[pk for row, pk in known.items() if row not in wanted]).delete()
    rows = [PostTag(post_id=post_id, tag=tag) for post_id, tag in sorted(wanted - known.keys())]
    PostTag.objects.bulk_create(rows, ignore_conflicts=True)


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
    found = _as_everybody_sees([post.pk for post in posts])
    texts = ((post.pk, _public_text(view)) for post, view in found)
    return {post_id: excerpt(text, query) for post_id, text in texts if matches(text, query)}


def _batches(post_ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(post_ids)
    while some := list(islice(remaining, TEXTS_AT_ONCE)):
        yield some


def _as_everybody_sees(post_ids: Collection[int]) -> list[tuple[Post, View]]:
    """Return posts, each with all that everybody may see of it; two queries."""
    posts = list(Post.objects.filter(pk__in=post_ids))
    asked = [Text(TARGET_KIND, post.pk, post.version, blocks_of(post)) for post in posts]
    views = visible_many(asked, None)
    return [(post, views[text.key]) for post, text in zip(posts, asked, strict=True)]


def _public_tags(post: Post, view: View) -> list[str]:
    return untouched(post.tags, view.blocks["tags"].hidden) if "tags" in view.blocks else []


def _public_text(view: View) -> str:
    """Return what is shown of a post, a block a line."""
    blocks = ("… ".join(part.text for part in block.segments if not part.veil) for block in view.blocks.values())
    return "\n".join(blocks)
