"""A text with the version of its words marked in it, as HTML.

A mark stands before the first word of each paragraph and wherever a word of another version begins, so that all
words belong to the mark before them; the colour behind them, which says how old they are, is never needed to
understand. Made of tokens, so it is well formed and holds no tag of the source but those of its formatting.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from guidelines.rules.markup import Tag, Writer, formatting, source_attributes
from guidelines.rules.tokens import Token

STEPS: Final = 5
"""Shades that ages are told apart by."""

Mark = Callable[[int], str]
"""Return the inline HTML that marks where words of a version begin."""


def blame_html(
    tokens: Sequence[Token],
    versions: Sequence[int],
    *,
    newest: int,
    mark: Mark,
    section_titles: Mapping[str, str] | None = None,
) -> str:
    """Return a part of a guideline with marks; links inside keep their `linktype` and `id`.

    versions: of each token, as `blame.versions_of` gives them. newest: the version that is shown. section_titles:
    HTML for the start of a section by its data-field. Words stand in `<span class="blame-run blame-age-0"
    data-version="1">`; the age is 0 for the oldest and STEPS - 1 for the newest. A mark and the word behind it
    stand in a `<span class="blame-start">`.
    """

    @cache
    def run(version: int) -> Tag:
        """Return the tag around words that stand since a version."""
        age = age_step(version, newest)
        return Tag("span", f' class="blame-run blame-age-{age}" data-version="{version}"')

    writer = Writer(dict(section_titles or {}))
    current = 0
    for token, version in zip(tokens, versions, strict=True):
        if token.place:
            writer.start(token.place)
            current = 0 if token.place.tag else current
            continue
        begins = version != current and (token.is_word or not current)
        current = version if begins else current
        start = [Tag("span", ' class="blame-start"', before=mark(current))] if begins else []
        writer.word(token, [run(current), *start, *formatting(token.marks, source_attributes(token.link))])
    return writer.finish()


def age_step(version: int, newest: int) -> int:
    """Return how new a version is among those up to the newest, from 0, the first, to STEPS - 1."""
    return round((STEPS - 1) * (version - 1) / (newest - 1)) if newest > 1 else 0
