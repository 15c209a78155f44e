"""What the frame of every page needs."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from people.models import Notice


def shell(request):
    """Give the base template the number of unread notices; asked of the database only when shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_notices": 0}
    return {
        "unread_notices": SimpleLazyObject(
            lambda: Notice.objects.visible_to(user, timezone.now()).unread().count()
        )
    }
