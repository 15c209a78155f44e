"""What a suggestion would do to a guideline: as it was when it was written, and as it is now."""

from dataclasses import dataclass, replace

from guidelines.rules.content import Clause, Guideline, normalise_guideline
from guidelines.rules.merge import Conflict, Merge, merge


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One clause as somebody would have it, in canonical form.

    clause_id: of the clause, also of a new one. clause: None to remove it. after: where a new one goes, the id of
    the clause before it, "" for the first place.
    """

    clause_id: str
    clause: Clause | None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """What is left of a suggestion now. now: the guideline as it stands.

    merge: how what was suggested and what was changed since came together.
    """

    clause_id: str
    now: Guideline
    merge: Merge

    @property
    def guideline(self) -> Guideline | None:
        """The guideline with what was suggested; None while that contradicts what was changed since."""
        return self.merge.guideline

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where the suggestion contradicts what was changed since; its author decides."""
        return self.merge.conflicts

    @property
    def is_done(self) -> bool:
        """Whether the guideline says already what was suggested."""
        return self.guideline == self.now

    @property
    def clause_now(self) -> Clause | None:
        """The clause as it stands, None where there is none."""
        return find_clause(self.now, self.clause_id)

    @property
    def clause_then(self) -> Clause | None:
        """The clause as it would stand; the suggested words where they contradict what was changed since."""
        return find_clause(self.merge.draft, self.clause_id)


def find_clause(guideline: Guideline, clause_id: str) -> Clause | None:
    """Return the clause with this id, None where there is none."""
    return next((clause for clause in guideline.clauses if clause.id == clause_id), None)


def fit(base: Guideline, suggestion: Suggestion, now: Guideline) -> Fit:
    """Return what a suggestion that was made to `base` would do now.

    base, now: as read from versions; clauses without words, which were taken out, are left out of what comes.
    Raises ContentError where not even a title is left.
    """
    before, current = normalise_guideline(base), normalise_guideline(now)
    merged = merge(before, applied(before, suggestion), current)
    return Fit(suggestion.clause_id, current, merged)


def applied(guideline: Guideline, suggestion: Suggestion) -> Guideline:
    """Return a guideline with what was suggested; a new clause whose neighbour is gone comes last."""
    clauses = list(guideline.clauses)
    ids = [clause.id for clause in clauses]
    if suggestion.clause_id in ids:
        place = ids.index(suggestion.clause_id)
        clauses[place : place + 1] = [suggestion.clause] if suggestion.clause else []
    elif suggestion.clause:
        clauses.insert(_place(ids, suggestion.after), suggestion.clause)
    return replace(guideline, clauses=tuple(clauses))


def _place(ids: list[str], after: str) -> int:
    if not after:
        return 0
    return ids.index(after) + 1 if after in ids else len(ids)
