"""What targets that are part of a guideline have in common: who wrote them, what is hidden of them, their seal."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from flags.models import Case, CaseAuthor
from flags.rules.sealing import Finder
from flags.stored import Change, write_back
from flags.veil import Text, visible_many
from guidelines import actions
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, LeafCover

LEAF = Leaf._meta.label_lower

Leaves = Mapping[int, str]
"""The hash of the leaf of a target in each of its versions."""


def hold(page_id: int) -> None:
    """Hold a guideline until the transaction ends, its page first, as every save in the CMS does."""
    GuidelinePage.objects.select_for_update().filter(pk=page_id).first()
    GuidelineRecord.objects.select_for_update().filter(pk=page_id).first()


def authors(kind: str, target_id: int, versions: Iterable[GuidelineVersion]) -> dict[int, datetime]:
    """Return who wrote a piece: the makers of the versions that brought its words, and whoever was asked before.

    versions: the newest first. A colleague who rewords a clause later does not take the case from those who were
    told of it.
    """
    makers = {person: version.date for version in versions for person in version.people_ids}
    asked = CaseAuthor.objects.filter(case__in=Case.objects.on(kind, target_id))
    return dict(asked.values_list("person_id", "case__opened_at")) | makers


def cover(
    kind: str, target_id: int, page_id: int, leaves: Leaves, blocks: Callable[[int], Mapping[str, str]], gone: bool
) -> None:
    """Hide each wording of which something may not be seen, as a whole, and show all others.

    blocks: of a version. gone: whether its authors took it back, all of it.
    """
    if not GuidelineRecord.objects.filter(pk=page_id).exists():
        return
    shut = set(leaves.values()) if gone else _shut(kind, target_id, leaves, blocks)
    known = dict(LeafCover.objects.filter(leaf__in=set(leaves.values())).values_list("leaf_id", "since"))
    today = timezone.localdate()
    since: dict[str, date] = {leaf: known.get(leaf, today) for leaf in shut}
    readers = CaseAuthor.objects.filter(case__in=Case.objects.on(kind, target_id)).values_list(
        "person_id", flat=True
    )
    actions.cover_leaves(page_id=page_id, leaves=set(leaves.values()), since=since, readers=set(readers))


def _shut(kind: str, target_id: int, leaves: Leaves, blocks: Callable[[int], Mapping[str, str]]) -> set[str]:
    if not Case.objects.on(kind, target_id).exists():
        return set()
    views = visible_many([Text(kind, target_id, number, blocks(number)) for number in leaves], None)
    return {leaves[key.version] for key, view in views.items() if not view.complete}


def seal(page_id: int, leaves: Leaves, blocks: Callable[[int], Mapping[str, str]], finder: Finder) -> list[Change]:
    """Take out each wording in which the finder finds something, as a whole: its hash is that of all of it.

    What people wrote about the guideline's changes and repeats the passage is emptied, and does not come back.
    Returns a change for each version that had it, so that the marks of other cases can follow.
    """
    found: dict[str, bool] = {}
    for number, leaf in leaves.items():
        if leaf not in found:
            found[leaf] = bool(finder.cuts(blocks(number)))
    rows = Leaf.objects.in_bulk([leaf for leaf, holds in found.items() if holds])
    said = {key: {"salt": row.salt, "content": row.content} for key, row in rows.items() if not row.taken_out_at}
    now = timezone.now()
    for leaf in said:
        actions.take_out_leaf(leaf_hash=leaf, now=now)
    forget_remarks(page_id, finder, now)
    return [
        Change(LEAF, leaf, "content", said[leaf], "", number) for number, leaf in leaves.items() if leaf in said
    ]


def forget_remarks(page_id: int, finder: Finder, now: datetime) -> None:
    """Empty what people wrote about a guideline's changes with words that the finder finds, for good."""

    def stands_in(blocks: Mapping[str, str]) -> bool:
        return bool(finder.cuts(blocks))

    actions.forget_remarks(page_id=page_id, holds=finder.holds, stands_in=stands_in, now=now)


def unseal(changes: Sequence[Change]) -> int:
    """Let leaves say again what they said, write back what else a seal took out; return how much it was."""
    others = [change for change in changes if change.model != LEAF]
    before: dict[str, Any] = {str(change.pk): change.before for change in changes if change.model == LEAF}
    return write_back(others) + sum(_brought_back(leaf, said) for leaf, said in before.items())


def _brought_back(leaf: str, said: Mapping[str, str]) -> bool:
    return actions.bring_back_leaf(leaf_hash=leaf, **said)


def contents(leaves: Iterable[str]) -> Mapping[str, str | None]:
    """Return what leaves say, those hidden for now as well: for the rules, and for who may see them."""
    return Leaf.objects.contents(list(leaves), in_full=True)
