"""Doing what was planned: publishing, and taking out of force, at their time."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from guidelines.actions.errors import RecordingError
from guidelines.actions.withdrawing import withdraw
from guidelines.models import Withdrawal
from guidelines.rules.content import ContentError

logger = logging.getLogger(__name__)


def publish_due(now: datetime) -> int:
    """Publish what was scheduled, withdraw what has expired, each on its own; return how many guidelines it were.

    One that cannot be recorded stays as it is and is logged; the others go on.
    """
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")
    return sum([_publish_scheduled(revision) for revision in due]) + sum(_expire(page, now) for page in expired)


def _publish_scheduled(revision: Revision) -> bool:
    try:
        revision.publish(log_action="wagtail.publish.scheduled")
    except (RecordingError, ContentError, ValidationError):
        logger.exception("Page %s was to be published now and cannot be recorded.", revision.object_id)
        return False
    return True


@transaction.atomic
def _expire(page: Page, now: datetime) -> bool:
    withdraw(page_id=page.pk, now=now, how=Withdrawal.How.EXPIRED)
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True
