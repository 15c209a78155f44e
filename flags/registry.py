"""What can be flagged. Apps above register the types of their targets in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from flags.rules.passages import Span
from flags.rules.sealing import Finder
from flags.stored import Change, write_back
from people.models import User

Cuts = Mapping[str, Sequence[Span] | None]
"""What to take out, by block key: stretches in code points of the block's text, or None for all of it."""


class TakeOut(Protocol):
    """Cut passages out of the current version of a target."""

    def __call__(self, *, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
        """Store a new version without the passages and return its number.

        Runs inside the caller's transaction. A passage that does not stand in the source exactly once
        takes its whole block with it. Raises StaleVersionError if `version` is not the current one.
        Must not call back into `flags.actions.record_edit`: the caller does that.
        """


class PutBack(Protocol):
    """Let a target read as an earlier version did."""

    def __call__(self, *, target_id: int, version: int, person: User, now: datetime) -> int:
        """Store the text of `version` once more, as a new version, and return its number.

        Runs inside the caller's transaction, and must not call back into `flags.actions.record_edit` either.
        """


class SealText(Protocol):
    """Take passages out of everything that is stored of a target."""

    def __call__(self, target_id: int, finder: Finder, /) -> Sequence[Change]:
        """Take out what `finder` finds in any version, and return what was changed, column by column.

        Runs inside the caller's transaction. Afterwards `finder` finds nothing any more in what is stored, the
        current version included; numbers, dates and names of versions stay. Must not store a version.
        """


class StoredText(NamedTuple):
    """One version of a target with the text of its blocks, in reading order."""

    kind: str
    id: int
    version: int
    blocks: Mapping[str, str]


TextsUnder = Callable[[str, int, datetime], Iterable[StoredText]]
"""Returns what people wrote about a target (kind, id) before a moment, as it stood then: targets too.

It may quote the target. What was written into it later is left out: to look for hidden words there would tell who
tries whether they guessed right.
"""


class StaleVersionError(Exception):
    """The target has a newer version than the one somebody acted on."""


class UnknownKindError(LookupError):
    """No app has registered this kind of target."""


def _unknown_language(target_id: int, version: int) -> str:
    """Return that the language is not known."""
    return ""


def _never(person: User, target_id: int) -> None:
    """Return that the person never saved it."""
    return


def _nobody_keeps_a_copy(target_id: int) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class TargetType:
    """How flags reads and changes one kind of target. Ids and versions are positive integers.

    kind: a short name, "post". noun: what people call it, translatable, "post".
    projection: number of the text projection of `blocks`; cases store it.
    current_version(id): newest version, or None if there is no such target.
    versions(id): every version's number, oldest first.
    blocks(id, version): text of each block by key, in reading order; LookupError for no such version.
    written_at(id, version): when that version was stored.
    lock(id): hold the target's own row until the transaction ends, where the database locks rows. Taken
    before any lock of flags, as an edit does that saves a target and then calls `flags.actions.record_edit`.
    authors(id): since when each person is an author, by person id.
    last_saved_by(person, id): the newest version that the person stored, or None: who left the text wrote that.
    may_see(person, id): whether the person may read the target at all.
    address(id): its page. edit_address(id, case_id): its editor, with the case's passage marked.
    titles(ids, viewer): what to call each target on a list, as far as the viewer may see it.
    take_out: see `TakeOut`.
    seal: see `SealText`; without it, older versions with a settled passage stay closed.
    unseal(changes): write back what a seal changed; return how much that was.
    put_back: see `PutBack`; without it, undoing a cut opens the case again and leaves the text as it is.
    language(id, version): code of the language it is written in, "" if nobody knows: jurors have to know it.
    visibility_changed(id): called, in the same transaction, after a veil over the target was laid, carried to
    another version or lifted: whoever keeps a copy of what everybody may see (a search index) makes it anew.
    """

    kind: str
    noun: str
    projection: int
    current_version: Callable[[int], int | None]
    versions: Callable[[int], Sequence[int]]
    blocks: Callable[[int, int], Mapping[str, str]]
    written_at: Callable[[int, int], datetime]
    lock: Callable[[int], None]
    authors: Callable[[int], Mapping[int, datetime]]
    may_see: Callable[[User, int], bool]
    address: Callable[[int], str]
    edit_address: Callable[[int, UUID], str]
    titles: Callable[[Sequence[int], User], Mapping[int, str]]
    take_out: TakeOut
    visibility_changed: Callable[[int], object] = _nobody_keeps_a_copy
    last_saved_by: Callable[[User, int], int | None] = _never
    put_back: PutBack | None = None
    language: Callable[[int, int], str] = _unknown_language
    seal: SealText | None = None
    unseal: Callable[[Sequence[Change]], int] = write_back


_types: dict[str, TargetType] = {}
_texts_under: list[TextsUnder] = []


def register(target_type: TargetType) -> None:
    """Add a kind of target; a second registration under the kind replaces the first."""
    _types[target_type.kind] = target_type


def get(kind: str) -> TargetType:
    """Return the type registered under `kind`; UnknownKindError if there is none."""
    try:
        return _types[kind]
    except KeyError:
        raise UnknownKindError(f"kind: nothing is registered as {kind!r}") from None


def sealable() -> list[str]:
    """Return the kinds of targets of which passages can be sealed."""
    return [kind for kind, target in _types.items() if target.seal is not None]


def register_texts_under(texts: TextsUnder) -> None:
    """Add a source of what people write about targets."""
    _texts_under.append(texts)


def texts_under(kind: str, target_id: int, before: datetime) -> Iterator[StoredText]:
    """Yield what people wrote about a target before a moment, from every source."""
    for texts in _texts_under:
        yield from texts(kind, target_id, before)
