"""Drafts that somebody began, kept on top of what comes into force meanwhile."""

from dataclasses import dataclass
from typing import Self

from guidelines.models import GuidelinePage
from guidelines.rules.content import ContentError, Guideline
from guidelines.rules.merge import merge
from people.models import User


@dataclass(frozen=True, slots=True)
class BegunDraft:
    """What somebody wrote and no version says: the page as its newest revision has it, and who saved that."""

    page: GuidelinePage
    by: User | None

    @classmethod
    def of(cls, page: GuidelinePage | None) -> Self | None:
        """Return the draft of a page; None where all it says is published."""
        if page is None or page.latest_revision is None or not page.has_unpublished_changes:
            return None
        return cls(page.get_latest_revision_as_object(), page.latest_revision.user)

    def says(self, guideline: Guideline) -> bool:
        """Whether it says just what a version says; what is no guideline yet does not."""
        try:
            return self.page.content() == guideline
        except ContentError:
            return False

    def put_on_top(self, *, before: Guideline, after: Guideline) -> bool:
        """Save it on top of what came into force, brought together with it; its authors stay its authors.

        before, after: what the newest version said, and what was put in its place. Returns whether nothing in it
        contradicts that; where words do, the draft's stay.
        """
        try:
            merged = merge(before, self.page.content(), after)
        except ContentError:
            is_clean = False
        else:
            is_clean = not merged.conflicts
            self.page.fill(merged.draft)
        self.page.save_revision(user=self.by, clean=False, log_action=False)
        return is_clean
