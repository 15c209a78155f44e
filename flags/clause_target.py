"""Clauses and summaries of guidelines as something that can be flagged."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flags import on_guidelines, registry
from flags.models import GuidelinePiece
from flags.on_guidelines import Leaves
from flags.registry import Cuts, StaleVersionError
from flags.rules.sealing import Finder
from flags.stored import Change
from guidelines import actions
from guidelines.blaming import versions_in
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules import pieces
from guidelines.rules.clause_blocks import texts
from guidelines.rules.content import ContentError, Guideline, clause_from_json
from people.models import User

KIND = "guideline_clause"

PROJECTION = 1
"""Of the text of blocks, as guidelines.rules.clause_blocks makes it."""


def current_version(piece_id: int) -> int | None:
    """Return the number of the guideline's newest version, or None if there is no such piece."""
    piece = GuidelinePiece.objects.filter(pk=piece_id).first()
    return (GuidelineRecord.objects.newest_number(piece.page_id) or None) if piece else None


def versions(piece_id: int) -> Sequence[int]:
    """Return the numbers of the guideline's versions that have the piece, and of the newest; oldest first."""
    newest = current_version(piece_id)
    return sorted({*_leaves(piece_id), *([newest] if newest else [])})


def blocks(piece_id: int, version: int) -> Mapping[str, str]:
    """Return the text of each block in reading order, none where the version has no such piece.

    Raises LookupError for no such version.
    """
    piece = GuidelinePiece.objects.get(pk=piece_id)
    leaf = _leaf(_version(piece, version), piece.clause_id)
    content = on_guidelines.contents([leaf])[leaf] if leaf else None
    if content is None:
        return {}
    if piece.clause_id:
        return texts(clause_from_json(content))
    return pieces.texts(Guideline("", content), "")


def shown_blocks(version: GuidelineVersion, clause_id: str) -> Mapping[str, str]:
    """Return the blocks of a clause as everybody may see them: none while words of it are hidden; one query."""
    leaf = _leaf(version, clause_id)
    content = Leaf.objects.contents([leaf])[leaf] if leaf else None
    return texts(clause_from_json(content)) if content is not None else {}


def written_at(piece_id: int, version: int) -> datetime:
    """Return when that version was put in force; LookupError for no such version."""
    return _version(GuidelinePiece.objects.get(pk=piece_id), version).date


def lock(piece_id: int) -> None:
    """Hold the guideline until the transaction ends; does nothing for one that is gone."""
    for page_id in GuidelinePiece.objects.filter(pk=piece_id).values_list("page_id", flat=True):
        on_guidelines.hold(page_id)


def authors(piece_id: int) -> Mapping[int, datetime]:
    """Return since when each person is an author, by person id; see `flags.on_guidelines.authors`.

    Whoever changed the piece last is one, and everybody some of whose words stand in it.
    """
    leaves = _leaves(piece_id)
    if not leaves:
        return on_guidelines.authors(KIND, piece_id, [])
    piece = GuidelinePiece.objects.get(pk=piece_id)
    newest = max(leaves)
    wrote = {_brought_by(leaves), *versions_in(piece.page_id, piece.clause_id or "summary", newest)}
    versions = GuidelineVersion.objects.of(piece.page_id).numbered(*wrote).newest_first()
    return on_guidelines.authors(KIND, piece_id, versions)


def _brought_by(leaves: Leaves) -> int:
    """Return the number of the version from which on the piece reads as it does now."""
    numbers = sorted(leaves, reverse=True)
    same = takewhile(lambda number: leaves[number] == leaves[numbers[0]], numbers)
    return list(same)[-1]


def may_see(person: User, piece_id: int) -> bool:
    """Return whether the guideline is in force; everybody who signs in may read those."""
    page_ids = GuidelinePiece.objects.filter(pk=piece_id).values("page_id")
    return GuidelineRecord.objects.in_force().filter(pk__in=page_ids).exists()


def address(piece_id: int) -> str:
    """Return the address of the clause's page; of the guideline for its summary."""
    piece = GuidelinePiece.objects.get(pk=piece_id)
    slug = GuidelineRecord.objects.values_list("slug", flat=True).get(pk=piece.page_id)
    if piece.clause_id:
        return reverse("guidelines:clause", args=[slug, piece.clause_id])
    return reverse("guidelines:guideline", args=[slug])


def edit_address(piece_id: int, case_id: UUID) -> str:
    """Return the address of the guideline's editor, at the clause."""
    piece = GuidelinePiece.objects.get(pk=piece_id)
    anchor = f"#block-{piece.clause_id}-section" if piece.clause_id else ""
    return f"{reverse('wagtailadmin_pages:edit', args=[piece.page_id])}{anchor}"


