"""Changed clauses as HTML, for every page that shows changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.models import GuidelineRecord
from guidelines.rules.diffhtml import Labels, Resolve, Sides, inline_html, safe_address, side_by_side_html
from guidelines.rules.excerpts import Excerpt, excerpts
from guidelines.rules.textdiff import BlockChange
from guidelines.rules.tokens import Link
from guidelines.views.rendered import with_scrolling_tables


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stretch of a clause as HTML, inline or in two `sides`, before which `skipped` paragraphs were left out."""

    skipped: int
    inline: str = ""
    sides: Sides | None = None


def resolver(changes: Sequence[BlockChange]) -> Resolve:
    """Return where links of a comparison lead; links to guidelines are looked up in one query."""
    address = GuidelineRecord.objects.addresses_in(
        "".join(change.old_html + change.new_html for change in changes)
    )

    def resolve(link: Link) -> str:
        return address(link.kind, link.id) if link.kind else safe_address(link)

    return resolve


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a comparison is drawn: in whose words, with links leading where, beside each other, whole."""

    labels: Labels
    resolve: Resolve
    beside: bool
    whole: bool

    def body(self, change: BlockChange) -> list[Drawn]:
        """Return what a clause, the title or the summary says, with what changed."""
        pieces = (Excerpt(0, change),) if self.whole else excerpts(change)
        return [self._drawn(piece) for piece in pieces]

    def _drawn(self, piece: Excerpt) -> Drawn:
        if piece.change is None:
            return Drawn(piece.skipped)
        if self.beside:
            sides = side_by_side_html(piece.change, self.labels, self.resolve)
            return Drawn(piece.skipped, sides=Sides(*map(with_scrolling_tables, sides)))
        return Drawn(piece.skipped, with_scrolling_tables(inline_html(piece.change, self.labels, self.resolve)))
