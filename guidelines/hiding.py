"""What of a guideline is hidden from somebody who works on it."""

from collections.abc import Collection

from guidelines import moved_words
from guidelines.models import GuidelinePage, Leaf, LeafCover
from guidelines.rules.content import ContentError, Guideline, clause_to_json
from guidelines.rules.pieces import clause_of, put_back, without_clause
from people.models import User


def hidden(page_id: int, person: User) -> list[LeafCover]:
    """Return what is hidden from a person of a guideline and its past; one query."""
    return LeafCover.objects.of_page(page_id).shut_to(person)


def hidden_drafts(page_id: int, person: User) -> set[str]:
    """Return the pieces by which what the CMS has of a guideline now may show a person hidden words.

    By id, "" for the summary: those with something hidden, and those to which a draft had moved hidden words. A
    wording that everybody may read in some version holds nothing; any other one may, and so may a draft that
    cannot be read.
    """
    covers = [cover for cover in hidden(page_id, person) if cover.leaf.kind != "note"]
    page = GuidelinePage.objects.filter(pk=page_id).first() if covers else None
    pieces = {cover.leaf.clause_id for cover in covers}
    if page is None:
        return pieces
    try:
        texts = [page.content(), page.get_latest_revision_as_object().content()]
    except ContentError:
        return pieces
    pieces |= moved_words.pieces_of(page_id)
    return {piece for text in texts for piece in unread_pieces(text, page_id) & pieces}


def unread_pieces(text: Guideline, page_id: int) -> set[str]:
    """Return the pieces of a text, by id, that say what nobody can read in any version; one query."""
    said = {clause.id: clause_to_json(clause) for clause in text.clauses}
    if text.summary:
        said[""] = text.summary
    leaves = Leaf.objects.of_page(page_id).filter(kind__in=["clause", "summary"], content__in=said.values())
    readable = set(leaves.filter(cover=None, taken_out_at=None).values_list("clause_id", "content"))
    return {piece for piece, content in said.items() if (piece, content) not in readable}


def without_hidden(said: Guideline, pieces: Collection[str], *, newest: Guideline, page_id: int) -> Guideline:
    """Return a text without pieces that may hold hidden words: they read as in force, or are not there.

    newest: what is in force.
    """
    hidden_in_force = unread_pieces(newest, page_id)
    for piece in unread_pieces(said, page_id).intersection(pieces):
        stays = clause_of(newest, piece) is not None and piece not in hidden_in_force
        said = put_back(said, piece, newest) if stays else without_clause(said, piece)
    return said
