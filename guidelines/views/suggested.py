"""Suggested changes as every page of theirs shows them: what would change, drawn, and in words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from guidelines.models import GuidelineRecord, Leaf, Proposal
from guidelines.rules.comparison import ClauseChange
from guidelines.rules.content import Clause, clause_from_json, clause_html
from guidelines.rules.merge import Conflict
from guidelines.rules.textdiff import Block, Diff, diff
from guidelines.views.access import current_version
from guidelines.views.drawing import Drawing, Drawn, resolver
from guidelines.views.wording import kinds_in_words, labels

_LINK = re.compile(r"</?a\b[^>]*>")


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What would become of a clause. kinds: names for styles, and words. No kinds: nothing would change."""

    kinds: list[tuple[str, str]]
    drawn: list[Drawn]
    words_added: int
    words_removed: int


@dataclass(frozen=True, slots=True)
class ListedProposal:
    """A suggestion in a list. heading: of its clause, "" for none. has_moved_on: the clause was changed since.

    change: None where the words were taken out.
    """

    proposal: Proposal
    heading: str
    change: ShownChange | None
    has_moved_on: bool


class ShownConflict(NamedTuple):
    """A passage that was changed in two ways. before, after: words around it, in plain text.

    passages: their names and words; HTML where `is_rich`.
    """

    before: str
    after: str
    is_rich: bool
    passages: list[tuple[str, str]]


def shown_conflict(conflict: Conflict) -> ShownConflict:
    """Return what was there, what the guideline says now, and what the suggestion says. Links stay words."""
    words = (conflict.base, conflict.theirs, conflict.mine)
    names = (_("When it was written"), _("Now"), _("As suggested"))
    told = [_without_links(each) for each in words] if conflict.is_rich else list(words)
    passages = list(zip(names, told, strict=True))
    return ShownConflict(conflict.before, conflict.after, conflict.is_rich, passages)


def _without_links(html: str) -> str:
    return _LINK.sub("", html)


def shown_change(old: Clause | None, new: Clause | None) -> ShownChange:
    """Return what would become of one clause; None stands for one that is not there. One query at most."""
    return shown_changes([(old, new)])[0]


def shown_changes(pairs: Sequence[tuple[Clause | None, Clause | None]]) -> list[ShownChange]:
    """Return what would become of several clauses, each for itself; links are looked up in one query."""
    diffs = [diff(_blocks(old), _blocks(new)) for old, new in pairs]
    draw = Drawing(
        labels(), resolver([change for each in diffs for change in each.changes]), beside=False, whole=False
    )
    return [_shown(old or new, each, draw) for (old, new), each in zip(pairs, diffs, strict=True)]


def _blocks(clause: Clause | None) -> list[Block]:
    return [Block(clause.id, clause_html(clause))] if clause and not clause.is_empty else []


def _shown(clause: Clause | None, found: Diff, draw: Drawing) -> ShownChange:
    if clause is None or not found.changes:
        return ShownChange([], [], 0, 0)
    change = found.changes[0]
    if change.kind == "same":
        return ShownChange([], [], 0, 0)
    kinds = kinds_in_words(ClauseChange(clause, change, taken_out=False))
    return ShownChange(kinds, draw.body(change), found.summary.words_inserted, found.summary.words_deleted)


def listed(guideline: GuidelineRecord, proposals: Iterable[Proposal]) -> list[ListedProposal]:
    """Return suggestions of one guideline ready to be shown in a list, in two queries at most."""
    several = list(proposals)
    bases = Leaf.objects.contents({each.base_leaf for each in several if each.base_leaf}) if several else {}
    leaves = {leaf.clause_id: leaf.leaf_hash for leaf in current_version(guideline).leaf_refs if leaf.clause_id}
    olds = [_clause(bases.get(each.base_leaf)) for each in several]
    news = [each.suggestion.clause for each in several]
    changes = shown_changes(list(zip(olds, news, strict=True)))
    return [
        ListedProposal(
            proposal=each,
            heading=(new.heading if new else "") or (old.heading if old else ""),
            change=None if each.emptied_at or (each.base_leaf and old is None) else change,
            has_moved_on=leaves.get(each.clause_id, "") != each.base_leaf,
        )
        for each, old, new, change in zip(several, olds, news, changes, strict=True)
    ]


def _clause(content: str | None) -> Clause | None:
    return None if content is None else clause_from_json(content)
