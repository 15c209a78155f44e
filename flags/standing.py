"""Where the passage of a case stands: in the version it was marked in, and in later ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flags import registry
from flags.models import Case, Seal
from flags.rules import anchoring, passages
from flags.rules.lifecycle import State
from flags.rules.passages import Span
from flags.rules.sealing import PassageFinder, Sought


@dataclass(frozen=True)
class Part:
    """One stretch a case is about: the blocks of a version, the block, and where in it."""

    blocks: Mapping[str, str]
    block: str
    span: Span

    @property
    def text(self) -> str:
        """What stands there. Never stored, never logged."""
        return self.blocks[self.block][self.span.start : self.span.end]

    def successor_in(self, blocks: Mapping[str, str]) -> anchoring.Place | None:
        """Return what stands in its place in another version, however that reads; None if its block is gone."""
        return anchoring.successor(self.blocks, self.block, self.span, blocks)

    def places_in(self, blocks: Mapping[str, str]) -> tuple[anchoring.Place, ...]:
        """Return what covers it in another version."""
        return anchoring.places(self.blocks, self.block, [self.span], blocks)


def hidden_parts(case: Case) -> list[Part]:
    """Return what the veil covered in the version it was laid on; empty before a veil."""
    places = list(case.places.exclude(block=""))
    if not places:
        return []
    first = min(place.version for place in places)
    here = [place for place in places if place.version == first]
    blocks = registry.get(case.target_kind).blocks(case.target_id, first)
    return [Part(blocks, place.block, place.span) for place in here if place.span and place.block in blocks]


def is_certain(case: Case) -> bool:
    """Tell whether it is known which words the veil has to cover in the version it was carried to last."""
    if case.placed_version is None:
        return True
    return not case.places.filter(version=case.placed_version, start=None).exclude(block="").exists()


def is_readable(case: Case, now: datetime) -> bool:
    """Tell whether the passage may still be read in the version it was marked in.

    It may not once it is sealed, or is about to be: when nobody can undo a settlement any more.
    """
    if is_sealed(case):
        return False
    if case.state == State.FIXED:
        settlement = case.settlements.filter(undone_at=None).first()
        return settlement is not None and now < settlement.undo_until
    return True


def parts(case: Case) -> list[Part]:
    """Return the first mark and, once veiled, what the veil covered when it was laid; empty once sealed."""
    if is_sealed(case):
        return []
    blocks = registry.get(case.target_kind).blocks(case.target_id, case.target_version)
    first = [Part(blocks, case.block, case.span)] if case.block in blocks else []
    return [*first, *hidden_parts(case)]


def is_sealed(case: Case) -> bool:
    """Tell whether the passage was taken out of everything that is stored, and not put back."""
    return Seal.objects.filter(case=case, put_back_at=None).exists()


def current_blocks(case: Case) -> Mapping[str, str]:
    """Return the blocks of the target as it reads now; none if it is gone."""
    target = registry.get(case.target_kind)
    version = target.current_version(case.target_id)
    return {} if version is None else target.blocks(case.target_id, version)


def finder_of(pieces: Sequence[Part]) -> PassageFinder:
    """Return what finds these passages in stored text."""
    marked = {piece.block for piece in pieces}
    return PassageFinder(
        tuple(
            Sought(
                text=piece.blocks[piece.block],
                span=piece.span,
                beside=frozenset(text for key, text in piece.blocks.items() if key not in marked),
            )
            for piece in pieces
        )
    )


def left_over(pieces: Sequence[Part], blocks: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of `blocks` that still hold part of the passage, in order."""
    left = {key for part in pieces for key in anchoring.left_over(part.blocks, part.block, part.text, blocks)}
    return tuple(key for key in blocks if key in left)


def cuts(pieces: Sequence[Part], blocks: Mapping[str, str]) -> dict[str, list[Span] | None]:
    """Return what to cut from `blocks` to take the passage out, by block; None for all of a block.

    Of the blocks that a veil covers because nobody knows, only those go that hold a run of the passage's words.
    """
    by_block: dict[str, list[Span] | None] = {}
    left = left_over(pieces, blocks)
    for part in pieces:
        for place in part.places_in(blocks):
            if place.span is None and place.block not in left:
                continue
            known = by_block.setdefault(place.block, [])
            if place.span is None or known is None:
                by_block[place.block] = None
            else:
                known.append(place.span)
    return {block: None if spans is None else list(passages.merge(spans)) for block, spans in by_block.items()}
