"""Taking a passage out of every stored version of a comment."""

from discussions.models import ThreadComment
from flags.rules.markdown.projection import normalise_source
from flags.rules.markdown.sealing import sealed
from flags.rules.sealing import Finder
from flags.stored import Change, write


def seal(target_id: int, finder: Finder) -> list[Change]:
    """Take out what the finder finds, in the caller's transaction; return what was changed, version by version."""
    comment = ThreadComment.objects.select_for_update(of=("self",)).get(pk=target_id)
    changes = []
    for row in [comment, *ThreadComment.history.filter(id=target_id)]:
        body = normalise_source(row.comment)
        left = sealed(body, finder)
        if left != body:
            changes.append(Change(row._meta.label_lower, row.pk, "comment", row.comment, left, row.version))
    write(changes)
    return changes
