"""Who hears of a comment: who is called by name, whoever it answers, whose text it is about, and who watches.

Notices are fixed sentences with an address: no word of a comment stands in them, for it may be taken out. Nobody
is told of what they wrote, nor twice of one comment, nor of what they may not see.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from discussions import registry
from discussions.models import ThreadComment
from discussions.rules.places import Place
from guidelines.rules.mentions import mentioned
from people.actions import notify_all
from people.models import Notice, User

MENTIONED = "comment_mention"
ANSWERED = "comment_answer"
WATCHED = "comment_watched"


def newest_address(place: Place) -> str:
    """Return where the newest comments of a place stand."""
    args = [place.kind, place.id, *([place.part] if place.part else [])]
    return f"{reverse('discussions:thread', args=args)}?show=newest#newest"


def tell_of_comment(comment: ThreadComment, answered: ThreadComment | None, *, now: datetime) -> None:
    """Tell everybody whom a new comment concerns, in this order, each once.

    Those whose text it is about, and those who watch, are told anew only once they opened what they were told
    last: a lively thread is one line for them.
    """
    told = tell_mentioned(comment, now=now) | {comment.user_id or 0}
    if answered and answered.user_id and answered.user_id not in told:
        text = gettext_noop("A colleague answered a comment of yours.")
        told |= _tell([answered.user_id], ANSWERED, text, comment.get_absolute_url(), comment, now)
    place = comment.topic.place
    authors = set(registry.get(place.kind).authors(place)) - told
    told |= _tell_once(authors, gettext_noop("A colleague commented on something of yours."), comment, now)
    watchers = comment.topic.watches.all().people(told)
    _tell_once(watchers, gettext_noop("There are new comments on something you watch."), comment, now)


def tell_mentioned(comment: ThreadComment, *, before: str = "", now: datetime) -> set[int]:
    """Tell whoever a comment calls by name and may see it; return their ids. No query where nobody is called.

    before: what it said until now; whoever that called knows already.
    """
    names = set(mentioned(comment.comment)) - set(mentioned(before))
    if not names:
        return set()
    called = User.objects.filter(username__in=names, is_active=True).exclude(pk=comment.user_id)
    text = gettext_noop("A colleague mentioned you in a comment.")
    return _tell(called.values_list("pk", flat=True), MENTIONED, text, comment.get_absolute_url(), comment, now)


def _tell_once(people: Iterable[int], text: str, comment: ThreadComment, now: datetime) -> set[int]:
    """Tell those who have no unread line about this place, or none at all."""
    wanted, url = set(people), newest_address(comment.topic.place)
    if not wanted:
        return set()
    unread = Notice.objects.filter(recipient__in=wanted, kind=WATCHED, url=url, read_at=None)
    _tell(wanted - set(unread.values_list("recipient", flat=True)), WATCHED, text, url, comment, now)
    return wanted


def _tell(
    people: Iterable[int], kind: str, text: str, url: str, comment: ThreadComment, now: datetime
) -> set[int]:
    place = comment.topic.place
    concerned = list(User.objects.filter(pk__in=set(people), is_active=True))
    recipients = {person.pk for person in registry.get(place.kind).readers(place, concerned)}
    notify_all(recipient_ids=recipients, kind=kind, text=text, url=url, deliver_at=now)
    return recipients