def titles(piece_ids: Sequence[int], viewer: User) -> Mapping[int, str]:
    """Return what to call each piece on a list: by its guideline, for its heading may be what is hidden."""
    found = GuidelinePiece.objects.in_bulk(list(piece_ids))
    records = list(GuidelineRecord.objects.recorded().filter(pk__in={piece.page_id for piece in found.values()}))
    readings = Leaf.objects.read([record.current for record in records], kinds={"title"})
    named = {record.pk: reading.guideline.title for record, reading in zip(records, readings, strict=True)}
    return {
        pk: (_("A clause of: %(title)s") if piece.clause_id else _("Summary of: %(title)s"))
        % {"title": named[piece.page_id]}
        for pk, piece in found.items()
        if piece.page_id in named
    }


def take_out(*, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
    """Put a version in force without some passages; see `flags.registry.TakeOut`."""
    piece = GuidelinePiece.objects.get(pk=target_id)
    if GuidelineRecord.objects.newest_number(piece.page_id) != version:
        raise StaleVersionError
    return _reword(
        piece, partial(pieces.without, clause_id=piece.clause_id, stretches=cuts), person, actions.TAKEN_OUT, now
    )


def put_back(*, target_id: int, version: int, person: User, now: datetime) -> int:
    """Put a version in force in which the piece reads as it did; see `flags.registry.PutBack`."""
    piece = GuidelinePiece.objects.get(pk=target_id)
    earlier = Leaf.objects.read_one(_version(piece, version), in_full=True).guideline
    change = partial(pieces.put_back, clause_id=piece.clause_id, earlier=earlier)
    return _reword(piece, change, person, actions.PUT_BACK, now)


def _reword(
    piece: GuidelinePiece, change: Callable[[Guideline], Guideline], person: User, note: str, now: datetime
) -> int:
    """Put in force what `change` makes of the guideline; return the number of that version.

    What cannot be published as it stands, as after its title was taken out, has to be changed in the CMS first:
    StaleVersionError.
    """
    try:
        with transaction.atomic():
            return actions.reword(page_id=piece.page_id, change=change, person=person, note=note, now=now)
    except (actions.RecordingError, ContentError, ValidationError) as error:
        raise StaleVersionError(str(error)) from error


def seal(piece_id: int, finder: Finder) -> list[Change]:
    """Take out every wording that holds what the finder finds; see `flags.registry.SealText`."""
    page_id = GuidelinePiece.objects.values_list("page_id", flat=True).get(pk=piece_id)
    return on_guidelines.seal(page_id, _leaves(piece_id), lambda number: blocks(piece_id, number), finder)


def visibility_changed(piece_id: int) -> None:
    """Hide the wordings that may not be seen now, and show the others."""
    page_id = GuidelinePiece.objects.values_list("page_id", flat=True).get(pk=piece_id)
    on_guidelines.cover(
        KIND, piece_id, page_id, _leaves(piece_id), lambda number: blocks(piece_id, number), gone=False
    )


def register() -> None:
    """Tell flags about clauses."""
    registry.register(CLAUSE)


def _version(piece: GuidelinePiece, number: int) -> GuidelineVersion:
    found = GuidelineVersion.objects.of(piece.page_id).numbered(number).first()
    if found is None:
        raise LookupError(f"Guideline {piece.page_id} has no version {number}.")
    return found


def _leaf(version: GuidelineVersion, clause_id: str) -> str:
    """Return the hash of a clause's leaf in a version, of the summary's for ""; "" where it is not there."""
    kind = "clause" if clause_id else "summary"
    refs = (leaf for leaf in version.leaf_refs if leaf.kind == kind and leaf.clause_id == clause_id)
    return next((leaf.leaf_hash for leaf in refs), "")


def _leaves(piece_id: int) -> Leaves:
    """Return the leaf of the piece in each version that has it."""
    piece = GuidelinePiece.objects.filter(pk=piece_id).first()
    if piece is None:
        return {}
    past = GuidelineVersion.objects.of(piece.page_id).oldest_first()
    return {version.number: leaf for version in past if (leaf := _leaf(version, piece.clause_id))}


CLAUSE = registry.TargetType(
    kind=KIND,
    noun=cast("str", gettext_lazy("clause")),
    projection=PROJECTION,
    current_version=current_version,
    versions=versions,
    blocks=blocks,
    written_at=written_at,
    lock=lock,
    authors=authors,
    may_see=may_see,
    address=address,
    edit_address=edit_address,
    titles=titles,
    take_out=take_out,
    put_back=put_back,
    visibility_changed=visibility_changed,
    seal=seal,
    unseal=on_guidelines.unseal,
)
