"""Who hears of what happens to a guideline: those who watch it, or a clause of it, and those who are mentioned.

Notices are fixed sentences with an address: no word of a guideline stands in them, for it may be taken out. Nobody
is told of what they did, nor twice of one thing. What is said of a version is written in the transaction that
records it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from guidelines.models import Acknowledgement, GuidelineRecord, GuidelineVersion, Origin, Watch
from guidelines.rules.acknowledging import Leaves, clause_hashes
from guidelines.rules.mentions import mentioned
from people.actions import notify_all
from people.models import User

MENTIONED = "guideline_mention"
"""Kind of the notices that somebody wrote "@you"."""

WATCHED = "guideline_watched"
"""Kind of the notices about what one watches."""


class NothingToWatchError(Exception):
    """The guideline has no such clause now."""


@dataclass(frozen=True, slots=True)
class News:
    """What people are told of.

    url: where the notices lead. at: since when they may be seen. by: ids of who did it, who are not told; None
    among them is nobody.
    """

    url: str
    at: datetime
    by: Collection[int | None] = ()


# Choosing


def watch(*, person: User, guideline: GuidelineRecord, clause_id: str = "", now: datetime) -> None:
    """Let somebody hear of a guideline, or of one clause of it, from now on; twice is once.

    The newest version has to be at hand. Raises NothingToWatchError.
    """
    if clause_id and clause_id not in clause_hashes(guideline.current.leaves if guideline.current else ()):
        raise NothingToWatchError(clause_id)
    Watch.objects.get_or_create(
        person=person, page_id=guideline.page_id, clause_id=clause_id, defaults={"since": now}
    )


def unwatch(*, person: User, page_id: int, clause_id: str = "") -> None:
    """Let somebody hear of it no more; not having watched is no error."""
    Watch.objects.of(person).on(page_id).filter(clause_id=clause_id).delete()


# Telling


def tell_of_version(
    record: GuidelineRecord,
    version: GuidelineVersion,
    *,
    parent: GuidelineVersion | None,
    note: str,
    by: Collection[int | None],
) -> None:
    """Tell whoever its note mentions, who read an earlier one if it is material, and who watches what it changed.

    record: at its new address, if it has one. by: ids of who made it. An imported note mentions nobody: it was
    written elsewhere.
    """
    news = News(_address(record.slug, version.number, parent), version.date, by)
    told = set() if version.origin == Origin.IMPORT else tell_mentioned(note, in_what=_IN_NOTE, news=news)
    if version.material:
        told |= _tell_readers(record, news, told)
    tell_watchers(
        record.page_id,
        changed_clauses(parent.leaves if parent else (), version.leaves),
        whole=gettext_noop("A guideline you watch has a new version."),
        clause=gettext_noop("A clause you watch was changed."),
        news=news,
        told=told,
    )


def tell_of_withdrawal(record: GuidelineRecord, news: News) -> None:
    """Tell who watches a guideline, or a clause that stands in it, that nobody needs to follow it any more."""
    text = gettext_noop("A guideline you watch is not in force any more.")
    standing = clause_hashes(record.current.leaves if record.current else ())
    tell_watchers(record.page_id, standing, whole=text, clause=text, news=news)


def _address(slug: str, number: int, parent: GuidelineVersion | None) -> str:
    """Return where one reads what a version changed."""
    if parent is None:
        return reverse("guidelines:version", args=[slug, number])
    return reverse("guidelines:compare", args=[slug, parent.number, number])


_IN_NOTE = gettext_noop("A colleague mentioned you in the note on a new version of a guideline.")
_IN_SUGGESTION = gettext_noop("A colleague mentioned you in a suggested change of a guideline.")


def tell_of_proposal(page_id: int, clause_id: str, *, reason: str, news: News) -> None:
    """Tell whoever the reason mentions, and who watches guideline or clause, that a change is suggested."""
    tell_watchers(
        page_id,
        {clause_id},
        whole=gettext_noop("A colleague suggests a change of a guideline you watch."),
        clause=gettext_noop("A colleague suggests a change of a clause you watch."),
        news=news,
        told=tell_of_mention(reason, news=news),
    )


def tell_of_mention(text: str, *, before: str = "", news: News) -> set[int]:
    """Tell whoever is mentioned in what is said about a suggested change; return their ids.

    before: what stood there until now; whoever it mentions knows already.
    """
    return tell_mentioned(text, before=before, in_what=_IN_SUGGESTION, news=news)


def tell_mentioned(text: str, *, before: str = "", in_what: str, news: News) -> set[int]:
    """Leave a notice for everybody a text mentions, people with an active account only; return their ids.

    No query where nobody is mentioned.
    """
    names = set(mentioned(text)) - set(mentioned(before))
    if not names:
        return set()
    people = User.objects.filter(username__in=names, is_active=True).values_list("pk", flat=True)
    return _tell(people, MENTIONED, in_what, news)


def tell_watchers(
    page_id: int, clause_ids: Collection[str], *, whole: str, clause: str, news: News, told: Collection[int] = ()
) -> set[int]:
    """Leave a notice for everybody who watches a guideline or one of some clauses; return their ids.

    whole, clause: the sentence for those who watch the one or the other; who watches both hears of the whole.
    told: ids of who heard of it already. One query to look, one to write for each sentence that is needed.
    """
    watchers = set(Watch.objects.on(page_id).to_tell(clause_ids))
    of_whole = {person for person, clause_id in watchers if not clause_id} - set(told)
    of_clause = {person for person, _clause_id in watchers} - of_whole - set(told)
    return _tell(of_whole, WATCHED, whole, news) | _tell(of_clause, WATCHED, clause, news)


def _tell_readers(record: GuidelineRecord, news: News, told: Collection[int]) -> set[int]:
    """Ask everybody who read an earlier version to look again; return their ids."""
    readers = Acknowledgement.objects.on(record.page_id).whole().filter(person__is_active=True)
    text = gettext_noop("A guideline you have read changed what people may or must do. Please look again.")
    again = News(reverse("guidelines:compare_read", args=[record.slug]), news.at, {*news.by, *told})
    return _tell(readers.values_list("person", flat=True), "guideline_changed", text, again)


def _tell(people: Iterable[int], kind: str, text: str, news: News) -> set[int]:
    recipients = set(people) - set(news.by)
    notify_all(recipient_ids=recipients, kind=kind, text=text, url=news.url, deliver_at=news.at)
    return recipients


def changed_clauses(before: Leaves, after: Leaves) -> set[str]:
    """Return the ids of clauses that came, went or say something else; not of those that only moved."""
    old, new = clause_hashes(before), clause_hashes(after)
    return {clause_id for clause_id in old.keys() | new.keys() if old.get(clause_id) != new.get(clause_id)}
