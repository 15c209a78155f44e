"""What the screen of contradicting edits asks: each passage with both texts, and what differs, marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _

from guidelines.coedit_forms import MINE, OWN, THEIRS, ChoicesForm
from guidelines.rules.content import Guideline
from guidelines.rules.diffhtml import Labels, Resolve, inline_html, side_by_side_html
from guidelines.rules.drafts import DraftMerge, fingerprint
from guidelines.rules.merge import Conflict
from guidelines.rules.textdiff import Block, BlockChange, diff
from guidelines.views.drawing import resolver
from guidelines.views.rendered import with_scrolling_tables
from guidelines.views.wording import labels

_LINK = re.compile(r"</?a\b[^>]*>")
_OTHER_THAN_TEXT = re.compile(r"<(table|pre|blockquote)\b")
_ONLY_CHOSEN = {"position", "level", "slug"}
"""Fields whose words say one thing; they are not compared word by word."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts. radio: what chooses it. html: its words, with what differs marked."""

    radio: BoundWidget
    html: str
    says_nothing: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A passage of which one text has to be chosen.

    where: its place. sides: mine, then theirs. base: what both began with, as HTML, "" for nothing. anew: what
    chooses words of one's own, and their field; None where only one of the two can stand. loses_parts: a table, a
    quote or code stands in it, which cannot be written in that field.
    """

    conflict: Conflict
    where: str
    sides: list[Side]
    base: str
    choice: BoundField
    anew: BoundWidget | None
    own: BoundField | None
    loses_parts: bool

    @property
    def is_open(self) -> bool:
        """Whether its answer was missing, or cannot be taken."""
        return bool(self.choice.errors or (self.own and self.own.errors))


def questions(result: DraftMerge, form: ChoicesForm) -> list[Question]:
    """Return a question for each conflict; links are looked up in one query."""
    compared = [_compared(conflict) for conflict in result.conflicts]
    draw = _Drawing(labels(), resolver([change for pair in compared for change in pair]))
    names = names_of_clauses(result)
    return [
        _question(conflict, form, draw.sides(conflict, pair), names)
        for conflict, pair in zip(result.conflicts, compared, strict=True)
    ]


def _question(conflict: Conflict, form: ChoicesForm, html: Sequence[str], names: dict[str, str]) -> Question:
    name = fingerprint(conflict)
    choice = form[f"choice-{name}"]
    radios = {radio.data["value"]: radio for radio in choice}
    has_words = conflict.field not in _ONLY_CHOSEN
    return Question(
        conflict=conflict,
        where=_where(conflict, names),
        sides=[
            Side(radios[MINE], html[0], has_words and not conflict.mine),
            Side(radios[THEIRS], html[1], has_words and not conflict.theirs),
        ],
        base=_plain_or_rich(conflict, conflict.base),
        choice=choice,
        anew=radios.get(OWN),
        own=form[f"own-{name}"] if conflict.takes_own_words else None,
        loses_parts=bool(_OTHER_THAN_TEXT.search(conflict.mine + conflict.theirs)),
    )


# What differs


def _compared(conflict: Conflict) -> list[BlockChange]:
    """Return what each side changed; against the other side where both wrote something new. [] for no words."""
    if conflict.field in _ONLY_CHOSEN:
        return []
    base, mine, theirs = (_as_html(conflict, each) for each in (conflict.base, conflict.mine, conflict.theirs))
    befores = (base, base) if base else (theirs, mine)
    return [_change(*pair) for pair in zip(befores, (mine, theirs), strict=True)]


def _change(before: str, after: str) -> BlockChange:
    return diff([Block("", before)], [Block("", after)]).changes[0]


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Draws what differs, in one language. Links are words: a click on one would lose what is chosen."""

    labels: Labels
    resolve: Resolve

    def sides(self, conflict: Conflict, changes: Sequence[BlockChange]) -> list[str]:
        """Return the words of mine and theirs as HTML."""
        if not changes:
            return [_plain_or_rich(conflict, each) for each in (conflict.mine, conflict.theirs)]
        return [self._marked(conflict, change) for change in changes]

    def _marked(self, conflict: Conflict, change: BlockChange) -> str:
        if conflict.base:
            html = inline_html(change, self.labels, self.resolve)
        else:
            html = side_by_side_html(change, self.labels, self.resolve).new
        return with_scrolling_tables(_LINK.sub("", html))


def _as_html(conflict: Conflict, passage: str) -> str:
    """Return a passage as HTML: plain text is a paragraph a line."""
    if conflict.is_rich or not passage:
        return passage
    return "".join(f"<p>{escape(line)}</p>" for line in passage.split("\n"))


def _plain_or_rich(conflict: Conflict, passage: str) -> str:
    """Return a passage as HTML without marks; links stay words."""
    if conflict.field == "position":
        words = _("after “%(heading)s”") % {"heading": passage} if passage else _("at the beginning")
        return f"<p>{escape(words)}</p>"
    if conflict.field == "level":
        names = {"2": _("Section"), "3": _("Subsection"), "4": _("Smaller heading")}
        return f"<p>{escape(str(names.get(passage, passage)))}</p>"
    return with_scrolling_tables(_LINK.sub("", _as_html(conflict, passage)))


# Where


def names_of_clauses(result: DraftMerge) -> dict[str, str]:
    """Return what clauses are called, by id: as both knew them where they are at odds about that."""
    disputed = {each.clause_id: each for each in result.conflicts if each.field == "heading"}
    merge = result.merge
    names: dict[str, str] = {}
    for text in (merge.theirs, merge.mine, merge.base, merge.draft):
        names |= {clause_id: heading for clause_id, heading in _headings(text).items() if heading}
    return names | {clause_id: each.base or _both(each) for clause_id, each in disputed.items()}


def _headings(guideline: Guideline) -> dict[str, str]:
    return {clause.id: clause.heading for clause in guideline.clauses}


def _both(conflict: Conflict) -> str:
    return " / ".join(words for words in (conflict.mine, conflict.theirs) if words)


def _where(conflict: Conflict, clauses: dict[str, str]) -> str:
    """Return what a conflict is about: a field, and the name of its clause."""
    names = {
        "title": _("Title"),
        "summary": _("Summary"),
        "slug": _("Address"),
        "heading": _("Heading"),
        "level": _("Level of the heading"),
        "rule": _("Rule"),
        "why": _("Why"),
        "permitted": _("For example, this is fine"),
        "not_permitted": _("For example, this is not"),
        "not_restricted": _("What this does not restrict"),
        "clause": _("Changed by one, removed by the other"),
        "position": _("Where it stands"),
    }
    clause = clauses.get(conflict.clause_id, "")
    if not clause:
        return names[conflict.field]
    return _("“%(clause)s”: %(field)s") % {"clause": clause, "field": names[conflict.field]}
