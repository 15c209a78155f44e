"""Every write of editing together: what a window began with, what came in, what waits for a choice.

A window of the editor names its base, the draft it was filled with or has saved last. When the newest draft says
something else, by its hash, the two are merged (guidelines.rules.drafts): ids of revisions say nothing here, for
autosave rewrites them in place. Whoever writes has to hold the page.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page, Revision

from guidelines.models import (
    EditBase,
    GuidelinePage,
    GuidelineRecord,
    Leaf,
    MergedEdit,
    Origin,
    SavedText,
    UnmergedEdit,
)
from guidelines.rules.content import ContentError
from guidelines.rules.drafts import (
    UNKNOWN,
    Draft,
    DraftMerge,
    draft_from_json,
    draft_hash,
    draft_to_json,
    fingerprint,
    merge_drafts,
    resolve_drafts,
    with_saved,
)
from guidelines.rules.merge import Choice
from people.actions import notify_all
from people.models import User

KEPT_DAYS = 30
"""Days after which a window that was never saved is asked about everything that differs."""

NOTICE = "guideline_unmerged"


class CoeditingError(Exception):
    """This cannot be done with an edit now; nothing was changed. The message is for the person who tried."""


class UnsettledError(CoeditingError):
    """Something is still in conflict."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a window began with. since, people: as in EditBase; None where nobody knows."""

    draft: Draft
    since: datetime | None = None
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Filling:
    """What a window was filled with. saved, authors: as in EditBase."""

    draft: Draft
    saved: Draft
    authors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What people saved by a button. after, authors: as in SavedText."""

    draft: Draft
    after: int
    authors: tuple[int, ...] = ()


def draft_of(page: GuidelinePage) -> Draft | None:
    """Return what a page says; None where that is no guideline, which only programs can write."""
    try:
        return Draft(page.content(), page.slug)
    except ContentError:
        return None


# What a window began with


def begin(page: GuidelinePage, *, since: datetime | None, now: datetime) -> str:
    """Remember what a window is filled with; return how its form names that, "" for what is no guideline.

    page: as its newest draft has it, saved at `since`.
    """
    draft = draft_of(page)
    if draft is None:
        return ""
    saved = saved_text(page.pk)
    row = EditBase.objects.create(
        page_id=page.pk,
        tab=uuid4(),
        content_hash=draft_hash(draft),
        content=draft_to_json(draft),
        since=since or now,
        is_first=True,
        saved=draft_to_json(saved.draft),
        authors=page.written_until(saved.after),
        at=now,
    )
    return row.token


def remember(page_id: int, tab: UUID, base: Base, *, now: datetime) -> str:
    """Remember what a window holds now; return how its form names that."""
    content = draft_to_json(base.draft)
    row, _is_new = EditBase.objects.update_or_create(
        tab=tab,
        content_hash=draft_hash(base.draft),
        defaults={
            "page_id": page_id,
            "content": content,
            "since": base.since or now,
            "people": sorted(base.people),
            "at": now,
        },
    )
    return row.token


def forget_before(tab: UUID, *tokens: str) -> None:
    """Forget what a window held before these, but for what it was filled with."""
    hashes = [token.partition(":")[2] for token in tokens]
    EditBase.objects.filter(tab=tab, is_first=False).exclude(content_hash__in=hashes).delete()


def tab_of(token: str) -> UUID | None:
    """Return the window that a form names; None for nonsense."""
    try:
        return UUID(token.partition(":")[0])
    except ValueError:
        return None


def base_of(page_id: int, token: str, *, newest: bool) -> Base:
    """Return what a window began with, by the token in its form; an unknown one has the base UNKNOWN.

    newest: take what the window sent last, for its autosave may have been stored without the window hearing of it;
    what comes after that was typed after that.
    """
    tab = tab_of(token)
    rows = EditBase.objects.filter(page_id=page_id, tab=tab) if tab else EditBase.objects.none()
    if not newest:
        rows = rows.filter(content_hash=token.partition(":")[2])
    row = rows.order_by("-at", "-pk").first()
    if row is None:
        return Base(UNKNOWN)
    return Base(draft_from_json(row.content), row.since, frozenset(row.people))


def filling_of(page_id: int, token: str) -> Filling | None:
    """Return what a window was filled with, by the token in its form; None for an unknown one."""
    tab = tab_of(token)
    row = EditBase.objects.filter(page_id=page_id, tab=tab, is_first=True).first() if tab else None
    if row is None:
        return None
    return Filling(draft_from_json(row.content), draft_from_json(row.saved), tuple(row.authors))


def saved_text(page_id: int) -> Saved:
    """Return what people saved by a button, or else the newest version; nothing before the first of either."""
    record = GuidelineRecord.objects.recorded().filter(page_id=page_id).first()
    number = record.current.number if record and record.current else 0
    row = SavedText.objects.filter(page_id=page_id, after=number).first()
    if row:
        return Saved(draft_from_json(row.content), number, tuple(row.authors))
    if record is None or record.current is None:
        return Saved(UNKNOWN, number)
    return Saved(Draft(Leaf.objects.read_one(record.current, in_full=True).guideline, record.slug), number)


def save_by_button(page_id: int, filling: Filling, mine: Draft, person: User) -> Saved:
    """Remember that somebody saved by a button what their window shows; return what all have saved so now."""
    known = saved_text(page_id)
    text = mine if known.draft == filling.saved else with_saved(filling.draft, mine, filling.saved, known.draft)
    authors = sorted({*known.authors, *filling.authors, person.pk})
    SavedText.objects.update_or_create(
        page_id=page_id,
        defaults={"after": known.after, "content": draft_to_json(text), "authors": authors},
    )
    return Saved(text, known.after, tuple(authors))


def others_since(page_id: int, base: Base, person: User) -> set[int]:
    """Return the ids of those, but for this person, who saved a draft after a window began."""
    revisions = Revision.objects.page_revisions().filter(object_id=str(page_id))
    if base.since:
        revisions = revisions.filter(created_at__gt=base.since)
    else:
        revisions = revisions.order_by("-created_at", "-pk")[:1]
    saved = set(revisions.values_list("user_id", flat=True)) | base.people
    return {each for each in saved if each is not None and each != person.pk}


def forget_due(now: datetime) -> int:
    """Forget windows and notices that are KEPT_DAYS old; return how many. What is not merged stays."""
    old = now - timedelta(days=KEPT_DAYS)
    return sum(model.objects.filter(at__lt=old).delete()[0] for model in (EditBase, MergedEdit))


# What came in


def note_merge(
    page_id: int,
    person: User,
    *,
    before: Draft,
    after: Draft,
    people: Collection[int],
    now: datetime,
    tab: UUID | None = None,
) -> MergedEdit:
    """Remember what came into somebody's text, so that they can look at it.

    tab: an open window that says this at every save in the background; what it said before is forgotten.
    """
    if tab:
        MergedEdit.objects.filter(tab=tab, person=person).delete()
    return MergedEdit.objects.create(
        page_id=page_id,
        tab=tab,
        person=person,
        before=draft_to_json(before),
        after=draft_to_json(after),
        people=sorted(people),
        at=now,
    )


# What contradicts


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody made of a base, and what they said about it."""

    base: Draft
    draft: Draft
    note: str = ""
    material: bool = False


