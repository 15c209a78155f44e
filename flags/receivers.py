"""What flags does when guidelines say so."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.dispatch import receiver
from django.utils import timezone

from flags.actions import record_edit
from flags.clause_target import KIND
from flags.models import Case, GuidelinePiece
from guidelines.models import GuidelineVersion
from guidelines.signals import version_recorded


@receiver(version_recorded, dispatch_uid="flags.carry")
def carry(sender: Any, version: GuidelineVersion, parent: GuidelineVersion | None, **kwargs: Any) -> None:
    """Number the clauses that are new, and carry what is hidden of the guideline to its new version."""
    before = {leaf.clause_id for leaf in parent.leaf_refs} if parent else set()
    new = {leaf.clause_id for leaf in version.leaf_refs} - before
    if new:
        rows = [GuidelinePiece(page_id=version.page_id, clause_id=clause_id) for clause_id in sorted(new)]
        GuidelinePiece.objects.bulk_create(rows, ignore_conflicts=True)
    cases = Case.objects.filter(target_kind=KIND, target_id=OuterRef("pk"))
    flagged = GuidelinePiece.objects.filter(Exists(cases), page_id=version.page_id).order_by("pk")
    for piece_id in list(flagged.values_list("pk", flat=True)):
        record_edit(kind=KIND, target_id=piece_id, version=version.number, editor=None, now=timezone.now())
