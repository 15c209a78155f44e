"""What of a guideline is hidden from somebody who works on it."""

from guidelines.models import GuidelinePage, LeafCover
from guidelines.rules.content import ContentError
from guidelines.rules.pieces import clause_of
from people.models import User


def hidden(page_id: int, person: User) -> list[LeafCover]:
    """Return what is hidden from a person of a guideline and its past; one query."""
    return LeafCover.objects.of_page(page_id).shut_to(person)


def hidden_drafts(page_id: int, person: User) -> list[LeafCover]:
    """Return what is hidden from a person and may stand in what the CMS has of a guideline now.

    A draft that cannot be read may hold anything.
    """
    covers = [cover for cover in hidden(page_id, person) if cover.leaf.kind != "note"]
    page = GuidelinePage.objects.filter(pk=page_id).first() if covers else None
    if page is None:
        return covers
    try:
        texts = [page.content(), page.get_latest_revision_as_object().content()]
    except ContentError:
        return covers
    return [
        cover
        for cover in covers
        if any(
            text.summary if not cover.leaf.clause_id else clause_of(text, cover.leaf.clause_id) for text in texts
        )
    ]
