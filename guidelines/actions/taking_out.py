"""Taking words out of the record for good."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from guidelines import gates
from guidelines.actions.forgetting import forget_kept
from guidelines.models import GuidelinePage, GuidelineRecord, Leaf, Objection, Proposal
from guidelines.rules import hashing
from guidelines.rules.clause_blocks import texts
from guidelines.rules.content import clause_from_json
from guidelines.searching import forget_leaf, rebuild_wordings


@transaction.atomic
def take_out_leaf(*, leaf_hash: str, now: datetime) -> bool:
    """Take the content of a leaf out of every version that shares it; return whether there was any to take.

    Salt and content are gone for good, also from the search, from a text that waits to be published, from what was
    suggested for the clause, from drafts and revisions of the CMS and from what co-editing keeps: what the newest
    version still says takes their place. All hashes still verify. Raises Leaf.DoesNotExist for a hash that no leaf
    has.
    """
    leaf = Leaf.objects.get(hash=leaf_hash)
    GuidelinePage.objects.select_for_update().filter(pk=leaf.page_id).first()
    record = GuidelineRecord.objects.select_for_update().get(page_id=leaf.page_id)
    gates.forget_leaf(leaf, _said_instead(leaf, record), now)
    if leaf.clause_id:
        Proposal.objects.forget(leaf.page_id, leaf.clause_id, now=now)
    emptied = Leaf.objects.filter(hash=leaf_hash).empty(now=now)
    if emptied and record.current:
        forget_kept(leaf, Leaf.objects.read_one(record.current, in_full=True).guideline)
    forget_leaf(leaf_hash)
    record.taken_out += emptied
    record.save(update_fields=["taken_out"])
    return bool(emptied)


@transaction.atomic
def forget_remarks(
    *,
    page_id: int,
    holds: Callable[[str], bool],
    stands_in: Callable[[Mapping[str, str]], bool],
    now: datetime,
) -> int:
    """Empty whatever people wrote about a guideline's changes that holds words to be taken out; return how much.

    Change notes, suggestions and their reasons in all their editions, objections and the answers to them. holds:
    tells whether a text does. stands_in: tells whether blocks of a clause do.
    """
    notes = Leaf.objects.of_page(page_id).filter(kind="note", taken_out_at=None)
    leaves = [leaf.hash for leaf in notes.iterator() if holds(leaf.content)]
    emptied = sum(take_out_leaf(leaf_hash=leaf, now=now) for leaf in leaves)
    for rows, field in (
        (Proposal.objects.filter(guideline=page_id), "reason"),
        (Proposal.history.filter(guideline=page_id), "reason"),
        (Objection.objects.filter(pending__page_id=page_id), "reason"),
        (Objection.objects.filter(pending__page_id=page_id), "answer"),
        (Objection.history.filter(pending__page_id=page_id), "reason"),
        (Objection.history.filter(pending__page_id=page_id), "answer"),
    ):
        said = rows.values_list("pk", field)
        emptied += rows.filter(pk__in=[pk for pk, text in said if text and holds(text)]).update(**{field: ""})
    return emptied + _forget_suggested(page_id, stands_in, now)


def _forget_suggested(page_id: int, stands_in: Callable[[Mapping[str, str]], bool], now: datetime) -> int:
    """Empty what was suggested for any clause with the words, in all editions; return how many they were."""

    def holding(rows: QuerySet[Any]) -> list[int]:
        contents = rows.filter(guideline=page_id).exclude(content="").values_list("pk", "content")
        return [pk for pk, content in contents.iterator() if stands_in(texts(clause_from_json(content)))]

    past = Proposal.history.filter(pk__in=holding(Proposal.history.all()))
    editions = past.update(content="", emptied_at=now)
    return editions + Proposal.objects.filter(pk__in=holding(Proposal.objects.all())).empty(now=now)


def _said_instead(leaf: Leaf, record: GuidelineRecord) -> str | None:
    """Return what the newest version has in a leaf's place; None where it has nothing there, or just that leaf."""
    refs = record.current.leaf_refs if record.current else []
    place = (leaf.kind, leaf.clause_id)
    instead = [ref.leaf_hash for ref in refs if (ref.kind, ref.clause_id) == place and ref.leaf_hash != leaf.hash]
    return Leaf.objects.contents(instead, in_full=True)[instead[0]] if instead else None


@transaction.atomic
def bring_back_leaf(*, leaf_hash: str, salt: str, content: str) -> bool:
    """Let a leaf that was taken out say again what it said; return whether it does.

    Nothing happens where the hash is that of other words, or the leaf says something. Drafts stay as they are.
    """
    if hashing.leaf_hash(salt=salt, content=content) != leaf_hash:
        return False
    leaf = Leaf.objects.get(hash=leaf_hash)
    record = GuidelineRecord.objects.select_for_update().get(page_id=leaf.page_id)
    if not Leaf.objects.filter(hash=leaf_hash).bring_back(salt=salt, content=content):
        return False
    record.covered += 1
    record.save(update_fields=["covered"])
    rebuild_wordings(leaf.page_id)
    return True
