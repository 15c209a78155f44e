"""What guidelines do when Wagtail's signals say so."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished

from guidelines import actions
from guidelines.models import GuidelinePage


@receiver(page_published, sender=GuidelinePage, dispatch_uid="guidelines.record")
def record(sender: Any, instance: GuidelinePage, revision: Revision, **kwargs: Any) -> None:
    """Record what was published, in the transaction that published it.

    Wagtail sends this also for a page that is only scheduled, and once more for every alias.
    """
    if instance.live and not instance.alias_of_id:
        actions.record_published(page=instance, revision=revision, now=timezone.now())


@receiver(page_unpublished, sender=GuidelinePage, dispatch_uid="guidelines.withdraw")
def withdraw(sender: Any, instance: GuidelinePage, **kwargs: Any) -> None:
    """Say that a guideline is not in force any more; deleting a live page unpublishes it first.

    Only programs need no reason. Somebody at a screen of the CMS gave theirs before (views.cms_withdrawing), or
    came by a way that does not ask for one: that is refused.
    """
    person = get_active_log_context().user
    actions.withdraw(page_id=instance.pk, now=timezone.now(), person_id=person.pk if person else None)
