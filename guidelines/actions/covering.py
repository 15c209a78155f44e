"""Hiding words of the record for a while, and showing them again."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.cache import cache
from django.db import transaction

from guidelines.models import GuidelineRecord, LeafCover
from guidelines.searching import forget_leaf, rebuild_wordings


@transaction.atomic
def cover_leaves(
    *, page_id: int, leaves: Collection[str], since: Mapping[str, date], readers: Collection[int]
) -> bool:
    """Hide some wordings of one piece of a guideline, and show all its others; return whether that is a change.

    leaves: hashes of all its wordings. since: of those to hide, from which day. readers: ids of the people who may
    go on editing them in the CMS. Search and every kept page follow at once; what was kept before goes.
    """
    record = GuidelineRecord.objects.select_for_update().get(page_id=page_id)
    rows = LeafCover.objects.of_page(page_id).filter(leaf__in=leaves)
    before = {cover.leaf_id: (cover.since, sorted(cover.readers)) for cover in rows}
    after = {leaf: (day, sorted(readers)) for leaf, day in since.items()}
    if before == after:
        return False
    LeafCover.objects.filter(pk__in=before).delete()
    LeafCover.objects.bulk_create(
        LeafCover(leaf_id=leaf, page_id=page_id, since=day, readers=ids) for leaf, (day, ids) in after.items()
    )
    record.covered += 1
    record.save(update_fields=["covered"])
    for leaf in after.keys() - before.keys():
        forget_leaf(leaf)
    if before.keys() - after.keys():
        rebuild_wordings(page_id)
    transaction.on_commit(cache.clear)
    return True