def keep(
    page_id: int, person_id: int, words: Words, *, people: Collection[int], now: datetime, settled: bool = False
) -> UnmergedEdit:
    """Keep what somebody wrote and is not in the draft; the same words are kept once."""
    base, content = draft_to_json(words.base), draft_to_json(words.draft)
    digest = hashlib.sha256(f"{base}\n{content}".encode()).hexdigest()
    row, _is_new = UnmergedEdit.objects.update_or_create(
        person_id=person_id,
        page_id=page_id,
        digest=digest,
        defaults={
            "base": base,
            "content": content,
            "change_note": words.note,
            "material": words.material,
            "people": sorted(people),
            "at": now,
            "settled_at": now if settled else None,
        },
    )
    return row


def words_of(edit: UnmergedEdit) -> Words:
    """Return what somebody wrote and is kept."""
    return Words(draft_from_json(edit.base), draft_from_json(edit.content), edit.change_note, edit.material)


def merge_of(edit: UnmergedEdit, page: GuidelinePage) -> DraftMerge:
    """Return how what is kept and the newest draft come together. Raises CoeditingError."""
    theirs = draft_of(page.get_latest_revision_as_object())
    if theirs is None:
        raise CoeditingError(_("The draft cannot be read as a guideline. Mend it in its editor first."))
    words = words_of(edit)
    return merge_drafts(words.base, words.draft, theirs)


