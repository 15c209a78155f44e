"""Taking guidelines out of force."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines import watching
from guidelines.actions.errors import NoteMissingError
from guidelines.models import GuidelineRecord, Withdrawal
from guidelines.rules.richtext import plain_lines


@transaction.atomic
def withdraw(
    *,
    page_id: int,
    now: datetime,
    person_id: int | None = None,
    reason: str = "",
    how: str = Withdrawal.How.UNPUBLISHED,
) -> None:
    """Say that a guideline is not in force any more, who says so and why; its versions stay.

    person_id: None for a program, which needs no reason. how: what becomes of the page. A guideline that is not in
    force, or a page that was never published, is no error. Raises NoteMissingError.
    """
    record = GuidelineRecord.objects.select_for_update().filter(page_id=page_id).first()
    if record is None or record.current is None or not record.in_force:
        return
    text = plain_lines(reason)
    if person_id is not None and not text:
        raise NoteMissingError(_("Say in a sentence why nobody should follow it any more."))
    Withdrawal.objects.create(
        page_id=page_id, number=record.current.number, at=now, person_id=person_id, reason=text, how=how
    )
    record.withdrawn_at = now
    record.save(update_fields=["withdrawn_at"])
    watching.tell_of_withdrawal(record, watching.News(record.get_absolute_url(), now, {person_id}))
