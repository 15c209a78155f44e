"""No note about a case may be a second copy of what it is about."""

from flags import standing
from flags.actions import errors
from flags.models import Case
from flags.rules import passages


def refuse_copies(case: Case, note: str) -> None:
    """Raise NoteRepeatsPassageError if a note repeats words of the passage of a case."""
    if note and any(passages.note_repeats(note, part.text) for part in standing.parts(case)):
        raise errors.NoteRepeatsPassageError("note: repeats words of the passage")
