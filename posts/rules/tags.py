"""Tags: short lower-case words a post is found by."""

from collections.abc import Collection, Iterable, Sequence

from flags.rules.markdown.projection import normalise_text

MAX_TAGS = 10
MAX_TAG_LENGTH = 40
SEPARATOR = ", "


def normalise_tags(tags: Iterable[str]) -> list[str]:
    """Return tags in P1 and lower case, each once, in the order given; empty ones are dropped.

    A comma parts tags wherever it stands, so that a list of tags written as text can be read back.
    """
    words = (normalise_text(word).lower() for tag in tags for word in tag.split(","))
    return list(dict.fromkeys(word for word in words if word))


def joined(tags: Iterable[str]) -> str:
    """Return the tags as one text: the block `tags` of a post."""
    return SEPARATOR.join(tags)


def spans(tags: Iterable[str]) -> list[tuple[int, int]]:
    """Return where each tag stands in the joined text: (start, end) in code points."""
    places, position = [], 0
    for tag in tags:
        places.append((position, position + len(tag)))
        position += len(tag) + len(SEPARATOR)
    return places


def untouched(tags: Sequence[str], hidden: Collection[tuple[int, int]]) -> list[str]:
    """Return the tags no part of which lies in a stretch, (start, end) in code points of the joined text."""
    return [
        tag
        for tag, (start, end) in zip(tags, spans(tags), strict=True)
        if not any(first < end and start < last for first, last in hidden)
    ]
