"""Change notes of guidelines as something that can be flagged.

A note is written once, with its version. Its authors can take it back as a whole: the version stays, without it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flags import on_guidelines, registry
from flags.models import NoteEdition
from flags.registry import Cuts, StaleVersionError
from flags.rules.sealing import Finder
from flags.stored import Change
from guidelines.models import GuidelineRecord, GuidelineVersion
from people.models import User

KIND = "change_note"

PROJECTION = 1
"""Of the text of blocks: a line each, as the record has it."""


def current_version(version_id: int) -> int | None:
    """Return the number of the note's edition, or None if there is no such version."""
    return _edition(version_id) if _version(version_id) else None


def versions(version_id: int) -> Sequence[int]:
    """Return every edition's number, oldest first."""
    return list(range(1, _edition(version_id) + 1))


def blocks(version_id: int, edition: int) -> Mapping[str, str]:
    """Return the lines of the note; none where its authors took it back. LookupError for no such edition."""
    version = _version(version_id)
    if version is None or not 1 <= edition <= _edition(version_id):
        raise LookupError(f"The change note {version_id} has no edition {edition}.")
    leaf = _leaf(version)
    content = None if edition % 2 == 0 else on_guidelines.contents([leaf])[leaf]
    return {f"b{place}": line for place, line in enumerate((content or "").splitlines(), 1)}


def written_at(version_id: int, edition: int) -> datetime:
    """Return when the note was written; LookupError for no such version."""
    version = _version(version_id)
    if version is None:
        raise LookupError(f"There is no version {version_id}.")
    return version.date


def lock(version_id: int) -> None:
    """Hold the guideline until the transaction ends; does nothing for one that is gone."""
    if version := _version(version_id):
        on_guidelines.hold(version.page_id)


def authors(version_id: int) -> Mapping[int, datetime]:
    """Return since when each person is an author, by person id."""
    version = _version(version_id)
    return on_guidelines.authors(KIND, version_id, [version] if version else [])


def may_see(person: User, version_id: int) -> bool:
    """Return whether there is such a version; everybody who signs in may read all of them."""
    return _version(version_id) is not None


def address(version_id: int) -> str:
    """Return where the note stands in the history of its guideline."""
    version = GuidelineVersion.objects.get(pk=version_id)
    slug = GuidelineRecord.objects.values_list("slug", flat=True).get(pk=version.page_id)
    return reverse("guidelines:version", args=[slug, version.number])


def edit_address(version_id: int, case_id: UUID) -> str:
    """Return where the note stands: nobody can reword it, only take it back."""
    return address(version_id)


def titles(version_ids: Sequence[int], viewer: User) -> Mapping[int, str]:
    """Return what to call each note on a list: by the number of its version and the address of its guideline."""
    found = GuidelineVersion.objects.in_bulk(list(version_ids))
    pages = {version.page_id for version in found.values()}
    slugs = dict(GuidelineRecord.objects.filter(pk__in=pages).values_list("pk", "slug"))
    return {
        pk: _("Change note of version %(number)d of %(slug)s")
        % {"number": version.number, "slug": slugs[version.page_id]}
        for pk, version in found.items()
        if version.page_id in slugs
    }


def take_out(*, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
    """Take the note back, whole, and return its new edition; see `flags.registry.TakeOut`."""
    return _next_edition(target_id, version)


def put_back(*, target_id: int, version: int, person: User, now: datetime) -> int:
    """Let the note stand again, and return its new edition; see `flags.registry.PutBack`."""
    return _next_edition(target_id, _edition(target_id))


def seal(version_id: int, finder: Finder) -> list[Change]:
    """Take the note out of the record if it holds what the finder finds; see `flags.registry.SealText`."""
    page_id = GuidelineVersion.objects.values_list("page_id", flat=True).get(pk=version_id)
    return on_guidelines.seal(page_id, _leaves(version_id), lambda edition: blocks(version_id, edition), finder)


def visibility_changed(version_id: int) -> None:
    """Hide the note if it may not be seen now, else show it."""
    version = GuidelineVersion.objects.get(pk=version_id)
    on_guidelines.cover(
        KIND,
        version_id,
        version.page_id,
        _leaves(version_id),
        lambda edition: blocks(version_id, edition),
        gone=_edition(version_id) % 2 == 0,
    )


def register() -> None:
    """Tell flags about change notes."""
    registry.register(NOTE)


def _version(version_id: int) -> GuidelineVersion | None:
    return GuidelineVersion.objects.filter(pk=version_id).first()


def _edition(version_id: int) -> int:
    return NoteEdition.objects.filter(pk=version_id).values_list("edition", flat=True).first() or 1


def _next_edition(version_id: int, known: int) -> int:
    row, _new = NoteEdition.objects.get_or_create(pk=version_id)
    if row.edition != known:
        raise StaleVersionError
    row.edition += 1
    row.save(update_fields=["edition"])
    visibility_changed(version_id)
    return row.edition


def _leaf(version: GuidelineVersion) -> str:
    return next(leaf.leaf_hash for leaf in version.leaf_refs if leaf.kind == "note")


def _leaves(version_id: int) -> Mapping[int, str]:
    """Return the note's leaf under each edition that shows it."""
    version = _version(version_id)
    return dict.fromkeys(versions(version_id)[::2], _leaf(version)) if version else {}


NOTE = registry.TargetType(
    kind=KIND,
    noun=cast("str", gettext_lazy("change note")),
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
