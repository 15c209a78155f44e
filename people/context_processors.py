"""What the frame of every page needs."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from people.models import Notice


def shell(request):
    """Give the base template what is open to all, and the number of unread notices, counted only when shown."""
    user = getattr(request, "user", None)
    frame = {"guidelines_public": settings.GUIDELINES_PUBLIC, "unread_notices": 0}
    if user is None or not user.is_authenticated:
        return frame
    return frame | {
        "unread_notices": SimpleLazyObject(
            lambda: Notice.objects.visible_to(user, timezone.now()).unread().count()
        )
    }
