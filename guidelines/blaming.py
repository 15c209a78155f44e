"""Who wrote what, kept beside the versions: written with each of them, read for a page, and made anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf, PartBlame
from guidelines.querysets import VersionQuerySet
from guidelines.rules.blame import (
    BlameError,
    Credit,
    Runs,
    changed_credit,
    fits,
    last_runs,
    leaf_tokens,
    leaves_about,
    parts_of,
    standing,
)
from guidelines.rules.tokens import Token

ROWS_AT_ONCE = 500
"""Rows written with one statement when the blame of a long history is made anew."""


@dataclass(slots=True)
class Words:
    """The tokens of leaves, each read and taken apart once. Call it with the hash of a leaf.

    in_full: also of leaves that are hidden for now; for what is stored, never for what is shown.
    """

    in_full: bool = False
    texts: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    tokens: dict[str, Sequence[Token] | None] = field(default_factory=dict)

    def read(self, hashes: Iterable[str]) -> None:
        """Have these leaves at hand, in one query at most."""
        if unread := set(hashes) - self.texts.keys():
            self.texts |= Leaf.objects.kinds_and_contents(unread, in_full=self.in_full)

    def __call__(self, leaf_hash: str) -> Sequence[Token] | None:
        """Return the tokens of a leaf that was read; None when its words may not be read."""
        if leaf_hash not in self.tokens:
            kind, content = self.texts.get(leaf_hash, ("", None))
            self.tokens[leaf_hash] = None if content is None else leaf_tokens(kind, content)
        return self.tokens[leaf_hash]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of making the blame of a guideline anew.

    differing: what was stored otherwise, was missing or too much, as a version's number and a part. kept: numbers
        of versions about which what was stored stays, because it rests on words that were taken out since.
    """

    versions: int
    differing: list[tuple[int, str]]
    kept: list[int]


def versions_in(page_id: int, part: str, number: int) -> set[int]:
    """Return the numbers of the versions whose words stand in a part ("summary", id of a clause) of a version.

    None where nothing readable is stored about it.
    """
    for row in PartBlame.objects.of(page_id).as_of(number).filter(part=part):
        for credit in _readable([row]).values():
            return {version for version, _count in credit.runs}
    return set()


def remember_blame(version: GuidelineVersion, parent: GuidelineVersion | None) -> None:
    """Store who wrote a version that was just recorded, going on from what is stored about the one before it.

    To be called in the transaction that records it. Makes the blame of the whole guideline anew where what is
    stored is missing or about other words.
    """
    leaves = parts_of(version.leaves)
    before = parts_of(parent.leaves) if parent else {}
    changed = _differing(before, leaves)
    stored = _stored(version, changed) if parent else {}
    is_sound = all(stored.get(part, Credit("")).leaf == before.get(part, "") for part in changed)
    words = Words(in_full=True)
    words.read(leaves_about(stored.values()) | {leaves[part] for part in changed if part in leaves})
    if not (is_sound and all(fits(credit, words) for credit in stored.values())):
        rebuild_blame(version.page_id)
        return
    previous = {part: _standing(version, part, credit, words) for part, credit in stored.items()}
    after = {part: leaf for part, leaf in leaves.items() if part in changed}
    found = changed_credit(previous, after, version.number, words, _earlier(version, after) if parent else {})
    PartBlame.objects.bulk_create(_rows(version.page_id, version.number, found))


def blame_of(version: GuidelineVersion, words: Words, parts: Collection[str] | None = None) -> dict[str, Credit]:
    """Return who wrote a version, by part; parts whose words were taken out are left out.

    words: has the leaves of these parts at hand. parts: those asked for, all by default. One query where it is
    stored; worked out on the spot where it is not.
    """
    leaves = {part: leaf for part, leaf in parts_of(version.leaves).items() if parts is None or part in parts}
    readable = {part: leaf for part, leaf in leaves.items() if words(leaf) is not None}
    stored = _stored(version, parts)
    if any(part not in stored or not _is_about(stored[part], readable[part], words) for part in readable):
        past = GuidelineVersion.objects.of(version.page_id).up_to(version.number)
        stored = {part: credit for step in _steps(past, {}) for part, credit in step.found.items()}
    return {part: stored[part] for part in readable}


@transaction.atomic
def rebuild_blame(page_id: int) -> Rebuilt:
    """Work out who wrote each version of a guideline, and store that where something else is stored.

    What rests on words that were taken out since cannot be worked out again; what is stored about it stays.
    """
    GuidelineRecord.objects.select_for_update().get(page_id=page_id)
    rows = list(PartBlame.objects.of(page_id))
    steps = list(_steps(GuidelineVersion.objects.of(page_id), _by_number(rows)))
    wanted = [row for step in steps for row in _rows(page_id, step.number, step.found)]
    old, new = ({(row.number, row.part): row.facts for row in each} for each in (rows, wanted))
    differing = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    if differing:
        PartBlame.objects.of(page_id).delete()
        PartBlame.objects.bulk_create(wanted, batch_size=ROWS_AT_ONCE)
    return Rebuilt(len(steps), differing, [step.number for step in steps if step.was_kept])