@transaction.atomic
def put_in(*, edit_id: int, person: User, choices: Mapping[str, Choice], now: datetime) -> MergedEdit:
    """Save what is kept into the draft, each conflict settled as chosen; return what came of it.

    choices: by guidelines.rules.drafts.fingerprint. What is not chosen stays kept for whoever wrote it. Raises
    UnsettledError where a conflict has no choice, CoeditingError where the page is locked or gone, ContentError
    where the words chosen make no guideline.
    """
    edit = UnmergedEdit.objects.of(person).get(pk=edit_id)
    page = _held_page(edit.page_id, person)
    result = merge_of(edit, page)
    by_key = {conflict.key: choices.get(fingerprint(conflict)) for conflict in result.conflicts}
    chosen = {key: choice for key, choice in by_key.items() if choice is not None}
    if len(chosen) < len(by_key):
        raise UnsettledError(_("Choose one for each of the passages below."))
    draft = resolve_drafts(result, chosen)
    others = set(edit.people) | others_since(page.pk, Base(UNKNOWN, edit.at), person)
    theirs = Draft(result.merge.theirs, page.get_latest_revision_as_object().slug)
    _save(page, draft, edit, person, brings_together=bool(others))
    _keep_what_was_left(edit, theirs, list(chosen.values()), others or {person.pk}, now)
    return note_merge(page.pk, person, before=words_of(edit).draft, after=draft, people=others, now=now)


def _held_page(page_id: int, person: User) -> GuidelinePage:
    """Return a page, held until the transaction ends. Raises CoeditingError where it cannot be edited."""
    Page.objects.select_for_update().filter(pk=page_id).first()
    page = GuidelinePage.objects.filter(pk=page_id, alias_of=None).first()
    if page is None:
        raise CoeditingError(_("The page of this guideline was deleted. Your text stays here."))
    lock = page.get_lock()
    if not page.permissions_for_user(person).can_edit() or (lock and lock.for_user(person)):
        raise CoeditingError(_("This guideline is locked, or planned to be published. Your text stays here."))
    return page


def _save(page: GuidelinePage, draft: Draft, edit: UnmergedEdit, person: User, *, brings_together: bool) -> None:
    if page.slug_is_taken(draft.slug):
        raise CoeditingError(_("Another guideline has or had this address. Links to it would mislead."))
    newest = page.get_latest_revision_as_object()
    newest.fill(draft.guideline)
    newest.slug = draft.slug
    newest.describe_change(
        note=edit.change_note or newest.change_note,
        material=edit.material or newest.material,
        origin=Origin.MERGE if brings_together else Origin.EDIT,
        authors=newest.written_until(GuidelineRecord.objects.newest_number(page.pk)),
    )
    if not newest.live:
        newest.save(clean=False)
    newest.save_revision(user=person, log_action=True, clean=False)


def _keep_what_was_left(
    edit: UnmergedEdit, theirs: Draft, choices: Collection[Choice], authors: Collection[int], now: datetime
) -> None:
    """Keep each side's text where not all of it was chosen; who is not here hears of it."""
    words = words_of(edit)
    if any(choice != "theirs" for choice in choices):
        left = Words(words.base, theirs)
        kept = [
            keep(edit.page_id, author, left, people=[edit.person_id], now=now, settled=True)
            for author in User.objects.filter(pk__in=authors).values_list("pk", flat=True)
        ]
        _tell([row for row in kept if row.person_id != edit.person_id], now)
    if any(choice != "mine" for choice in choices):
        edit.settled_at = now
        edit.save(update_fields=["settled_at"])
    else:
        edit.delete()


def _tell(kept: Collection[UnmergedEdit], now: datetime) -> None:
    text = gettext_noop("A colleague changed words of yours in a draft. Yours are kept.")
    for row in kept:
        notify_all(
            recipient_ids=[row.person_id], kind=NOTICE, text=text, url=row.get_absolute_url(), deliver_at=now
        )


def throw_away(*, edit_id: int, person: User) -> None:
    """Throw away what one's own edit kept; one that is gone is no error."""
    UnmergedEdit.objects.of(person).filter(pk=edit_id).delete()
