"""Small edits to a text, as the demonstration's files write them: these words become those words."""

from collections.abc import Iterable, Mapping


class ContentFileError(ValueError):
    """A file of the demonstration says something that cannot be; the message names the file and the words."""


def replace_once(text: str, old: str, new: str, *, where: str) -> str:
    """Return the text with `old`, which stands in it exactly once, replaced by `new`.

    where: the name of the text, for the message. Raises ContentFileError when `old` is empty, missing or
    stands there several times, so that an edit never lands in a place nobody meant.
    """
    found = text.count(old) if old else 0
    if found != 1:
        raise ContentFileError(f"{where}: these words should stand there once, not {found} times: {old[:60]!r}")
    return text.replace(old, new)


def replace_all_once(text: str, changes: Iterable[Mapping[str, str]], *, where: str) -> str:
    """Return the text after several changes in order, each with `old` and `new`. Raises ContentFileError."""
    for change in changes:
        text = replace_once(text, change["old"], change["new"], where=where)
    return text
