"""What it means for cases when somebody stops being an author of a text."""

from datetime import datetime

from django.db import transaction

from flags.actions.locking import lock_target
from flags.models import Case, CaseAuthor, FormerAuthor
from people.actions import take_back_notices
from people.models import User


@transaction.atomic
def leave_cases(*, kind: str, target_id: int, person: User, now: datetime) -> None:
    """Take a person who is no longer an author out of the cases on a text, open and ended.

    They are told nothing more of them, see nothing that they hide and have no say in them. They wrote the text, so
    that they and their team are kept off these cases' panels all the same.
    """
    lock_target(kind, target_id)
    for case in Case.objects.on(kind, target_id).filter(authors__person=person):
        CaseAuthor.objects.filter(case=case, person=person).delete()
        FormerAuthor.objects.get_or_create(case=case, person=person)
        take_back_notices(recipients=[person], url=case.get_absolute_url(), now=now)
