"""Taking words out of the record for good."""

from datetime import datetime

from django.db import transaction

from guidelines import gates
from guidelines.models import GuidelineRecord, Leaf, Proposal
from guidelines.searching import forget_leaf


@transaction.atomic
def take_out_leaf(*, leaf_hash: str, now: datetime) -> bool:
    """Take the content of a leaf out of every version that shares it; return whether there was any to take.

    Salt and content are gone for good, also from the search, from a text that waits to be published and from what
    was suggested for the clause; all hashes still verify. Does not touch drafts and revisions of the CMS. Raises
    Leaf.DoesNotExist for a hash that no leaf has.
    """
    leaf = Leaf.objects.get(hash=leaf_hash)
    record = GuidelineRecord.objects.select_for_update().get(page_id=leaf.page_id)
    gates.forget_leaf(leaf, now)
    if leaf.clause_id:
        Proposal.objects.forget(leaf.page_id, leaf.clause_id, now=now)
    emptied = Leaf.objects.filter(hash=leaf_hash).empty(now=now)
    forget_leaf(leaf_hash)
    record.taken_out += emptied
    record.save(update_fields=["taken_out"])
    return bool(emptied)
