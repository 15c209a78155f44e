"""One clause through time: what every version did to it, and where its words came from and went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.page_slots import on_clause
from guidelines.rules.clause_steps import Step, clause_steps
from guidelines.rules.content import Clause, clause_from_json, clause_html
from guidelines.rules.kinship import Neighbours, changed_clauses, kin_of
from guidelines.rules.lineage import NumberedClauses, numbered_clauses
from guidelines.rules.textdiff import Block, BlockChange, diff
from guidelines.views.access import current_version, not_found, reads_guideline_with_facts
from guidelines.views.blamed import clause_blame
from guidelines.views.clause_wording import KinInWords, kin_in_words, step_in_words
from guidelines.views.drawing import Drawing, Drawn, resolver
from guidelines.views.history import PastVersion
from guidelines.views.rendered import makers, people_of
from guidelines.views.wording import labels

STEPS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What one version did to the clause. said: about the version. taken_out: its words were; nothing is shown."""

    step: Step
    kinds: list[tuple[str, str]]
    said: PastVersion
    kin: list[KinInWords]
    taken_out: bool
    drawn: list[Drawn]

    @property
    def previous_number(self) -> int:
        """The number of the version to compare with; 0 for none."""
        return self.step.previous


@reads_guideline_with_facts
def clause(request: HttpRequest, guideline: GuidelineRecord, clause_id: str) -> HttpResponse:
    """Show every version that touched a clause, newest first, also of a removed one; `?page=` for older ones."""
    current = current_version(guideline)
    versions = list(GuidelineVersion.objects.of(guideline.page_id).oldest_first())
    past = _Past({version.number: version for version in versions})
    steps = clause_steps(clause_id, list(past.clauses.values()))[::-1]
    try:
        page = Paginator(steps, STEPS_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        return not_found(request, guideline)
    if not steps:
        return not_found(request, guideline)
    newest = steps[0]
    last_leaf = newest.new_leaf or newest.old_leaf
    stood = current.number if newest.new_leaf else newest.previous
    leaves = _Leaves([last_leaf, _title_leaf(current), *past.leaves_for(page.object_list)])
    last = leaves.clause(last_leaf)
    context = {
        "guideline": guideline,
        "current": current,
        "clause_id": clause_id,
        "title": leaves.text(_title_leaf(current)),
        "heading": last.heading if last else "",
        "heading_taken_out": last is None,
        "removed": newest if newest.kind == "removed" else None,
        "page": page,
        "blame": clause_blame(request, guideline, past.versions[stood], clause_id) if page.number == 1 else None,
        "shown": _shown(clause_id, list(page.object_list), past, leaves),
        "slots": on_clause(guideline, clause_id, request.user) if page.number == 1 else [],
    }
    return render(request, "guidelines/clause.html", context)


def _title_leaf(version: GuidelineVersion) -> str:
    return next(leaf.leaf_hash for leaf in version.leaf_refs if leaf.kind == "title")


class _Past:
    """All versions of a guideline by number, with their clauses."""

    def __init__(self, versions: dict[int, GuidelineVersion]) -> None:
        self.versions = versions
        self.clauses = {number: numbered_clauses(number, each.leaves) for number, each in versions.items()}

    def changed(self, number: int) -> list[Neighbours]:
        """Return the clauses that may have been split or merged in a version."""
        earlier = self.clauses.get(number - 1, NumberedClauses(0, {}))
        return changed_clauses(earlier, self.clauses[number]) if number > 1 else []

    def note(self, number: int) -> str:
        """Return the leaf of a version's change note."""
        return next((leaf.leaf_hash for leaf in self.versions[number].leaf_refs if leaf.kind == "note"), "")

    def leaves_for(self, steps: Iterable[Step]) -> Iterable[str]:
        """Yield all leaves that are needed to tell what some steps were about."""
        for step in steps:
            yield from (self.note(step.number), step.old_leaf, step.new_leaf)
            for each in self.changed(step.number):
                yield from (each.old_leaf, each.new_leaf)


class _Leaves:
    """What some leaves say, read in one query."""

    def __init__(self, hashes: Iterable[str]) -> None:
        self._contents = Leaf.objects.contents({each for each in hashes if each})

    def text(self, leaf: str) -> str:
        """Return what a leaf holds, "" when it was taken out."""
        return self._contents.get(leaf) or ""

    def clause(self, leaf: str) -> Clause | None:
        """Return the clause a leaf holds; None where it is not there, or was taken out."""
        content = self._contents.get(leaf)
        return None if content is None else clause_from_json(content)

    def is_taken_out(self, leaf: str) -> bool:
        """Whether there is such a leaf, without words."""
        return leaf in self._contents and self._contents[leaf] is None


def _shown(clause_id: str, steps: Sequence[Step], past: _Past, leaves: _Leaves) -> list[ShownStep]:
    changes = {step.number: _change(clause_id, step, leaves) for step in steps}
    draw = Drawing(labels(), resolver(list(changes.values())), beside=False, whole=False)
    people = people_of(person for step in steps for person in past.versions[step.number].people_ids)
    shown = []
    for step in steps:
        version, change, note = past.versions[step.number], changes[step.number], past.note(step.number)
        said = PastVersion(version, leaves.text(note), leaves.is_taken_out(note), *makers(version, people))
        taken_out = leaves.is_taken_out(step.old_leaf) or leaves.is_taken_out(step.new_leaf)
        drawn = [] if taken_out else draw.body(change)
        kinds = step_in_words(step, change, taken_out=taken_out)
        shown.append(ShownStep(step, kinds, said, _kin(clause_id, step, past, leaves), taken_out, drawn))
    return shown


def _change(clause_id: str, step: Step, leaves: _Leaves) -> BlockChange:
    """Return what a version changed in the clause, against what it said last."""
    sides = (leaves.clause(step.old_leaf), leaves.clause(step.new_leaf))
    old, new = ([Block(clause_id, clause_html(each))] if each else [] for each in sides)
    if step.kind == "removed":
        new = []
    changes = diff(old, new).changes or diff([Block(clause_id, "")], []).changes
    return replace(changes[0], moved=step.moved, old_index=step.old_place, new_index=step.new_place)


def _kin(clause_id: str, step: Step, past: _Past, leaves: _Leaves) -> list[KinInWords]:
    """Return where the clause's words came from or went in a version, in words."""
    changed = past.changed(step.number)
    old = _readable(((each.clause_id, each.old_leaf) for each in changed), leaves)
    new = _readable(((each.clause_id, each.new_leaf) for each in changed), leaves)
    in_words = partial(kin_in_words, clause_id)
    return [
        in_words(each, old.get(each.source), new.get(each.target)) for each in kin_of(clause_id, changed, old, new)
    ]


def _readable(pairs: Iterable[tuple[str, str]], leaves: _Leaves) -> dict[str, Clause]:
    found = ((clause_id, leaves.clause(leaf)) for clause_id, leaf in pairs)
    return {clause_id: clause for clause_id, clause in found if clause is not None}
