"""What of a guideline is hidden from somebody who works on it."""

from guidelines.models import GuidelinePage, Leaf, LeafCover
from guidelines.rules.content import ContentError, Guideline, clause_to_json
from guidelines.rules.pieces import clause_of
from people.models import User


def hidden(page_id: int, person: User) -> list[LeafCover]:
    """Return what is hidden from a person of a guideline and its past; one query."""
    return LeafCover.objects.of_page(page_id).shut_to(person)


def hidden_drafts(page_id: int, person: User) -> list[LeafCover]:
    """Return what is hidden from a person and may stand in what the CMS has of a guideline now.

    A wording that everybody may read in some version holds nothing; any other one may, and so may a draft that
    cannot be read.
    """
    covers = [cover for cover in hidden(page_id, person) if cover.leaf.kind != "note"]
    page = GuidelinePage.objects.filter(pk=page_id).first() if covers else None
    if page is None:
        return covers
    try:
        texts = [page.content(), page.get_latest_revision_as_object().content()]
    except ContentError:
        return covers
    return [cover for cover in covers if any(_may_stand_in(text, cover) for text in texts)]


def _may_stand_in(text: Guideline, cover: LeafCover) -> bool:
    clause = clause_of(text, cover.leaf.clause_id)
    said = text.summary if not cover.leaf.clause_id else clause_to_json(clause) if clause else ""
    if not said:
        return False
    of_piece = Leaf.objects.of_page(cover.page_id).filter(kind=cover.leaf.kind, clause_id=cover.leaf.clause_id)
    return not of_piece.filter(content=said, cover=None, taken_out_at=None).exists()
