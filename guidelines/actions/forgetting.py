"""Taking words out of what is no version: pages and revisions of the CMS, and what co-editing keeps."""

from collections.abc import Callable
from datetime import datetime

from wagtail.models import PageLogEntry, Revision

from guidelines import gates, hiding
from guidelines.blocks import stream_from_clauses
from guidelines.models import EditBase, GuidelinePage, GuidelineRecord, Leaf, MergedEdit, SavedText, UnmergedEdit
from guidelines.rules.content import ContentError, Guideline
from guidelines.rules.drafts import Draft, draft_from_json, draft_to_json
from guidelines.rules.forgetting import NO_TITLE, without_piece
from guidelines.rules.richtext import plain_lines

Change = Callable[[Guideline], Guideline]


def forget_kept(leaf: Leaf, newest: Guideline) -> None:
    """Put what the newest version still says in the place of a leaf's words, wherever they may be kept.

    leaf: still with its words. newest: what is left of the newest version without them. A window of the editor
    that shows the words has no base any more, so that whoever saves it is asked about all that differs.
    """

    def change(said: Guideline) -> Guideline:
        """What a kept text says once the words are gone from it."""
        return without_piece(said, newest, kind=leaf.kind, clause_id=leaf.clause_id)

    _change_pages(leaf, change)
    _forget_windows(leaf.page_id, change)
    for row in SavedText.objects.filter(page_id=leaf.page_id):
        row.content = _changed(row.content, change)
        row.save(update_fields=["content"])
    for edit in UnmergedEdit.objects.filter(page_id=leaf.page_id):
        edit.base, edit.content = _changed(edit.base, change), _changed(edit.content, change)
        edit.change_note = _note(leaf, edit.change_note)
        edit.save(update_fields=["base", "content", "change_note"])


def forget_piece(*, page_id: int, clause_id: str, now: datetime) -> None:
    """Put what the newest version says in the place of one clause, the summary for "", wherever it may be kept.

    A text that waits for colleagues with anything else there is taken back.
    """
    record = GuidelineRecord.objects.select_for_update().get(page_id=page_id)
    kind = "clause" if clause_id else "summary"
    waits = gates.waiting(page_id)
    if waits and clause_id in hiding.unread_pieces(waits.text.guideline, page_id):
        gates.close(waits, gates.State.TAKEN_BACK, now)
    if record.current:
        piece = Leaf(page_id=page_id, kind=kind, clause_id=clause_id)
        forget_kept(piece, Leaf.objects.read_one(record.current, in_full=True).guideline)


def _changed(text: str, change: Change) -> str:
    draft = draft_from_json(text)
    return draft_to_json(Draft(change(draft.guideline), draft.slug))


def _forget_windows(page_id: int, change: Change) -> None:
    """Delete what windows hold and what they were told, where the words stand in it."""
    for base in EditBase.objects.filter(page_id=page_id):
        if any(_changed(text, change) != text for text in (base.content, base.saved) if text):
            base.delete()
    for merged in MergedEdit.objects.filter(page_id=page_id):
        if any(_changed(text, change) != text for text in (merged.before, merged.after)):
            merged.delete()


def _change_pages(leaf: Leaf, change: Change) -> None:
    page = GuidelinePage.objects.filter(pk=leaf.page_id).first()
    if page is None:
        return
    _change_page(page, leaf, change)
    page.save(clean=False)
    for revision in Revision.objects.for_instance(page):
        kept = revision.as_object()
        _change_page(kept, leaf, change)
        revision.content, revision.object_str = kept.serializable_data(), str(kept)
        revision.save(update_fields=["content", "object_str"])
    if leaf.kind == "title":
        PageLogEntry.objects.filter(page=page.pk).update(label=page.title)


def _change_page(page: GuidelinePage, leaf: Leaf, change: Change) -> None:
    """Change a page or a revision of it; nothing is saved. Of what is no guideline, the piece goes as a whole."""
    page.change_note = _note(leaf, page.change_note)
    try:
        said = page.content()
    except ContentError:
        if leaf.kind == "title":
            page.title = page.draft_title = NO_TITLE
        elif leaf.kind == "summary":
            page.summary = ""
        elif leaf.kind == "clause":
            page.clauses = stream_from_clauses(())
        return
    if change(said) != said:
        page.fill(change(said))


def _note(leaf: Leaf, note: str) -> str:
    """Return a change note, "" for the one that goes."""
    return "" if leaf.kind == "note" and plain_lines(note) == leaf.content else note
