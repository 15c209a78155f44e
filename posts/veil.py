"""Posts as a viewer may see them: every title, list, page, history and compare reads through here.

The decision is made by `flags.veil`; this module asks it once for any number of posts or versions and turns the
answer into HTML and plain text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flags.overlays import flag_link, flag_url, overlays_of, placeholder
from flags.rules.markdown.document import Document, parse
from flags.rules.markdown.rendering import Overlay, block_html, is_hidden, render, render_text
from flags.veil import BlockView, Key, Segment, Text, View, visible_many
from posts.models import TARGET_KIND as KIND
from posts.rules.blocks import VersionText, fields_of
from posts.rules.tags import untouched

FIELD_NAMES = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "tags": gettext_lazy("Tags"),
    "link": gettext_lazy("Address of a link"),
    "image": gettext_lazy("Address of an image"),
}


@dataclass(frozen=True)
class FieldLink:
    """Something of a post that stands outside its paragraphs, and the way to flag it."""

    name: str
    text: str
    url: str


@dataclass(frozen=True)
class Reading:
    """The fields of one version of a post, as one viewer may see them."""

    post_id: int
    text: VersionText
    view: View

    @property
    def closed(self) -> bool:
        """Whether nothing of this version may be shown."""
        return self.view.closed

    @property
    def title(self) -> str:
        """The title in one line, for lists, page titles and links."""
        return self.view.plain("title")

    @property
    def summary(self) -> str:
        """The summary in one line; empty where there is none or the version is closed."""
        return self.view.plain("summary") if self._has("summary") else ""

    @property
    def title_html(self) -> SafeString:
        """The title as an element that can be flagged."""
        return self._field_html("title")

    @property
    def summary_html(self) -> SafeString:
        """The summary as an element that can be flagged; empty where there is none."""
        return self._field_html("summary")

    @property
    def tags(self) -> list[str]:
        """The tags of which nothing is hidden."""
        return untouched(self.text.tags, self.view.blocks["tags"].hidden) if self._has("tags") else []

    @property
    def hidden_tags(self) -> SafeString:
        """A placeholder where a tag is hidden, otherwise nothing."""
        veils = [one.veil for one in self.view.blocks["tags"].segments if one.hidden] if self._has("tags") else []
        return placeholder(veils[0]) if veils and veils[0] else SafeString("")

    @property
    def field_htmls(self) -> dict[str, str]:
        """Title, summary and tags as inline HTML, for a comparison; fields that are empty are missing."""
        keys = [key for key in fields_of(self.text) if self._has(key)]
        return {key: str(self._field_html(key)) for key in keys}

    @property
    def _target(self) -> Key:
        return Key(KIND, self.post_id, self.text.version)

    def _has(self, key: str) -> bool:
        return not self.closed and key in self.view.blocks

    def _field_html(self, key: str) -> SafeString:
        if not self._has(key):
            return SafeString("")
        # Safe: render_text escapes the text, and placeholder the label.
        return SafeString(render_text(key, fields_of(self.text)[key], overlays_of(self.view.blocks[key])))


@dataclass(frozen=True)
class FullReading(Reading):
    """A version with its body."""

    document: Document
    marks: Mapping[str, Sequence[Overlay]] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the viewer sees all of it; only then may they be given its source."""
        return self.view.complete

    @cached_property
    def overlays(self) -> dict[str, list[Overlay]]:
        """What hides or marks something, by block; `marks` adds what this viewer marked."""
        return {key: [*overlays_of(block), *self.marks.get(key, ())] for key, block in self.view.blocks.items()}

    @property
    def body_html(self) -> SafeString:
        """The body with a small link to flag it behind every block."""
        return self._body(lambda key: flag_link(self._target, key))

    @property
    def plain_body_html(self) -> SafeString:
        """The body without links to flag it: for a preview and for older versions."""
        return self._body(lambda key: "")

    @property
    def field_links(self) -> list[FieldLink]:
        """What can be flagged besides the paragraphs: a leak does not hide in a title, a tag or an address."""
        named = [(key, FIELD_NAMES.get(key.rstrip("0123456789"))) for key in self.view.blocks]
        return [
            FieldLink(str(name), self.view.plain(key), flag_url(self._target, key)) for key, name in named if name
        ]

    @property
    def blocks_html(self) -> list[tuple[str, str]]:
        """Tag and inline HTML of every block of the body, for a comparison."""
        hidden = frozenset(key for key, overlays in self.overlays.items() if is_hidden(overlays))
        return [
            (block.tag, block_html(block, self.overlays.get(block.key, ()), hidden))
            for block in self.document.blocks
        ]

    def _body(self, link) -> SafeString:
        if self.closed:
            return SafeString("")
        # Safe: rendered by our own rules from escaped text, and cleaned by nh3 at the end.
        return SafeString(render(self.document, self.overlays, link, _("Image:")))


def read_many(texts: Iterable[tuple[int, VersionText]], viewer) -> list[Reading]:
    """Return the fields of several (post id, version of it) as the viewer may see them; one query in all."""
    wanted = list(texts)
    asked = [Text(KIND, post_id, text.version, fields_of(text)) for post_id, text in wanted]
    views = visible_many(asked, viewer)
    return [
        Reading(post_id, text, views[question.key])
        for (post_id, text), question in zip(wanted, asked, strict=True)
    ]


def read_full(post_id: int, texts: Sequence[VersionText], viewer) -> list[FullReading]:
    """Return versions of one post with their bodies as the viewer may see them; one query in all."""
    documents = [parse(text.body) for text in texts]
    asked = [
        Text(KIND, post_id, text.version, fields_of(text) | document.texts())
        for text, document in zip(texts, documents, strict=True)
    ]
    views = visible_many(asked, viewer)
    return [
        FullReading(post_id, text, views[question.key], document)
        for text, question, document in zip(texts, asked, documents, strict=True)
    ]


def read_unpublished(text: VersionText) -> FullReading:
    """Return a text that its own writer previews: nobody can have flagged it yet."""
    document = parse(text.body)
    blocks = {
        key: BlockView((Segment(body, None, 0, len(body)),))
        for key, body in (fields_of(text) | document.texts()).items()
    }
    return FullReading(0, text, View(closed=False, blocks=blocks, stamp="preview"), document)


def titles(posts: Mapping[int, VersionText], viewer) -> dict[int, str]:
    """Return what to call each post on a list, as far as the viewer may see it."""
    return {reading.post_id: reading.title for reading in read_many(posts.items(), viewer)}
