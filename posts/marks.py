"""The cases on a post that its viewer may know of, and where they stand in the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flags.models import Case, Testimony
from flags.rules.markdown.rendering import Overlay
from posts.models import TARGET_KIND as KIND
from posts.models import Post
from posts.rules.blocks import blocks_of


@dataclass(frozen=True)
class Mark:
    """One case with the passage of it that the viewer marked, or, for an author, that was marked."""

    case: Case
    start: int
    end: int

    @property
    def overlay(self) -> Overlay:
        """The passage as something shown, marked."""
        return Overlay(self.start, self.end)


@dataclass(frozen=True)
class Quoted:
    """A passage in its block, for the author who is to change it."""

    case: Case
    before: str
    passage: str
    after: str


def marks_on(post: Post, viewer, *, is_author: bool, now: datetime) -> list[Mark]:
    """Return the open cases the viewer may know of: authors, those they were told of; others, their own.

    One query. What has ended is found on the desk.
    """
    if is_author:
        cases = Case.objects.on_texts_of(viewer, now).on(KIND, post.pk).open()
        return [Mark(case, case.start, case.end) for case in cases]
    testimonies = Testimony.objects.standing().filter(
        person=viewer.pk, case__target_kind=KIND, case__target_id=post.pk
    )
    return [Mark(own.case, own.start, own.end) for own in testimonies.select_related("case") if own.case.is_open]


def overlays(marks: Sequence[Mark], version: int) -> dict[str, list[Overlay]]:
    """Return the marks that stand in one version, by block."""
    found: dict[str, list[Overlay]] = {}
    for mark in marks:
        if mark.case.target_version == version:
            found.setdefault(mark.case.block, []).append(mark.overlay)
    return found


def open_cases(post: Post, author, *, now: datetime) -> list[Case]:
    """Return the open cases on a post that this author was told of, oldest first."""
    return list(Case.objects.on_texts_of(author, now).on(KIND, post.pk).open().order_by("opened_at"))


def quoted(post: Post, cases: Sequence[Case]) -> list[Quoted]:
    """Return the passages of cases in the version each was marked in."""
    if not cases:
        return []
    versions = {
        row.version: blocks_of(row) for row in post.history.filter(version__in={c.target_version for c in cases})
    }
    return [_quote(case, versions[case.target_version][case.block]) for case in cases]


def _quote(case: Case, text: str) -> Quoted:
    return Quoted(case, text[: case.start], text[case.start : case.end], text[case.end :])
