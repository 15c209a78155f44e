"""Comments as a viewer may see them: every thread, list and notice of them reads through here.

The decision is made by `flags.veil`; this module asks it once for any number of comments and turns the answer into
HTML and plain text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from discussions.models import TARGET_KIND, ThreadComment
from flags.overlays import flag_link, overlays_of
from flags.rules.markdown.document import Document, parse
from flags.rules.markdown.rendering import render
from flags.veil import Key, Text, View, visible_many


@dataclass(frozen=True)
class Reading:
    """A comment as one viewer may see it."""

    key: Key
    view: View
    document: Document

    @property
    def closed(self) -> bool:
        """Whether nothing of it may be shown."""
        return self.view.closed

    @property
    def complete(self) -> bool:
        """Whether the viewer sees all of it; only then may they be given its source."""
        return self.view.complete

    @property
    def html(self) -> SafeString:
        """The comment with a small link to flag it behind every block."""
        return self._html(lambda block: flag_link(self.key, block))

    @property
    def plain_html(self) -> SafeString:
        """The comment without such links: for its author, a preview and a quotation."""
        return self._html(lambda block: "")

    @property
    def plain(self) -> str:
        """Its words in one line, placeholders for what is hidden; addresses of links are left out."""
        shown = [block.key for block in self.document.blocks]
        return " ".join(self.view.plain(key) for key in shown) if not self.closed else self.view.plain("")

    def _html(self, link) -> SafeString:
        if self.closed:
            return SafeString("")
        overlays = {key: overlays_of(block) for key, block in self.view.blocks.items()}
        # Safe: rendered by our own rules from escaped text, and cleaned by nh3 at the end.
        return SafeString(render(self.document, overlays, link, _("Image:")))


def key_of(comment: ThreadComment) -> Key:
    """Return what flags calls a comment as it stands now."""
    return Key(TARGET_KIND, comment.pk, comment.version)


def read_many(comments: Iterable[ThreadComment], viewer) -> list[Reading]:
    """Return comments as the viewer may see them, in their order; one query in all."""
    documents = [(key_of(comment), parse(comment.comment)) for comment in comments]
    views = visible_many([Text(*key, document.texts()) for key, document in documents], viewer)
    return [Reading(key, views[key], document) for key, document in documents]
