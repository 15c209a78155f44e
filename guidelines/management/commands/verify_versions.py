"""`manage.py verify_versions`: recompute the whole record of guidelines."""

from collections.abc import Iterator
from itertools import chain

from django.core.management.base import BaseCommand, CommandError

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules.chain import LeafKey, chain_faults, current_faults
from people.append_only import missing_triggers

CHUNK = 500
"""Rows read at a time: an archive of any size fits in memory."""


class Command(BaseCommand):
    """Every leaf's hash, every version's hash, numbers, parents, and the triggers that protect them."""

    help = "Check every hash of every guideline; names the first fault and ends with 1 when there is one."

    def handle(self, *args, **options):
        """Print how much was checked. Raises CommandError with the first fault."""
        fault = next(chain(_trigger_faults(), _faults()), None)
        if fault:
            raise CommandError(fault)
        versions, guidelines = GuidelineVersion.objects.count(), GuidelineRecord.objects.count()
        leaves, taken_out = Leaf.objects.count(), Leaf.objects.taken_out().count()
        self.stdout.write(f"{versions} versions of {guidelines} guidelines are whole.")
        self.stdout.write(f"{leaves} leaves are whole, {taken_out} of them taken out.")


def _trigger_faults() -> Iterator[str]:
    for name in missing_triggers():
        yield f"The trigger {name} is missing: rows could be changed unseen. Run manage.py migrate."


def _faults() -> Iterator[str]:
    leaves: dict[str, LeafKey] = {}
    for leaf in Leaf.objects.iterator(CHUNK):
        if not leaf.is_intact():
            yield f"The {leaf.kind} {leaf.clause_id} of guideline {leaf.page_id} was changed (leaf {leaf.hash})."
        leaves[leaf.hash] = (leaf.page_id, leaf.kind, leaf.clause_id)
    yield from chain_faults(GuidelineVersion.objects.oldest_first().iterator(CHUNK), leaves)
    current = dict(GuidelineRecord.objects.values_list("page_id", "current__number"))
    newest = dict(GuidelineVersion.objects.oldest_first().values_list("page_id", "number"))
    yield from current_faults(current, newest)
