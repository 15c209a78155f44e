"""Taking the words of a deleted comment out of its history too, once no flag needs them.

Nobody can read them from the moment of the deletion; a flag in progress, and one that can still be appealed, goes
on with what was said. Source: docs/adr/0037-discussions.md and docs/adr/0020-life-of-a-case.md.
"""

from datetime import datetime

from django.db import transaction

from discussions.models import TARGET_KIND, ThreadComment
from flags.models import Case
from flags.rules import lifecycle


def erase_due(now: datetime) -> int:
    """Empty what is left of deleted comments whose flags are over, each in a transaction; return how many.

    Safe to run twice, late, or beside another run.
    """
    return sum(_erase_locked(pk, now) for pk in list(ThreadComment.objects.kept().values_list("pk", flat=True)))


def erase(comment: ThreadComment, now: datetime) -> bool:
    """Empty every version of a locked, deleted comment, unless a flag needs them still; return whether it did."""
    needed = _is_needed(comment, now)
    if not needed:
        for versions in (ThreadComment.history.filter(id=comment.pk), ThreadComment.objects.filter(pk=comment.pk)):
            versions.exclude(comment="").update(comment="")
    if comment.words_kept != needed:
        comment.words_kept = needed
        ThreadComment.objects.filter(pk=comment.pk).update(words_kept=needed)
    return not needed


@transaction.atomic
def _erase_locked(comment_id: int, now: datetime) -> bool:
    return erase(ThreadComment.objects.select_for_update(of=("self",)).get(pk=comment_id), now)


def _is_needed(comment: ThreadComment, now: datetime) -> bool:
    cases = Case.objects.on(TARGET_KIND, comment.pk)
    return any(case.seals_at is not None or not lifecycle.is_over(case.life, now) for case in cases)
