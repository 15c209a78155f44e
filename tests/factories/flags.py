"""A kind of target of the tests' own, and cases made the way people make them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from flags import registry
from flags.registry import Cuts, StaleVersionError, TargetType
from people.models import User

KIND = "board"


@dataclass
class Board:
    """A text with versions, kept in memory: the least thing that can be flagged."""

    id: int
    versions: list[dict[str, str]]
    authors: dict[int, datetime]
    written: list[datetime] = field(default_factory=list)
    readers: set[int] | None = None


class Boards:
    """All boards of one test, registered as a kind of target."""

    def __init__(self) -> None:
        self._boards: dict[int, Board] = {}

    def add(self, *authors: User, **blocks: str) -> Board:
        """Put up a board by these authors, with these blocks."""
        since = datetime(2026, 1, 1, tzinfo=UTC)
        board = Board(
            id=len(self._boards) + 1,
            versions=[blocks],
            authors={author.pk: since for author in authors},
            written=[since],
        )
        self._boards[board.id] = board
        return board

    def rewrite(self, board: Board, **blocks: str) -> int:
        """Store a new version; returns its number."""
        board.versions.append(blocks)
        board.written.append(datetime(2026, 2, 1, tzinfo=UTC))
        return len(board.versions)

    def delete(self, board: Board) -> None:
        """Take a board down for good."""
        del self._boards[board.id]

    def register(self) -> None:
        """Tell flags about this kind."""
        registry.register(
            TargetType(
                kind=KIND,
                noun="board",
                projection=1,
                current_version=lambda board: len(self._boards[board].versions) if board in self._boards else None,
                versions=lambda board: range(1, len(self._boards[board].versions) + 1),
                blocks=self._blocks,
                written_at=lambda board, version: self._boards[board].written[version - 1],
                lock=lambda board: None,
                authors=lambda board: self._boards[board].authors,
                may_see=self._may_see,
                address=lambda board: f"/posts/{board}/",
                edit_address=lambda board, case_id: f"/posts/{board}/edit/?case={case_id}",
                titles=self._titles,
                take_out=self._take_out,
                put_back=self._put_back,
            )
        )

    def _blocks(self, board: int, version: int) -> Mapping[str, str]:
        if version < 1:
            raise LookupError(version)
        return self._boards[board].versions[version - 1]

    def _may_see(self, person: User, board: int) -> bool:
        readers = self._boards[board].readers
        return readers is None or person.pk in readers

    def _titles(self, ids: Sequence[int], viewer: User) -> Mapping[int, str]:
        return {board: f"Board {board}" for board in ids}

    def _take_out(self, *, target_id: int, version: int, cuts: Cuts, person: User, now: datetime) -> int:
        board = self._boards[target_id]
        if version != len(board.versions):
            raise StaleVersionError
        blocks = dict(board.versions[-1])
        for key, spans in cuts.items():
            for span in sorted(spans or [], reverse=True):
                blocks[key] = blocks[key][: span.start] + blocks[key][span.end :]
            if spans is None:
                del blocks[key]
        return self.rewrite(board, **blocks)

    def _put_back(self, *, target_id: int, version: int, person: User, now: datetime) -> int:
        board = self._boards[target_id]
        return self.rewrite(board, **board.versions[version - 1])


def case_address(case_id: UUID) -> str:
    """Return the address of a case's page, as the contract writes it."""
    return f"/flags/{case_id}/"
