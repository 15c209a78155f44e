"""Drafts of a guideline: what an editor's form holds, kept as JSON, told apart by hash, and merged.

A draft is the guideline and the address it is to live at. Two drafts made from one are merged by
guidelines.rules.merge; the address is one more field, of which one side has to be chosen.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from guidelines.rules.content import ContentError, Guideline, clause_from_json, clause_to_json
from guidelines.rules.merge import Choice, ChoiceError, Conflict, Merge, Own, merge, resolve

SLUG: Final = "slug"


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor's form holds. guideline: in canonical form. slug: the address it is to live at."""

    guideline: Guideline
    slug: str


UNKNOWN: Final = Draft(Guideline(""), "")
"""Stands for a base that nobody knows: whatever two drafts say differently is in conflict then."""


def draft_to_json(draft: Draft) -> str:
    """Return a draft as canonical JSON: the same draft always gives the same text."""
    values = {
        "slug": draft.slug,
        "title": draft.guideline.title,
        "summary": draft.guideline.summary,
        "clauses": [clause_to_json(clause) for clause in draft.guideline.clauses],
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def draft_from_json(text: str) -> Draft:
    """Return the draft that `draft_to_json` wrote. Raises ContentError when the text is no such JSON."""
    try:
        values = json.loads(text)
        clauses = tuple(clause_from_json(clause) for clause in values["clauses"])
        return Draft(Guideline(values["title"], values["summary"], clauses), values["slug"])
    except (ValueError, TypeError, LookupError) as error:
        raise ContentError(f"This is not the JSON of a draft: {error}") from error


def draft_hash(draft: Draft) -> str:
    """Return what tells a draft from every other one: SHA-256 of its JSON, in hexadecimal."""
    return hashlib.sha256(draft_to_json(draft).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DraftMerge:
    """What came of merging two drafts. conflicts: those of the text, and that of the address."""

    merge: Merge
    slug: str
    conflicts: tuple[Conflict, ...]

    @property
    def draft(self) -> Draft | None:
        """The merged draft; None while anything is in conflict."""
        guideline = self.merge.guideline
        return None if self.conflicts or guideline is None else Draft(guideline, self.slug)


def merge_drafts(base: Draft, mine: Draft, theirs: Draft) -> DraftMerge:
    """Return what comes of two drafts that were made from one."""
    merged = merge(base.guideline, mine.guideline, theirs.guideline)
    if mine.slug == theirs.slug or theirs.slug == base.slug:
        return DraftMerge(merged, mine.slug, merged.conflicts)
    if mine.slug == base.slug:
        return DraftMerge(merged, theirs.slug, merged.conflicts)
    clash = Conflict(SLUG, "", SLUG, base.slug, mine.slug, theirs.slug)
    return DraftMerge(merged, mine.slug, (*merged.conflicts, clash))


def resolve_drafts(result: DraftMerge, choices: Mapping[str, Choice]) -> Draft:
    """Return the merged draft with each conflict settled as chosen, by its key.

    Raises ChoiceError and ContentError as guidelines.rules.merge.resolve.
    """
    of_text = {key: choice for key, choice in choices.items() if key != SLUG}
    guideline = resolve(result.merge, of_text)
    clash = next((conflict for conflict in result.conflicts if conflict.key == SLUG), None)
    if clash is None:
        return Draft(guideline, result.slug)
    if SLUG not in choices or isinstance(choices[SLUG], Own):
        raise ChoiceError(f"One of the two has to be chosen: {SLUG}.")
    return Draft(guideline, clash.mine if choices[SLUG] == "mine" else clash.theirs)


def with_saved(filled: Draft, mine: Draft, before: Draft, now: Draft) -> Draft:
    """Return what a window of the editor stands for: what it shows, with what others saved by a button meanwhile.

    filled, mine: what it was filled with, and says now. before, now: what was saved by a button then, and is now.
    Words that it never showed and nobody saved are left out; where both changed the same ones, those saved stay.
    """
    shown = _keeping_theirs(merge_drafts(before, filled, now))
    return _keeping_theirs(merge_drafts(filled, mine, shown))


def _keeping_theirs(result: DraftMerge) -> Draft:
    return resolve_drafts(result, {conflict.key: "theirs" for conflict in result.conflicts})


def fingerprint(conflict: Conflict) -> str:
    """Return a short name of a conflict that stays as long as what the two sides say in it stays."""
    said = json.dumps([conflict.key, conflict.base, conflict.mine, conflict.theirs])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
