"""Suggested changes of guidelines as texts that repeat what is hidden elsewhere. None of them takes a flag itself.

A suggestion that repeats hidden words is hidden whole, with its thread: half a suggestion says nothing.
Source: docs/adr/0041-guidelines-as-targets.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flags import clause_target, note_target, on_guidelines, registry
from flags.models import GuidelinePiece, Quotation
from flags.registry import Cuts, StaleVersionError
from flags.rules.sealing import Finder
from flags.stored import Change
from guidelines.models import GuidelineVersion, Proposal
from guidelines.proposal_querysets import register_hidden
from guidelines.rules.clause_blocks import texts
from guidelines.rules.content import clause_from_json
from people.models import User

KIND = "suggested_change"

PROJECTION = 1
"""Of the text of blocks: the clause's, as guidelines.rules.clause_blocks makes them, and lines of the reason."""


def current_version(proposal_id: int) -> int | None:
    """Return the number of the newest edition, or None if there is no such suggestion."""
    return Proposal.objects.filter(pk=proposal_id).values_list("edition", flat=True).first()


def versions(proposal_id: int) -> Sequence[int]:
    """Return every edition's number, oldest first."""
    return list(range(1, (current_version(proposal_id) or 0) + 1))


def blocks(proposal_id: int, edition: int) -> Mapping[str, str]:
    """Return the text of each block in reading order; LookupError for no such edition."""
    return _blocks(_edition(proposal_id, edition))


def written_at(proposal_id: int, edition: int) -> datetime:
    """Return when that edition was stored; LookupError for no such edition."""
    return _edition(proposal_id, edition).history_date


def lock(proposal_id: int) -> None:
    """Hold the suggestion's row until the transaction ends; does nothing for one that is gone."""
    Proposal.objects.select_for_update().filter(pk=proposal_id).first()


def authors(proposal_id: int) -> Mapping[int, datetime]:
    """Return since when its writer is one, by person id; whoever only looks after it is none."""
    written = Proposal.objects.filter(pk=proposal_id, written_by__isnull=False)
    return dict(written.values_list("written_by_id", "opened_at"))


def may_see(person: User, proposal_id: int) -> bool:
    """Return that nobody may flag a suggestion: its writer can withdraw it, and a colleague can say so."""
    return False


def address(proposal_id: int) -> str:
    """Return the address of the suggestion's page."""
    return Proposal.objects.select_related("guideline").get(pk=proposal_id).get_absolute_url()


def edit_address(proposal_id: int, case_id: UUID) -> str:
    """Return the address of its page, where its writer can change it."""
    return address(proposal_id)


def titles(proposal_ids: Sequence[int], viewer: User) -> Mapping[int, str]:
    """Return no names: suggestions are on no list of flags."""
    return {}


def take_out(*, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
    """Refuse: there are no cases on suggestions."""
    raise StaleVersionError


def seal(proposal_id: int, finder: Finder) -> list[Change]:
    """Empty what was suggested for the guideline with these words, for good; see `flags.registry.SealText`."""
    page_id = Proposal.objects.values_list("guideline", flat=True).get(pk=proposal_id)
    on_guidelines.forget_remarks(page_id, finder, timezone.now())
    return []


def texts_under(kind: str, target_id: int, before: datetime) -> Iterator[registry.StoredText]:
    """Yield what was suggested for a guideline before a moment, as it stood then; see `flags.registry.TextsUnder`.

    kind: of a clause, a summary or a change note. Suggestions for a hidden clause are closed all the same.
    """
    part_of: dict[str, Any] = {clause_target.KIND: GuidelinePiece, note_target.KIND: GuidelineVersion}
    if kind not in part_of:
        return
    page_id = part_of[kind].objects.values_list("page_id", flat=True).get(pk=target_id)
    editions = Proposal.history.filter(guideline=page_id, history_date__lt=before)
    newest = {row.id: row for row in editions.order_by("history_date", "history_id").iterator()}
    for row in newest.values():
        yield registry.StoredText(KIND, row.id, row.edition, _blocks(row))


def hidden_from(person_id: int | None) -> Exists:
    """Return which suggestions of a query are hidden from a person: all that are hidden, but those they wrote."""
    rows = Quotation.objects.hidden(timezone.now()).filter(kind=KIND, target_id=OuterRef("pk"))
    return Exists(rows if person_id is None else rows.exclude(person=person_id))


def register() -> None:
    """Tell flags about suggestions, and guidelines which of them are hidden."""
    registry.register(SUGGESTION)
    registry.register_texts_under(texts_under)
    register_hidden(hidden_from)


def _edition(proposal_id: int, edition: int) -> Any:
    """Return the newest row of an edition."""
    rows = Proposal.history.filter(id=proposal_id, edition=edition)
    row = rows.order_by("history_date", "history_id").last()
    if row is None:
        raise LookupError(f"Suggestion {proposal_id} has no edition {edition}.")
    return row


def _blocks(row: Any) -> Mapping[str, str]:
    said = texts(clause_from_json(row.content)) if row.content else {}
    return said | {f"reason{number}": line for number, line in enumerate(row.reason.splitlines(), 1)}


SUGGESTION = registry.TargetType(
    kind=KIND,
    noun=cast("str", _("suggested change")),
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
    seal=seal,
)
