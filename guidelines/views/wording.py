"""The words of comparisons and counts, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.rules.comparison import ClauseChange, Comparison
from guidelines.rules.diffhtml import Labels
from guidelines.rules.feeding import LeafChanges
from guidelines.rules.periods import Period
from guidelines.rules.textdiff import BlockChange


def labels() -> Labels:
    """Return what `diffhtml` says about changes."""
    return Labels(
        inserted=_("inserted:"),
        end_of_insertion=_("end of insertion"),
        deleted=_("deleted:"),
        end_of_deletion=_("end of deletion"),
        moved=_("Moved from place {old} to place {new}"),
        link_added=_("now links to {new}"),
        link_removed=_("no longer links to {old}"),
        link_changed=_("link now goes to {new}, not {old}"),
        spacing=_("spacing changed"),
        place_changed=_("stands elsewhere now"),
        gained={
            "b": _("now bold"),
            "i": _("now italic"),
            "s": _("now struck through"),
            "code": _("now code"),
            "sup": _("now raised"),
            "sub": _("now lowered"),
        },
        lost={
            "b": _("no longer bold"),
            "i": _("no longer italic"),
            "s": _("no longer struck through"),
            "code": _("no longer code"),
            "sup": _("no longer raised"),
            "sub": _("no longer lowered"),
        },
        places=_places(),
        sections={
            "why": _("Why"),
            "permitted": _("Permitted"),
            "not_permitted": _("Not permitted"),
            "not_restricted": _("What this does not restrict"),
        },
    )


def _places() -> dict[str, str]:
    headings = {f"h{level}": _("now a heading of level %(level)d") % {"level": level} for level in range(1, 7)}
    return headings | {
        "p": _("now a paragraph"),
        "li": _("now a list item"),
        "td": _("now a table cell"),
        "th": _("now a heading cell"),
        "blockquote": _("now a quotation"),
        "pre": _("now a block of code"),
    }


def summary_in_words(comparison: Comparison) -> list[str]:
    """Return what changed as phrases, like "2 clauses added" and "1 moved"; none for nothing.

    Only the first phrase about clauses names them.
    """
    summary = comparison.diff.summary
    counted = [
        (
            summary.added,
            ngettext("%(n)d clause added", "%(n)d clauses added", summary.added),
            ngettext("%(n)d added", "%(n)d added", summary.added),
        ),
        (
            summary.removed,
            ngettext("%(n)d clause removed", "%(n)d clauses removed", summary.removed),
            ngettext("%(n)d removed", "%(n)d removed", summary.removed),
        ),
        (
            summary.reworded,
            ngettext("%(n)d clause reworded", "%(n)d clauses reworded", summary.reworded),
            ngettext("%(n)d reworded", "%(n)d reworded", summary.reworded),
        ),
        (
            summary.moved,
            ngettext("%(n)d clause moved", "%(n)d clauses moved", summary.moved),
            ngettext("%(n)d moved", "%(n)d moved", summary.moved),
        ),
        (
            summary.formatted,
            ngettext(
                "%(n)d clause with other formatting or links",
                "%(n)d clauses with other formatting or links",
                summary.formatted,
            ),
            _("%(n)d with other formatting or links"),
        ),
        (
            comparison.taken_out,
            ngettext(
                "%(n)d clause whose words were taken out",
                "%(n)d clauses whose words were taken out",
                comparison.taken_out,
            ),
            _("%(n)d whose words were taken out"),
        ),
    ]
    present = [each for each in counted if each[0]]
    phrases = [(short if index else whole) % {"n": n} for index, (n, whole, short) in enumerate(present)]
    return [front_in_words(change) for change in comparison.front.changed] + phrases


def leaf_changes_in_words(changes: LeafChanges) -> list[str]:
    """Return what changed as phrases, as far as leaves tell it; none for nothing.

    Only the first phrase about clauses names them.
    """
    counted = [
        (
            changes.added,
            ngettext("%(n)d clause added", "%(n)d clauses added", changes.added),
            ngettext("%(n)d added", "%(n)d added", changes.added),
        ),
        (
            changes.removed,
            ngettext("%(n)d clause removed", "%(n)d clauses removed", changes.removed),
            ngettext("%(n)d removed", "%(n)d removed", changes.removed),
        ),
        (
            changes.changed,
            ngettext("%(n)d clause changed", "%(n)d clauses changed", changes.changed),
            ngettext("%(n)d changed", "%(n)d changed", changes.changed),
        ),
        (
            changes.moved,
            ngettext("%(n)d clause moved", "%(n)d clauses moved", changes.moved),
            ngettext("%(n)d moved", "%(n)d moved", changes.moved),
        ),
    ]
    present = [each for each in counted if each[0]]
    phrases = [(short if index else whole) % {"n": n} for index, (n, whole, short) in enumerate(present)]
    return [_("title or summary changed"), *phrases] if changes.front else phrases


def front_in_words(change: BlockChange) -> str:
    """Return what became of the title or the summary."""
    if change.key == "title":
        return _("title reworded")
    return {"added": _("summary added"), "removed": _("summary removed")}.get(change.kind, _("summary reworded"))


def kinds_in_words(each: ClauseChange) -> list[tuple[str, str]]:
    """Return what became of a clause: the name of each kind of change, for styles, and what readers call it."""
    names = {
        "same": _("unchanged"),
        "added": _("added"),
        "removed": _("removed"),
        "reworded": _("reworded"),
        "formatted": _("other formatting or links"),
        "moved": _("moved"),
    }
    kinds: list[tuple[str, str]] = [(each.change.kind, names[each.change.kind])]
    if each.change.moved and each.change.kind != "moved":
        kinds.append(("moved", names["moved"]))
    if each.taken_out:
        hidden = ("taken-out", _("words taken out"))
        kinds = [hidden, *(kind for kind in kinds if kind[0] in {"added", "removed", "moved"})]
    return kinds


def count_in_words(count: int) -> str:
    """Return how many words something has."""
    return ngettext("%(count)s word", "%(count)s words", count) % {"count": count}


def period_in_words(period: Period) -> str:
    """Return the name of a quarter, of a year or of several years."""
    years = period.months // 12
    if not years:
        return _("Q%(quarter)s %(year)s") % {"quarter": period.quarter, "year": period.year}
    return str(period.year) if years == 1 else f"{period.year}–{period.year + years - 1}"
