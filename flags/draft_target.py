"""What people write of a guideline before it is a version, as texts that repeat what is hidden. They take no flag.

A draft may have moved a passage to another clause. While the passage is hidden, so is that clause of the draft.
Source: docs/adr/0041-guidelines-as-targets.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from flags import clause_target, on_guidelines, registry
from flags.models import GuidelinePiece, Quotation
from flags.registry import Cuts, StaleVersionError
from flags.rules.sealing import Finder
from flags.stored import Change
from guidelines import actions, coediting, gates, hiding, moved_words
from guidelines.models import GuidelinePage, UnmergedEdit
from guidelines.rules import pieces
from guidelines.rules.content import ContentError, Guideline
from people.models import User

KIND = "guideline_draft"

PROJECTION = 1
"""Of the text of blocks: all of a clause, or of the summary."""

ONLY = 1
"""The number of the only version: what is covered is a clause, however it reads."""

SUMMARY = "summary"
"""Key of the block that is the summary; those of clauses are their ids."""


def current_version(page_id: int) -> int | None:
    """Return the only number, or None for a page that is gone."""
    return ONLY if GuidelinePage.objects.filter(pk=page_id).exists() else None


def versions(page_id: int) -> Sequence[int]:
    """Return the only number."""
    return [ONLY] if current_version(page_id) else []


def blocks(page_id: int, version: int) -> Mapping[str, str]:
    """Return what each clause of texts that are no version says, and the summary; see `_blocks`."""
    return _blocks(page_id, timezone.now())


def written_at(page_id: int, version: int) -> datetime:
    """Return the present: drafts go on."""
    return timezone.now()


def authors(page_id: int) -> Mapping[int, datetime]:
    """Return nobody: a draft is everybody's."""
    return {}


def may_see(person: User, page_id: int) -> bool:
    """Return that nobody may flag a draft: colleagues change it."""
    return False


def address(page_id: int) -> str:
    """Return the address of the guideline's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def edit_address(page_id: int, case_id: UUID) -> str:
    """Return the address of the guideline's editor."""
    return address(page_id)


def titles(page_ids: Sequence[int], viewer: User) -> Mapping[int, str]:
    """Return no names: drafts are on no list of flags."""
    return {}


def take_out(*, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
    """Refuse: there are no cases on drafts."""
    raise StaleVersionError


def seal(page_id: int, finder: Finder) -> list[Change]:
    """Put what is in force in the place of each clause with the words, for good; see `flags.registry.SealText`."""
    for key in finder.cuts(blocks(page_id, ONLY)):
        actions.forget_piece(page_id=page_id, clause_id=_piece_of(key), now=timezone.now())
    return []


def texts_under(kind: str, target_id: int, before: datetime) -> Iterator[registry.StoredText]:
    """Yield what was written of a guideline before a moment and is no version; see `flags.registry.TextsUnder`."""
    if kind != clause_target.KIND:
        return
    page_id, clause_id = GuidelinePiece.objects.values_list("page_id", "clause_id").get(pk=target_id)
    said = _blocks(page_id, before)
    said.pop(clause_id or SUMMARY, None)  # it is hidden by itself
    yield registry.StoredText(KIND, page_id, ONLY, said)


def pieces_with_hidden_words(page_id: int) -> frozenset[str]:
    """Return the ids of the clauses, "" for the summary, in which hidden words had stood in such a text."""
    rows = Quotation.objects.in_text(KIND, page_id).hidden(timezone.now())
    return frozenset(map(_piece_of, rows.values_list("block", flat=True)))


def register() -> None:
    """Tell flags about drafts, and guidelines what of them is hidden."""
    registry.register(DRAFT)
    registry.register_texts_under(texts_under)
    moved_words.register(pieces_with_hidden_words)


def _piece_of(key: str) -> str:
    return "" if key == SUMMARY else key


def _blocks(page_id: int, before: datetime) -> dict[str, str]:
    """Return the text of each clause that is in no version, all of its wordings, by its id; of the summary too."""
    found: dict[str, list[str]] = {}
    for said in _texts(page_id, before):
        for clause_id in hiding.unread_pieces(said, page_id):
            found.setdefault(clause_id or SUMMARY, []).extend(pieces.texts(said, clause_id).values())
    return {key: "\n".join(dict.fromkeys(several)) for key, several in found.items()}


def _texts(page_id: int, before: datetime) -> Iterator[Guideline]:
    """Yield the draft as it was before a moment, what waits for colleagues, and edits that are in no draft.

    Of what is no guideline yet nothing is yielded: the guard shuts a draft that cannot be read.
    """
    page = GuidelinePage.objects.filter(pk=page_id).first()
    if page is None:
        return
    revisions = Revision.objects.for_instance(page).filter(created_at__lt=before)
    newest = revisions.order_by("created_at", "pk").last()
    kept = UnmergedEdit.objects.filter(page_id=page_id, at__lt=before)
    waits = gates.waiting(page_id)
    if newest:
        with suppress(ContentError):
            yield newest.as_object().content()
    if waits and waits.asked_at < before:
        yield waits.text.guideline
    yield from (coediting.words_of(edit).draft.guideline for edit in kept)


DRAFT = registry.TargetType(
    kind=KIND,
    noun=cast("str", _("draft")),
    projection=PROJECTION,
    current_version=current_version,
    versions=versions,
    blocks=blocks,
    written_at=written_at,
    lock=on_guidelines.hold,
    authors=authors,
    may_see=may_see,
    address=address,
    edit_address=edit_address,
    titles=titles,
    take_out=take_out,
    seal=seal,
)
