"""What an import would make of a version, clause by clause, for people to look at before it is made."""

from dataclasses import dataclass
from typing import Literal

from guidelines.rules.content import (
    Clause,
    Guideline,
    clause_text,
    guideline_text,
    word_changes,
    word_count,
)

SHOWN_WORDS = 8
"""Words of a clause without heading that say which one it is."""

Fate = Literal["new", "same", "changed"]
SummaryFate = Literal["none", "new", "same", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class ClausePreview:
    """A clause of a version: heading, or the first words of one without; level, id, how many words.

    fate: what it is against the version before: new, the same, or changed by so many words added and removed.
    """

    id: str
    name: str
    has_heading: bool
    level: int
    words: int
    fate: Fate
    added: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class VersionPreview:
    """A version: its title, how many words it has, its clauses, the names of those that went, and what becomes of
    the summary.
    """

    title: str
    words: int
    clauses: tuple[ClausePreview, ...]
    gone: tuple[str, ...]
    summary: SummaryFate


def preview(before: Guideline | None, after: Guideline) -> VersionPreview:
    """Return what a version says and how it differs from the one before, None for the first; all ids are given."""
    known = {clause.id: clause for clause in before.clauses} if before else {}
    left = {clause.id for clause in after.clauses}
    return VersionPreview(
        title=after.title,
        words=word_count(guideline_text(after)),
        clauses=tuple(_clause(known.get(clause.id), clause) for clause in after.clauses),
        gone=tuple(_name(clause) for clause in known.values() if clause.id not in left),
        summary=_summary(before.summary if before else "", after.summary),
    )


def _summary(before: str, after: str) -> SummaryFate:
    if not before:
        return "new" if after else "none"
    return "gone" if not after else "same" if before == after else "changed"


def _clause(before: Clause | None, after: Clause) -> ClausePreview:
    fate: Fate = "new" if before is None else "same" if before == after else "changed"
    added, removed = word_changes(_alone(before), _alone(after)) if before else (0, 0)
    return ClausePreview(
        id=after.id,
        name=_name(after),
        has_heading=bool(after.heading),
        level=after.level,
        words=word_count(clause_text(after)),
        fate=fate,
        added=added,
        removed=removed,
    )


def _alone(clause: Clause) -> Guideline:
    return Guideline("", clauses=(clause,))


def _name(clause: Clause) -> str:
    words = clause_text(clause).split()
    more = "…" if len(words) > SHOWN_WORDS else ""
    return clause.heading or " ".join(words[:SHOWN_WORDS]) + more
