"""The blocks of a post as HTML that two versions can be compared by."""

from collections.abc import Iterable, Iterator, Mapping

_WRAPPED = {
    "li": "<ul><li>{}</li></ul>",
    "blockquote": "<blockquote><p>{}</p></blockquote>",
    "pre": "<pre><code>{}</code></pre>",
    "th": "<p><strong>{}</strong></p>",
    "td": "<p>{}</p>",
}


def comparable(fields: Mapping[str, str], body: Iterable[tuple[str, str]]) -> Iterator[tuple[str | None, str]]:
    """Yield (key, HTML) of every block: fields by their key, blocks of the body without one.

    fields: inline HTML by key (title, summary, tags). body: tag and inline HTML of each block. Numbers of
    blocks change when one is put before them, so the body is matched by what it says.
    """
    for key, html in fields.items():
        yield key, f"<h2>{html}</h2>" if key == "title" else f"<p>{html}</p>"
    for tag, html in body:
        yield None, _WRAPPED.get(tag, f"<{tag}>{{}}</{tag}>").format(html)
