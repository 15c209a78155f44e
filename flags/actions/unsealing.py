"""What becomes of the original a seal took out: put back when an appeal clears it, else destroyed."""

from datetime import datetime

from django.db import transaction

from flags import originals, registry
from flags.actions.locking import lock_seals, lock_target
from flags.actions.log import record
from flags.models import Case, Seal
from flags.rules.sealing import AnyFinder


def put_back_cleared(now: datetime) -> int:
    """Put back what was sealed and a panel has cleared since; return how many that were. Safe as `seal_due`."""
    return sum(_put_back_one(pk, now) for pk in list(Seal.objects.cleared().values_list("pk", flat=True)))


def forget_originals(now: datetime) -> int:
    """Destroy the keys of originals nobody can ask back, and held copies kept long enough; return how many.

    Safe as `seal_due`.
    """
    past_appeal = list(Seal.objects.past_appeal(now).values_list("pk", flat=True))
    past_holding = list(Seal.objects.past_holding(now).values_list("pk", flat=True))
    return sum(_forget_one(pk, now) for pk in past_appeal) + sum(_stop_holding(pk, now) for pk in past_holding)


@transaction.atomic
def _put_back_one(pk: int, now: datetime) -> bool:
    lock_seals()
    case = Seal.objects.select_related("case").get(pk=pk).case
    target = registry.get(case.target_kind)
    target.lock(case.target_id)
    lock_target(case.target_kind, case.target_id)
    seal = Seal.objects.cleared().filter(pk=pk).first()
    original = originals.opened(case) if seal else None
    if seal is None or original is None:
        return False
    target.unseal(original.changes)
    _seal_the_others_again(case)
    proof = originals.forget(seal)
    seal.held, seal.held_until = b"", None
    seal.put_back_at, seal.scrubbed_at = now, None
    seal.save()
    case.places.all().delete()
    record(case=case, event="put_back", now=now, original=seal.originals_digest, key=proof)
    target.visibility_changed(case.target_id)
    return True


def _seal_the_others_again(case: Case) -> None:
    """Take out again what other seals took out of the same columns."""
    seal_text = registry.get(case.target_kind).seal
    others = Seal.objects.on(case.target_kind, case.target_id).exclude(case=case)
    if seal_text:
        seal_text(case.target_id, AnyFinder(tuple(originals.finder_of(list(others)))))


@transaction.atomic
def _forget_one(pk: int, now: datetime) -> bool:
    seal = Seal.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
    if not Seal.objects.past_appeal(now).filter(pk=pk).exists():
        return False
    proof = originals.forget(seal)
    seal.scrubbed_at = None
    seal.save()
    record(case=seal.case, event="original_destroyed", now=now, original=seal.originals_digest, key=proof)
    return True


@transaction.atomic
def _stop_holding(pk: int, now: datetime) -> bool:
    seal = Seal.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
    if seal.held_until is None:
        return False
    seal.held, seal.held_until, seal.scrubbed_at = b"", None, None
    seal.save()
    record(case=seal.case, event="held_copy_destroyed", now=now)
    return True