class _Step(NamedTuple):
    """Who wrote the parts that one version changed; `was_kept` when that is what was stored and no more."""

    number: int
    found: Mapping[str, Credit]
    was_kept: bool


def _steps(versions: VersionQuerySet, stored: Mapping[int, Mapping[str, Credit]]) -> Iterator[_Step]:
    """Yield what each version of one guideline changed, in two queries.

    stored: what to keep where words can't be read any more, by number and part.
    """
    history = [
        (number, parts_of(leaves)) for number, leaves in versions.oldest_first().values_list("number", "leaves")
    ]
    words = Words(in_full=True)
    words.read(leaf for _number, leaves in history for leaf in leaves.values())
    states: dict[str, list[Credit]] = defaultdict(list)
    before: Mapping[str, str] = {}
    for number, leaves in history:
        step = _step(number, before, leaves, states, stored.get(number, {}), words)
        for part, credit in step.found.items():
            states[part].insert(0, credit)
        before = leaves
        yield step


def _step(
    number: int,
    before: Mapping[str, str],
    leaves: Mapping[str, str],
    states: Mapping[str, Sequence[Credit]],
    stored: Mapping[str, Credit],
    words: Words,
) -> _Step:
    """Return what one version changed. states: what is known of each part so far, the newest first."""
    changed = _differing(before, leaves)
    after = {part: leaf for part, leaf in leaves.items() if part in changed}
    past = [states[part][0] for part in changed if states.get(part)]
    is_unreadable = any(words(leaf) is None for leaf in leaves_about(past) | set(after.values()))
    if stored and is_unreadable and all(fits(credit, words) for credit in stored.values()):
        return _Step(number, stored, was_kept=True)
    previous = {part: standing(states[part], words) for part in changed if states.get(part)}
    earlier = {part: last_runs(states.get(part, ()), leaf) for part, leaf in after.items()}
    return _Step(number, changed_credit(previous, after, number, words, earlier), was_kept=False)


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the parts that came, went or say something else, in order."""
    return [part for part in {**before, **after} if before.get(part) != after.get(part)]


def _standing(version: GuidelineVersion, part: str, credit: Credit, words: Words) -> Credit:
    """Return what a new version goes on from: what is stored of a part, or what was before if it was taken out."""
    if not credit.leaf or words(credit.leaf) is not None:
        return credit
    earlier = PartBlame.objects.of(version.page_id).filter(part=part, number__lt=version.number)
    states = list(_readable(earlier.order_by("-number")).values())
    words.read(leaves_about(states))
    return standing([state for state in states if fits(state, words)], words)


def _earlier(version: GuidelineVersion, leaves: Mapping[str, str]) -> dict[str, Runs]:
    """Return who wrote each of these parts when it last had the leaf it has now, in one query."""
    rows = PartBlame.objects.of(version.page_id).filter(part__in=leaves, leaf_hash__in=leaves.values())
    found = _readable(row for row in rows if row.leaf_hash == leaves[row.part])
    return {part: credit.runs for (_number, part), credit in found.items()}


def _is_about(credit: Credit, leaf: str, words: Words) -> bool:
    return credit.leaf == leaf and fits(Credit(leaf, credit.runs), words)


def _stored(version: GuidelineVersion, parts: Collection[str] | None) -> dict[str, Credit]:
    """Return what is stored about these parts, or all, as of a version, in one query."""
    rows = PartBlame.objects.of(version.page_id).as_of(version.number)
    found = _readable(rows if parts is None else rows.filter(part__in=parts))
    return {part: credit for (_number, part), credit in found.items()}


def _by_number(rows: Iterable[PartBlame]) -> dict[int, dict[str, Credit]]:
    grouped: dict[int, dict[str, Credit]] = defaultdict(dict)
    for (number, part), credit in _readable(rows).items():
        grouped[number][part] = credit
    return grouped


def _readable(rows: Iterable[PartBlame]) -> dict[tuple[int, str], Credit]:
    """Return what rows say by number and part; damaged ones count as missing."""
    found = {}
    for row in rows:
        try:
            found[row.number, row.part] = row.credit()
        except BlameError:
            continue
    return found


def _rows(page_id: int, number: int, found: Mapping[str, Credit]) -> list[PartBlame]:
    return [PartBlame.of_credit(page_id, number, part, credit) for part, credit in found.items()]
