"""Recording versions: whatever comes into force, by whichever way, becomes one here."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from guidelines import gates, watching
from guidelines.actions.errors import AddressTakenError, GateClosedError, NoteMissingError
from guidelines.blaming import remember_blame
from guidelines.models import GuidelineAddress, GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Origin
from guidelines.rules.content import Guideline, word_changes
from guidelines.rules.hashing import SALT_BYTES, LeafRef, leaf_hash
from guidelines.rules.reading import Reading, leaf_contents
from guidelines.rules.richtext import plain_lines
from guidelines.searching import index_version
from guidelines.signals import version_recorded

OF_VERSIONS = ("slug", "current", "material_number", "withdrawn_at")
"""What a new version changes of its guideline's row; what hides words of it counts for itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is said about a version beside its content.

    note: why, in plain text. person_id: who made it; None where nobody is known. date: since when it is in
        force. by_id: who put it in force where that may be somebody else; they need not be told of it.
    co_authors: ids of everybody else who wrote it.
    """

    note: str
    person_id: int | None
    date: datetime
    origin: str = Origin.EDIT
    material: bool = False
    by_id: int | None = None
    co_authors: Sequence[int] = ()


@transaction.atomic
def record_version(*, page_id: int, slug: str, guideline: Guideline, change: Change) -> GuidelineVersion | None:
    """Record what is in force from now on; return the new version, or None when the content is what it was.

    guideline: in canonical form. Two calls at once for one page wait for each other. The guideline lives at
        `slug` from now on. What puts a withdrawn guideline back in force is a version of its own, also when it
        says what the last one said: somebody did it, on a day, for a reason. Raises NoteMissingError,
        AddressTakenError.
    """
    record = _locked_record(page_id, slug)
    before = Leaf.objects.read_one(record.current, in_full=True) if record.current else None
    unchanged = record.in_force and before is not None and before.says(guideline)
    record.slug, record.withdrawn_at = slug, None
    version = None if unchanged else _append_version(record, guideline, change, before)
    record.save(update_fields=OF_VERSIONS)
    return version


@transaction.atomic
def record_unchanged(*, page_id: int, change: Change) -> GuidelineVersion:
    """Record a version that says what the one before it said; return it.

    Only imported histories have such: somebody once kept a version for a reason that readers do not see, and its
    author, date and note are part of the history. Raises NoteMissingError, GuidelineRecord.DoesNotExist.
    """
    record = GuidelineRecord.objects.select_for_update().get(page_id=page_id, current__isnull=False)
    before = Leaf.objects.read_one(record.current, in_full=True)
    version = _append_version(record, before.guideline, change, before)
    record.save(update_fields=OF_VERSIONS)
    return version


def record_withdrawn(*, record: GuidelineRecord, guideline: Guideline, change: Change) -> GuidelineVersion:
    """Record a version of a guideline that is not in force, and stays so; return it.

    record: held for the transaction, with its current version. Raises NoteMissingError.
    """
    before = Leaf.objects.read_one(record.current, in_full=True)
    version = _append_version(record, guideline, change, before)
    record.save(update_fields=OF_VERSIONS)
    return version


def record_published(*, page: GuidelinePage, revision: Revision, now: datetime) -> GuidelineVersion | None:
    """Record a page that Wagtail has just published; return its new version, or None when nothing changed.

    Whatever is published comes this way: the CMS, the scheduler, programs. Raises RecordingError (GateClosedError
    where colleagues have to agree first) and ContentError, so that the publishing is undone.
    """
    text = gates.text_of(page)
    if gates.is_closed(page, text=text, author_id=revision.user_id, now=now):
        raise GateClosedError(
            _(
                "Colleagues have to agree before this guideline changes. Press Publish in its editor to ask them; "
                "it is in force as soon as they did."
            )
        )
    person_id = page.credited_person_id or revision.user_id
    change = Change(
        note=page.change_note,
        person_id=person_id,
        co_authors=sorted({*page.draft_authors} - {person_id}),
        date=page.in_force_from or now,
        origin=page.origin,
        material=page.material,
        by_id=revision.user_id,
    )
    version = record_version(page_id=page.pk, slug=page.slug, guideline=text.guideline, change=change)
    if version:
        gates.settle(text, now)
    return version


def _locked_record(page_id: int, slug: str) -> GuidelineRecord:
    """Return the guideline's own row, held until the transaction ends; claims the slug for it."""
    if GuidelineAddress.objects.of_others(slug, page_id).exists():
        raise AddressTakenError(_("Another guideline has or had the address “%(slug)s”.") % {"slug": slug})
    GuidelineRecord.objects.get_or_create(page_id=page_id, defaults={"slug": slug})
    record = GuidelineRecord.objects.select_for_update().get(page_id=page_id)
    GuidelineAddress.objects.get_or_create(slug=slug, defaults={"guideline": record})
    return record


def _append_version(
    record: GuidelineRecord, guideline: Guideline, change: Change, before: Reading | None
) -> GuidelineVersion:
    """Return a new version after the record's current one, which says `before`; it is the current one now."""
    note = plain_lines(change.note)
    if not note:
        raise NoteMissingError(_("Say in a sentence what you changed and why."))
    parent = record.current
    version = _add_version(record.page_id, guideline, change, note, parent=parent, before=before)
    remember_blame(version, parent)
    index_version(version, parent)
    record.current = version
    record.material_number = version.number if version.material else record.material_number
    watching.tell_of_version(record, version, parent=parent, note=note, by=_makers(change))
    version_recorded.send(GuidelineVersion, version=version, parent=parent)
    return version


def _makers(change: Change) -> set[int | None]:
    return {change.person_id, change.by_id, *change.co_authors}


def _add_version(
    page_id: int,
    guideline: Guideline,
    change: Change,
    note: str,
    *,
    parent: GuidelineVersion | None,
    before: Reading | None,
) -> GuidelineVersion:
    leaves = _leaves_for(page_id, leaf_contents(guideline, note))
    added, removed = word_changes(before.guideline if before else None, guideline)
    version = GuidelineVersion(
        page_id=page_id,
        number=parent.number + 1 if parent else 1,
        date=change.date,
        person_id=change.person_id,
        co_authors=list(change.co_authors),
        origin=str(change.origin),
        material=change.material,
        parent_hash=parent.hash if parent else "",
        leaves=[list(leaf) for leaf in leaves],
        words_added=added,
        words_removed=removed,
    )
    version.hash = version.computed_hash()
    version.save()
    return version


def _leaves_for(page_id: int, contents: Iterable[tuple[str, str, str]]) -> list[LeafRef]:
    """Return a leaf for each piece of content, in order: one this page has already, or a new one.

    Change notes get a leaf of their own each: nobody should be able to tell that two are alike.
    """
    wanted = list(contents)
    clause_ids = {clause_id for kind, clause_id, _content in wanted if kind != "note"}
    known = {
        (kind, clause_id, content): key
        for kind, clause_id, content, key in Leaf.objects.shareable(page_id, clause_ids)
    }
    new, refs = [], []
    for piece in wanted:
        if piece not in known:
            leaf = _new_leaf(page_id, *piece)
            new.append(leaf)
            known[piece] = leaf.hash
        refs.append(LeafRef(piece[0], piece[1], known[piece]))
    Leaf.objects.bulk_create(new)
    return refs


def _new_leaf(page_id: int, kind: str, clause_id: str, content: str) -> Leaf:
    salt = secrets.token_hex(SALT_BYTES)
    key = leaf_hash(salt=salt, content=content)
    return Leaf(hash=key, page_id=page_id, kind=kind, clause_id=clause_id, salt=salt, content=content)
